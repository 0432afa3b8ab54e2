package io.streamgauge.learn;

import java.util.Arrays;

/**
 * What {@link Adam} and {@link AdamW} remember between steps.
 *
 * <p>The arrays are not copied; whoever hands them over no longer writes to them.
 *
 * @param steps number of steps taken
 * @param firstMoment m, one value per parameter
 * @param secondMoment v, one value per parameter
 */
public record AdamState(long steps, float[] firstMoment, float[] secondMoment) implements OptimizerState {

    @Override
    public boolean equals(Object other) {
        return other instanceof AdamState that
                && steps == that.steps
                && Arrays.equals(firstMoment, that.firstMoment)
                && Arrays.equals(secondMoment, that.secondMoment);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(steps) * 31 + Arrays.hashCode(firstMoment);
    }

    @Override
    public String toString() {
        return "AdamState[steps=" + steps + ", size=" + firstMoment.length + "]";
    }
}
