package io.streamgauge.learn;

/**
 * Adam (Kingma &amp; Ba 2015, arXiv:1412.6980), in PyTorch's form.
 *
 * <pre>
 * m ← β₁ m + (1 − β₁) g
 * v ← β₂ v + (1 − β₂) g²
 * θ ← θ − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
 * </pre>
 *
 * <p>g is the gradient, θ the parameters, t the number of the step from 1 on. Moments and parameters are floats; the
 * corrections by t are computed in double from t alone, so that a restored optimizer goes on to the same bit.
 */
public final class Adam {
    private final AdamSettings settings;
    private final float[] m;
    private final float[] v;
    private long steps;

    public Adam(int size, AdamSettings settings) {
        this.settings = settings;
        this.m = new float[size];
        this.v = new float[size];
    }

    /** One step; the gradient is not modified, the parameters are. */
    public void step(float[] parameters, float[] gradient) {
        requireSize("parameters", parameters.length);
        requireSize("gradient", gradient.length);
        steps++;
        float beta1 = (float) settings.beta1();
        float beta2 = (float) settings.beta2();
        float rest1 = (float) (1 - settings.beta1());
        float rest2 = (float) (1 - settings.beta2());
        double correction1 = 1 - StrictMath.pow(settings.beta1(), steps);
        double correction2 = 1 - StrictMath.pow(settings.beta2(), steps);
        float rate = (float) (settings.learningRate() / correction1);
        float rootScale = (float) (1 / Math.sqrt(correction2));
        float epsilon = (float) settings.epsilon();
        for (int i = 0; i < m.length; i++) {
            float g = gradient[i];
            m[i] = beta1 * m[i] + rest1 * g;
            v[i] = beta2 * v[i] + rest2 * g * g;
            parameters[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) * rootScale + epsilon);
        }
    }

    /** A copy of what the optimizer remembers. */
    public AdamState state() {
        return new AdamState(steps, m.clone(), v.clone());
    }

    /** Goes on from the given state, which is copied. */
    public void restore(AdamState state) {
        requireSize("first moment", state.firstMoment().length);
        requireSize("second moment", state.secondMoment().length);
        steps = state.steps();
        System.arraycopy(state.firstMoment(), 0, m, 0, m.length);
        System.arraycopy(state.secondMoment(), 0, v, 0, v.length);
    }

    private void requireSize(String name, int found) {
        if (found != m.length) {
            throw new IllegalArgumentException(name + " has " + found + " values, optimizer expects " + m.length);
        }
    }
}
