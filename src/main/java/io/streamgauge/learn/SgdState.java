package io.streamgauge.learn;

import java.util.Arrays;

/**
 * What {@link Sgd} remembers between steps.
 *
 * <p>The array is not copied; whoever hands it over no longer writes to it.
 *
 * @param velocity b, one value per parameter, none without momentum
 */
public record SgdState(float[] velocity) implements OptimizerState {

    @Override
    public boolean equals(Object other) {
        return other instanceof SgdState that && Arrays.equals(velocity, that.velocity);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(velocity);
    }

    @Override
    public String toString() {
        return "SgdState[size=" + velocity.length + "]";
    }
}
