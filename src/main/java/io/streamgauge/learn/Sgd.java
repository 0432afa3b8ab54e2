package io.streamgauge.learn;

/**
 * Gradient descent with momentum, in PyTorch's form without dampening (Sutskever et al. 2013).
 *
 * <pre>
 * b ← μ b + g
 * θ ← θ − α b           with momentum
 * θ ← θ − α (g + μ b)   with Nesterov's
 * </pre>
 *
 * <p>Keras keeps {@code α b} instead of b, so that a change of α acts there on new gradients only; with a constant α the
 * two are the same.
 */
public final class Sgd implements Optimizer {
    private final SgdSettings settings;
    private final int size;
    private final float[] velocity;

    public Sgd(int size, SgdSettings settings) {
        this.settings = settings;
        this.size = size;
        this.velocity = new float[settings.momentum() > 0 ? size : 0];
    }

    @Override
    public void step(float[] parameters, float[] gradient, double learningRate) {
        OptimizerSizes.requireStep(parameters, gradient, learningRate, size);
        float rate = (float) learningRate;
        if (settings.momentum() == 0) {
            descend(parameters, gradient, rate);
        } else if (settings.nesterov()) {
            descendAhead(parameters, gradient, rate);
        } else {
            accelerate(gradient);
            descend(parameters, velocity, rate);
        }
    }

    /** θ ← θ − α d. */
    private void descend(float[] parameters, float[] direction, float rate) {
        for (int i = 0; i < size; i++) {
            parameters[i] -= rate * direction[i];
        }
    }

    /** b ← μ b + g. */
    private void accelerate(float[] gradient) {
        float momentum = (float) settings.momentum();
        float[] b = velocity;
        for (int i = 0; i < b.length; i++) {
            b[i] = momentum * b[i] + gradient[i];
        }
    }

    private void descendAhead(float[] parameters, float[] gradient, float rate) {
        accelerate(gradient);
        float momentum = (float) settings.momentum();
        float[] b = velocity;
        // θ ← θ − α (g + μ b)
        for (int i = 0; i < b.length; i++) {
            parameters[i] -= rate * (gradient[i] + momentum * b[i]);
        }
    }

    @Override
    public SgdState state() {
        return new SgdState(velocity.clone());
    }

    @Override
    public void restore(OptimizerState state) {
        float[] restored = OptimizerSizes.requireKind(SgdState.class, state).velocity();
        OptimizerSizes.require("velocity", restored.length, velocity.length);
        System.arraycopy(restored, 0, velocity, 0, velocity.length);
    }
}
