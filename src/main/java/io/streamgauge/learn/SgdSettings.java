package io.streamgauge.learn;

/**
 * The constants of {@link Sgd}.
 *
 * @param momentum μ, the share of the last step's velocity that is kept
 * @param nesterov whether the gradient is added to the velocity once more (Nesterov 1983), which needs a momentum
 */
public record SgdSettings(double momentum, boolean nesterov) {
    /** Plain gradient descent. */
    public static final SgdSettings PLAIN = new SgdSettings(0, false);

    public SgdSettings {
        Requirements.fraction("momentum", momentum);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("nesterov is true and momentum is 0.0, must be above 0");
        }
    }
}
