package io.streamgauge.learn;

/**
 * The constants of {@link Adam}.
 *
 * @param learningRate α of a step that is given no other
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 */
public record AdamSettings(double learningRate, double beta1, double beta2, double epsilon) {
    static final double BETA1 = 0.9;
    static final double BETA2 = 0.999;
    static final double EPSILON = 1e-8;

    public AdamSettings {
        Requirements.positive("learningRate", learningRate);
        Requirements.fraction("beta1", beta1);
        Requirements.fraction("beta2", beta2);
        Requirements.positive("epsilon", epsilon);
    }

    /** The decays and the epsilon that Adam's paper proposes, which are PyTorch's. Keras has epsilon 1e-7. */
    public static AdamSettings withLearningRate(double learningRate) {
        return new AdamSettings(learningRate, BETA1, BETA2, EPSILON);
    }
}
