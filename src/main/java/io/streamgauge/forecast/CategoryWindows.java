package io.streamgauge.forecast;

import io.streamgauge.nn.Window;
import io.streamgauge.signal.Half;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The recent categories of one key, from which labelled windows are cut: a ring of the last {@code steps + 1} classes and
 * times, and the hidden state before every event at which a window starts, in half precision.
 *
 * <p>The label of an event is the class of the next one; a window leaves when its last label is known.
 */
final class CategoryWindows {

    private final int steps;
    private final int stride;
    private final int capacity;
    private final int starts;
    private final int stateSize;

    private final short[] classes;
    private final long[] times;
    private final short[] startStates;
    /** Number of the first event that has been kept. */
    private long since = Long.MAX_VALUE;

    CategoryWindows(CategorySpec spec) {
        steps = spec.windowSteps();
        stride = spec.windowStride();
        capacity = steps + 1;
        starts = (capacity + stride - 1) / stride;
        stateSize = spec.network().stateSize();
        classes = new short[capacity];
        times = new long[capacity];
        startStates = new short[starts * stateSize];
    }

    /** Keeps event number {@code number}, counted from 0 on, and the hidden state before it. */
    void put(long number, long time, int index, float[] stateBefore) {
        since = Math.min(since, number);
        int slot = (int) (number % capacity);
        classes[slot] = (short) index;
        times[slot] = time;
        if (number % stride == 0) {
            int from = startSlot(number) * stateSize;
            for (int i = 0; i < stateSize; i++) {
                startStates[from + i] = Half.of(stateBefore[i]);
            }
        }
    }

    /** Whether event number {@code number} is a window's last label. */
    boolean isDue(long number) {
        long first = number - steps;
        return first >= since && first % stride == 0;
    }

    /** The window whose last label is event number {@code number}. */
    Window cut(long number) {
        long first = number - steps;
        float[] inputs = new float[steps];
        float[] labels = new float[steps];
        float[] mask = new float[steps];
        for (int t = 0; t < steps; t++) {
            inputs[t] = classAt(first + t);
            labels[t] = classAt(first + t + 1);
        }
        Arrays.fill(mask, 1);
        float[] initial = new float[stateSize];
        int from = startSlot(first) * stateSize;
        for (int i = 0; i < stateSize; i++) {
            initial[i] = Half.value(startStates[from + i]);
        }
        return new Window(steps, 1, 1, inputs, labels, mask, initial);
    }

    private int classAt(long number) {
        return classes[(int) (number % capacity)];
    }

    /** Time of the first event of the window whose last label is event number {@code number}. */
    long firstTime(long number) {
        return times[(int) ((number - steps) % capacity)];
    }

    private int startSlot(long number) {
        return (int) (number / stride % starts);
    }

    void fields(StateFields fields) {
        fields.shorts(classes);
        fields.integers(times);
        fields.shorts(startStates);
        since = fields.integer(since);
    }
}
