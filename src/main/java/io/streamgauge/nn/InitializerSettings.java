package io.streamgauge.nn;

/**
 * How {@link Initializer} draws the weights.
 *
 * @param scheme the distribution
 * @param gain γ, above 0: the bound of {@link InitializerScheme#UNIFORM}, a factor of the others
 * @param rememberingBias added to the input bias of the forget gate (Jozefowicz et al. 2015: 1) and of the update gate
 *     that keeps the old state, taken from that of the update gate that is the other's complement
 */
public record InitializerSettings(InitializerScheme scheme, double gain, double rememberingBias) {

    public InitializerSettings {
        if (!(gain > 0) || Double.isInfinite(gain)) {
            throw new IllegalArgumentException("gain is " + gain + ", must be positive and finite");
        }
        if (!Double.isFinite(rememberingBias)) {
            throw new IllegalArgumentException("rememberingBias is " + rememberingBias + ", must be finite");
        }
    }

    /** The scheme as it is in its source, with gain 1 and no bias to remember. */
    public static InitializerSettings of(InitializerScheme scheme) {
        return new InitializerSettings(scheme, 1, 0);
    }
}
