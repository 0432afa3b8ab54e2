package io.streamgauge.forecast;

import java.util.Arrays;

/**
 * What a series' own readout, stack and mixer have learned, as it leaves with a labelled window so that the trainer can find what the
 * readouts of all series have in common.
 *
 * <p>The array is not copied; whoever hands it over no longer writes to it.
 *
 * @param weights w [n], one length for all series of a topology
 * @param count values that they were learned from
 * @param scale the usual size of what they leave unexplained, in the units of their targets
 */
public record ReadoutSummary(float[] weights, long count, double scale) {

    public ReadoutSummary {
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ", must not be negative");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadoutSummary that
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
        return "ReadoutSummary[weights=" + Arrays.toString(weights) + ", count=" + count + ", scale=" + scale + "]";
    }
}
