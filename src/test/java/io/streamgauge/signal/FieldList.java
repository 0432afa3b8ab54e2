package io.streamgauge.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The fields of a state in the order in which it passes them, for comparison to the bit. */
public final class FieldList implements StateFields {
    private final List<Number> values = new ArrayList<>();

    private FieldList() {}

    /** The fields that {@code state} passes, as in {@code FieldList.of(state::fields)}. */
    public static List<Number> of(Consumer<StateFields> state) {
        var list = new FieldList();
        state.accept(list);
        return list.values;
    }

    @Override
    public long integer(long value) {
        values.add(value);
        return value;
    }

    @Override
    public double number(double value) {
        values.add(value);
        return value;
    }

    @Override
    public void reals(float[] array) {
        for (float value : array) {
            values.add(value);
        }
    }

    @Override
    public void numbers(double[] array) {
        for (double value : array) {
            values.add(value);
        }
    }

    @Override
    public void integers(long[] array) {
        for (long value : array) {
            values.add(value);
        }
    }

    @Override
    public int small(int value) {
        values.add(value);
        return value;
    }

    @Override
    public void shorts(short[] array) {
        for (short value : array) {
            values.add(Half.value(value));
        }
    }

    @Override
    public void shortFloats(float[] array) {
        reals(array);
    }

    @Override
    public void bytes(byte[] array) {
        for (byte value : array) {
            values.add(value);
        }
    }
}
