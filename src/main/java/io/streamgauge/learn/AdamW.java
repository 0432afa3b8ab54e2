package io.streamgauge.learn;

/**
 * Adam with decoupled weight decay (Loshchilov &amp; Hutter 2019, arXiv:1711.05101), in PyTorch's form.
 *
 * <p>{@code θ ← (1 − α λ) θ}, then the step of {@link Adam}. The decay is outside the moments, and shrinks with the
 * learning rate α; in the paper it shrinks with the schedule's multiplier alone. Keras has the same decay, with λ 0.004
 * and its own place for ε, as in {@link Adam}.
 */
public final class AdamW implements Optimizer {
    private final double weightDecay;
    private final AdamMoments moments;

    public AdamW(int size, AdamWSettings settings) {
        weightDecay = settings.weightDecay();
        moments = new AdamMoments(size, settings.beta1(), settings.beta2(), settings.epsilon());
    }

    @Override
    public void step(float[] parameters, float[] gradient, double learningRate) {
        moments.step(parameters, gradient, learningRate, 1 - learningRate * weightDecay);
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
