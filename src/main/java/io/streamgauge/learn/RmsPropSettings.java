package io.streamgauge.learn;

/**
 * The constants of {@link RmsProp}.
 *
 * @param decay ρ, the share of the mean square that is kept; PyTorch's {@code alpha}
 * @param epsilon ε, added to the root of the mean square
 * @param momentum μ, the share of the last step's velocity that is kept
 */
public record RmsPropSettings(double decay, double epsilon, double momentum) {
    /** PyTorch's defaults. Keras has decay 0.9 and epsilon 1e-7. */
    public static final RmsPropSettings PYTORCH = new RmsPropSettings(0.99, 1e-8, 0);

    public RmsPropSettings {
        Requirements.fraction("decay", decay);
        Requirements.positive("epsilon", epsilon);
        Requirements.fraction("momentum", momentum);
    }
}
