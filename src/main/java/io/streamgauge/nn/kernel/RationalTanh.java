package io.streamgauge.nn.kernel;

/**
 * The hyperbolic tangent as a clamped rational function, built from exact operations only, so that it has the same bits
 * on every machine.
 *
 * <p>{@code tanh(x) ≈ x·P(x²) / Q(x²)} with P of degree 6 and Q of degree 3, the coefficients known from Eigen's
 * {@code generic_fast_tanh_float}. Beyond {@link #CLAMP} the value is that at the clamp, ±0.99999976. Absolute error at
 * most 3e-7, never outside ±1. NaN stays NaN. The logistic function is {@code σ(x) = tanh(x/2)/2 + 1/2}.
 */
final class RationalTanh {
    static final float CLAMP = 7.90531110763549805f;

    static final float P13 = -2.76076847742355e-16f;
    static final float P11 = 2.00018790482477e-13f;
    static final float P9 = -8.60467152213735e-11f;
    static final float P7 = 5.12229709037114e-08f;
    static final float P5 = 1.48572235717979e-05f;
    static final float P3 = 6.37261928875436e-04f;
    static final float P1 = 4.89352455891786e-03f;

    static final float Q6 = 1.19825839466702e-06f;
    static final float Q4 = 1.18534705686654e-04f;
    static final float Q2 = 2.26843463243900e-03f;
    static final float Q0 = 4.89352518554385e-03f;

    private RationalTanh() {}

    static float tanh(float value) {
        float x = Math.max(-CLAMP, Math.min(CLAMP, value));
        float square = x * x;
        float p = Math.fma(square, P13, P11);
        p = Math.fma(square, p, P9);
        p = Math.fma(square, p, P7);
        p = Math.fma(square, p, P5);
        p = Math.fma(square, p, P3);
        p = Math.fma(square, p, P1);
        float q = Math.fma(square, Q6, Q4);
        q = Math.fma(square, q, Q2);
        q = Math.fma(square, q, Q0);
        return x * p / q;
    }

    static float sigmoid(float value) {
        return Math.fma(0.5f, tanh(0.5f * value), 0.5f);
    }
}
