package io.streamgauge.learn;

/**
 * The constants of {@link Adam}.
 *
 * @param learningRate α
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 */
public record AdamSettings(double learningRate, double beta1, double beta2, double epsilon) {

    public AdamSettings {
        Requirements.positive("learningRate", learningRate);
        Requirements.fraction("beta1", beta1);
        Requirements.fraction("beta2", beta2);
        Requirements.positive("epsilon", epsilon);
    }

    /** The decays and the epsilon that Adam's paper proposes. */
    public static AdamSettings withLearningRate(double learningRate) {
        return new AdamSettings(learningRate, 0.9, 0.999, 1e-8);
    }
}
