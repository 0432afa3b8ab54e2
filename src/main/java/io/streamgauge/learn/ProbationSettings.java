package io.streamgauge.learn;

/**
 * When a champion that has passed the gate is taken back all the same.
 *
 * @param margin share by which its loss on later windows may exceed that of the weights before it
 * @param patience judged blocks in a row beyond that after which they come back; 0 for never
 */
public record ProbationSettings(double margin, int patience) {

    /** Nothing is ever taken back. */
    public static final ProbationSettings NONE = new ProbationSettings(0, 0);

    public ProbationSettings {
        Requirements.atLeast("patience", patience, 0);
        Requirements.positive("1 + margin", 1 + margin);
    }
}
