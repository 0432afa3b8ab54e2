package io.streamgauge.nn;

import java.util.Arrays;

/** The immutable weights of a network: one flat array and the layout that names its parts. */
public final class Parameters {
    private final ParameterLayout layout;
    private final float[] values;

    private Parameters(ParameterLayout layout, float[] values) {
        this.layout = layout;
        this.values = values;
    }

    /** The parameters with a copy of the given values. */
    public static Parameters of(ParameterLayout layout, float[] values) {
        if (values.length != layout.size()) {
            throw new IllegalArgumentException(
                    "there are " + values.length + " values, the layout expects " + layout.size());
        }
        return new Parameters(layout, values.clone());
    }

    public ParameterLayout layout() {
        return layout;
    }

    public int size() {
        return values.length;
    }

    public float get(int index) {
        return values[index];
    }

    /** A copy of all values. */
    public float[] toArray() {
        return values.clone();
    }

    /** Whether no value is infinite or NaN. */
    public boolean isFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters that && layout.equals(that.layout) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Parameters[size=" + values.length + "]";
    }
}
