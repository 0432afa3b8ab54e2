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
 * <p>g is the gradient, θ the parameters, t the number of the step from 1 on. Keras corrects α for both moments and adds
 * ε to the uncorrected root: θ − α √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε), where ε weighs more in the first steps.
 */
public final class Adam implements Optimizer {
    private final double learningRate;
    private final AdamMoments moments;

    public Adam(int size, AdamSettings settings) {
        learningRate = settings.learningRate();
        moments = new AdamMoments(size, settings.beta1(), settings.beta2(), settings.epsilon());
    }

    /** One step at the learning rate of the settings; the gradient is not modified, the parameters are. */
    public void step(float[] parameters, float[] gradient) {
        step(parameters, gradient, learningRate);
    }

    @Override
    public void step(float[] parameters, float[] gradient, double learningRate) {
        moments.step(parameters, gradient, learningRate, 1);
    }

    @Override
    public AdamState state() {
        return moments.state();
    }

    @Override
    public void restore(OptimizerState state) {
        moments.restore(state);
    }
}
