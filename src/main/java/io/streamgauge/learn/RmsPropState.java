package io.streamgauge.learn;

import java.util.Arrays;

/**
 * What {@link RmsProp} remembers between steps.
 *
 * <p>The arrays are not copied; whoever hands them over no longer writes to them.
 *
 * @param meanSquare v, one value per parameter
 * @param velocity b, one value per parameter, none without momentum
 */
public record RmsPropState(float[] meanSquare, float[] velocity) implements OptimizerState {

    @Override
    public boolean equals(Object other) {
        return other instanceof RmsPropState that
                && Arrays.equals(meanSquare, that.meanSquare)
                && Arrays.equals(velocity, that.velocity);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(meanSquare) * 31 + Arrays.hashCode(velocity);
    }

    @Override
    public String toString() {
        return "RmsPropState[size=" + meanSquare.length + "]";
    }
}
