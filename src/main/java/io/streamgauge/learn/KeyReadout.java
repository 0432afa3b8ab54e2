package io.streamgauge.learn;

import java.util.Arrays;

/**
 * What one series' own linear readout has learned: what the shared prior is made of.
 *
 * <p>The array is not copied; whoever hands it over no longer writes to it.
 *
 * @param weights w [n]
 * @param count values that they were learned from
 * @param scale the usual size of what they leave unexplained, in the units of their targets
 */
public record KeyReadout(float[] weights, long count, double scale) {
    /** Weights act on scaled values, where some few units are much: larger ones have run away. */
    private static final float LARGEST_WEIGHT = 1_000;

    /**
     * Whether the readout says anything of the series: it has learned from something that moves, and has not run away.
     */
    boolean isUsable() {
        if (count < 1 || weights.length == 0 || !(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            return false;
        }
        for (float weight : weights) {
            if (!(Math.abs(weight) <= LARGEST_WEIGHT)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyReadout that
                && Arrays.equals(weights, that.weights)
                && count == that.count
                && Double.compare(scale, that.scale) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(weights) * 31 + Long.hashCode(count);
    }

    @Override
    public String toString() {
        return "KeyReadout[weights=" + Arrays.toString(weights) + ", count=" + count + ", scale=" + scale + "]";
    }
}
