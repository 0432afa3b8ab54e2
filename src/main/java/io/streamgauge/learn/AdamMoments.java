package io.streamgauge.learn;

/**
 * The two moments that {@link Adam} and {@link AdamW} have in common, and their step.
 *
 * <pre>
 * m ← β₁ m + (1 − β₁) g
 * v ← β₂ v + (1 − β₂) g²
 * θ ← κ θ − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
 * </pre>
 *
 * <p>g is the gradient, θ the parameters, κ the share of them that is kept, t the number of the step from 1 on. The
 * corrections by t are computed in double from t alone.
 */
final class AdamMoments {
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final float[] m;
    private final float[] v;
    private long steps;

    AdamMoments(int size, double beta1, double beta2, double epsilon) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.m = new float[size];
        this.v = new float[size];
    }

    /** One step. */
    void step(float[] parameters, float[] gradient, double learningRate, double kept) {
        OptimizerSizes.requireStep(parameters, gradient, learningRate, m.length);
        steps++;
        double correction1 = 1 - power(beta1, steps);
        double correction2 = 1 - power(beta2, steps);
        float rate = (float) (learningRate / correction1);
        float rootScale = (float) (1 / Math.sqrt(correction2));
        sweep(parameters, gradient, rate, rootScale, (float) kept);
    }

    /** base^exponent by squaring: the same bits everywhere, and nothing is set aside, as {@link StrictMath#pow} does. */
    static double power(double base, long exponent) {
        double result = 1;
        double square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    private void sweep(float[] parameters, float[] gradient, float rate, float rootScale, float kept) {
        float decay1 = (float) beta1;
        float decay2 = (float) beta2;
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float small = (float) epsilon;
        float[] first = m;
        float[] second = v;
        for (int i = 0; i < first.length; i++) {
            float g = gradient[i];
            first[i] = decay1 * first[i] + rest1 * g;
            second[i] = decay2 * second[i] + rest2 * g * g;
            parameters[i] = kept * parameters[i] - rate * first[i] / ((float) Math.sqrt(second[i]) * rootScale + small);
        }
    }

    /** A copy of what is remembered. */
    AdamState state() {
        return new AdamState(steps, m.clone(), v.clone());
    }

    /** Goes on from the given state, which is copied. */
    void restore(OptimizerState state) {
        var restored = OptimizerSizes.requireKind(AdamState.class, state);
        OptimizerSizes.require("first moment", restored.firstMoment().length, m.length);
        OptimizerSizes.require("second moment", restored.secondMoment().length, v.length);
        steps = restored.steps();
        System.arraycopy(restored.firstMoment(), 0, m, 0, m.length);
        System.arraycopy(restored.secondMoment(), 0, v, 0, v.length);
    }
}
