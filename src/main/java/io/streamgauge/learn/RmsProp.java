package io.streamgauge.learn;

/**
 * RMSprop (Tieleman &amp; Hinton 2012, lecture 6.5), in PyTorch's form: not centred, ε outside the root.
 *
 * <pre>
 * v ← ρ v + (1 − ρ) g²
 * θ ← θ − α g/(√v + ε)                          without momentum
 * b ← μ b + g/(√v + ε),   θ ← θ − α b           with it
 * </pre>
 *
 * <p>Keras divides by √(v + ε), with ε inside the root, and keeps {@code α b} instead of b.
 */
public final class RmsProp implements Optimizer {
    private final RmsPropSettings settings;
    private final float[] meanSquare;
    private final float[] velocity;

    public RmsProp(int size, RmsPropSettings settings) {
        this.settings = settings;
        this.meanSquare = new float[size];
        this.velocity = new float[settings.momentum() > 0 ? size : 0];
    }

    @Override
    public void step(float[] parameters, float[] gradient, double learningRate) {
        OptimizerSizes.requireStep(parameters, gradient, learningRate, meanSquare.length);
        if (settings.momentum() == 0) {
            descend(parameters, gradient, (float) learningRate);
        } else {
            descendWithMomentum(parameters, gradient, (float) learningRate);
        }
    }

    private void descend(float[] parameters, float[] gradient, float rate) {
        float decay = (float) settings.decay();
        float rest = (float) (1 - settings.decay());
        float epsilon = (float) settings.epsilon();
        float[] v = meanSquare;
        for (int i = 0; i < v.length; i++) {
            float g = gradient[i];
            v[i] = decay * v[i] + rest * g * g;
            parameters[i] -= rate * g / ((float) Math.sqrt(v[i]) + epsilon);
        }
    }

    private void descendWithMomentum(float[] parameters, float[] gradient, float rate) {
        float decay = (float) settings.decay();
        float rest = (float) (1 - settings.decay());
        float epsilon = (float) settings.epsilon();
        float momentum = (float) settings.momentum();
        float[] v = meanSquare;
        float[] b = velocity;
        for (int i = 0; i < v.length; i++) {
            float g = gradient[i];
            v[i] = decay * v[i] + rest * g * g;
            b[i] = momentum * b[i] + g / ((float) Math.sqrt(v[i]) + epsilon);
            parameters[i] -= rate * b[i];
        }
    }

    @Override
    public RmsPropState state() {
        return new RmsPropState(meanSquare.clone(), velocity.clone());
    }

    @Override
    public void restore(OptimizerState state) {
        var restored = OptimizerSizes.requireKind(RmsPropState.class, state);
        OptimizerSizes.require("mean square", restored.meanSquare().length, meanSquare.length);
        OptimizerSizes.require("velocity", restored.velocity().length, velocity.length);
        System.arraycopy(restored.meanSquare(), 0, meanSquare, 0, meanSquare.length);
        System.arraycopy(restored.velocity(), 0, velocity, 0, velocity.length);
    }
}
