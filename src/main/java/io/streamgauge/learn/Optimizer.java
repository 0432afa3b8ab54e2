package io.streamgauge.learn;

/**
 * A rule that moves parameters against their gradient.
 *
 * <p>Parameters, gradient and memory are floats of one length, swept once per step; whatever depends on the number of
 * the step alone is computed in double. A restored optimizer goes on to the same bit. Where PyTorch and Keras differ the
 * form is PyTorch's, and each class says in what Keras departs from it.
 */
public sealed interface Optimizer permits Sgd, RmsProp, Adam, AdamW {

    /**
     * One step.
     *
     * @param parameters θ, overwritten
     * @param gradient g, not modified
     * @param learningRate α, from a {@link LearningRateSchedule} or constant; at least 0
     */
    void step(float[] parameters, float[] gradient, double learningRate);

    /** A copy of what the optimizer remembers. */
    OptimizerState state();

    /** Goes on from the given state, which is copied; it must come from an optimizer of the same kind. */
    void restore(OptimizerState state);
}
