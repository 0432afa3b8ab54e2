package io.streamgauge.learn;

/**
 * The constants of {@link AdamW}.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay λ, the share of a parameter that a step at learning rate 1 would take away
 */
public record AdamWSettings(double beta1, double beta2, double epsilon, double weightDecay) {
    /** PyTorch's defaults: Adam's moments and λ 0.01. */
    public static final AdamWSettings PYTORCH =
            new AdamWSettings(AdamSettings.BETA1, AdamSettings.BETA2, AdamSettings.EPSILON, 0.01);

    public AdamWSettings {
        Requirements.fraction("beta1", beta1);
        Requirements.fraction("beta2", beta2);
        Requirements.positive("epsilon", epsilon);
        Requirements.notNegative("weightDecay", weightDecay);
    }
}
