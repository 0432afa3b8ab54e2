package io.streamgauge.learn;

/**
 * What {@link DriftWatch} has seen.
 *
 * @param losses how many since the last drift
 * @param level their fading mean
 * @param deviation fading mean of their distance from the level
 * @param excess how far they have been above it lately, in deviations
 * @param blocksLeft blocks for which the response still lasts
 * @param drifts drifts found so far
 */
public record DriftState(long losses, double level, double deviation, double excess, int blocksLeft, long drifts) {

    /** Nothing seen. */
    public static final DriftState INITIAL = new DriftState(0, 0, 0, 0, 0, 0);
}
