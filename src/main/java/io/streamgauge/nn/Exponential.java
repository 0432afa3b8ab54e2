package io.streamgauge.nn;

/**
 * The exponential function from exact operations only, so that it has the same bits on every machine.
 *
 * <pre>
 *   e^x = 2^n · e^r        n = ⌊x/ln 2⌉, r = x − n·ln 2, |r| ≤ ln 2/2
 *   e^r ≈ Σ_k r^k/k!       k = 0 … 7
 * </pre>
 *
 * <p>Relative error at most 3e-7. Below {@value #LEAST} and beyond {@value #LARGEST} the value is that there, 2e-38 and 2e38,
 * so that nothing overflows. NaN stays NaN.
 */
public final class Exponential {

    static final float LEAST = -87;
    static final float LARGEST = 88;

    private static final float LOG2_E = 1.44269504f;
    /** ln 2 in two parts: their sum is exact to 2^−49. */
    private static final float LN2_HIGH = 0.693147182f;

    private static final float LN2_LOW = -1.90465430e-9f;
    /** Adding and taking away 1.5·2^23 leaves the nearest whole number. */
    private static final float ROUND = 12_582_912;

    private static final int EXPONENT_BIAS = 127;
    private static final int FRACTION_BITS = 23;

    private Exponential() {}

    /** e^x. */
    public static float of(float x) {
        float within = Math.max(LEAST, Math.min(LARGEST, x));
        float n = Math.fma(within, LOG2_E, ROUND) - ROUND;
        float r = Math.fma(n, -LN2_HIGH, within);
        r = Math.fma(n, -LN2_LOW, r);
        float sum = Math.fma(r, 1f / 5040, 1f / 720);
        sum = Math.fma(r, sum, 1f / 120);
        sum = Math.fma(r, sum, 1f / 24);
        sum = Math.fma(r, sum, 1f / 6);
        sum = Math.fma(r, sum, 1f / 2);
        sum = Math.fma(r, sum, 1);
        sum = Math.fma(r, sum, 1);
        return sum * Float.intBitsToFloat(((int) n + EXPONENT_BIAS) << FRACTION_BITS);
    }
}
