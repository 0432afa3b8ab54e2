package io.streamgauge.nn;

import java.util.Arrays;

/**
 * The mutable memory of a network between two steps of one series, one flat array.
 *
 * <p>Layer-major: layer 0, layer 1, …; within a layer of long short-term memory first h [hiddenSize], then c
 * [hiddenSize], within any other layer h alone.
 */
public final class HiddenState {
    private final float[] values;

    /** A state of zeros for networks of the given shape. */
    public HiddenState(NetworkSpec spec) {
        values = new float[spec.stateSize()];
    }

    /** The state itself, not a copy. */
    public float[] values() {
        return values;
    }

    public void clear() {
        Arrays.fill(values, 0);
    }

    public void copyFrom(HiddenState other) {
        copyFrom(other.values);
    }

    public void copyFrom(float[] other) {
        if (other.length != values.length) {
            throw new IllegalArgumentException(
                    "state has " + other.length + " values, network expects " + values.length);
        }
        System.arraycopy(other, 0, values, 0, values.length);
    }
}
