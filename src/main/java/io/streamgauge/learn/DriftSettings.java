package io.streamgauge.learn;

/**
 * What an {@link OnlineTrainer} does once {@link DriftWatch} has found that the world has changed.
 *
 * @param boost what the learning rate is multiplied by, at least 1; 1 leaves it as it is
 * @param blocks how many blocks the response lasts; 0 for no response at all
 */
public record DriftSettings(double boost, int blocks) {

    /** No response. */
    public static final DriftSettings NONE = new DriftSettings(1, 0);

    public DriftSettings {
        if (!(boost >= 1 && boost < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("boost is " + boost + ", must be at least 1 and finite");
        }
        Requirements.atLeast("blocks", blocks, 0);
    }
}
