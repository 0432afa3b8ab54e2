package io.streamgauge.forecast;

import io.streamgauge.nn.Window;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The recent past of one key, from which labelled windows are cut.
 *
 * <p>A ring of the last {@code steps + furthest horizon} steps: inputs, time, and of each target value, usual step and
 * whether the value is masked, because it was missing or part of an anomaly; and the hidden state before every step at
 * which a window starts. A window leaves when its last label is known. The label of step t at horizon h is
 *
 * <pre>
 *   (y_{t+h} − y_t) / (ρ_t·√h)
 * </pre>
 *
 * <p>clipped to ±{@link SeriesForecaster#CHANGE_CLIP}, and masked where y_{t+h} or y_t is. A step's labels are
 * those of the first target at every horizon, then the next target's.
 */
final class WindowBuffer {

    private final int steps;
    private final int stride;
    private final int features;
    private final int[] horizons;
    private final int targets;
    private final int capacity;
    private final int starts;
    private final int stateSize;

    private final float[] inputs;
    private final double[] values;
    private final double[] usualSteps;
    private final long[] times;
    private final float[] masked;
    private final float[] startStates;

    WindowBuffer(ForecasterSpec spec) {
        steps = spec.windowSteps();
        stride = spec.windowStride();
        horizons = spec.horizonArray();
        targets = spec.targets().size();
        features = spec.network().inputWidth();
        stateSize = spec.network().stateSize();
        capacity = steps + spec.furthest();
        starts = (capacity + stride - 1) / stride;
        inputs = new float[capacity * features];
        values = new double[capacity * targets];
        usualSteps = new double[capacity * targets];
        times = new long[capacity];
        masked = new float[capacity * targets];
        startStates = new float[starts * stateSize];
    }

    /** Keeps step number {@code number} (counted from the last break), its inputs and the state before it. */
    void put(long number, long time, float[] stepInputs, float[] stateBefore) {
        int slot = slot(number);
        System.arraycopy(stepInputs, 0, inputs, slot * features, features);
        times[slot] = time;
        if (number % stride == 0) {
            System.arraycopy(stateBefore, 0, startStates, startSlot(number) * stateSize, stateSize);
        }
    }

    /** Keeps the value of target number {@code k} at step number {@code number}. */
    void putTarget(long number, int k, double value, double usualStep, boolean isMasked) {
        int at = slot(number) * targets + k;
        values[at] = value;
        usualSteps[at] = usualStep;
        masked[at] = isMasked ? 1 : 0;
    }

    /** Marks all values of step number {@code number} as part of an anomaly. */
    void markAnomalous(long number) {
        int at = slot(number) * targets;
        Arrays.fill(masked, at, at + targets, 1);
    }

    /** Marks all values from a time to another, of those that are kept of the {@code count} since the last break. */
    void markAnomalous(long count, long from, long to) {
        for (long number = Math.max(0, count - capacity); number < count; number++) {
            long time = times[slot(number)];
            if (time >= from && time <= to) {
                markAnomalous(number);
            }
        }
    }

    /** Whether a window's last target is value number {@code number}. */
    boolean isDue(long number) {
        long first = number - capacity + 1;
        return first >= 0 && first % stride == 0;
    }

    /** The window whose last label is of step number {@code number}. */
    Window cut(long number) {
        long first = number - capacity + 1;
        float[] windowInputs = new float[steps * features];
        float[] labels = new float[steps * targets * horizons.length];
        float[] mask = new float[labels.length];
        for (int t = 0; t < steps; t++) {
            System.arraycopy(inputs, slot(first + t) * features, windowInputs, t * features, features);
            label(first + t, t * targets * horizons.length, labels, mask);
        }
        float[] initial = new float[stateSize];
        System.arraycopy(startStates, startSlot(first) * stateSize, initial, 0, stateSize);
        return new Window(steps, features, targets * horizons.length, windowInputs, labels, mask, initial);
    }

    /** Writes the labels of step number {@code number} and their mask from {@code at} on. */
    private void label(long number, int at, float[] labels, float[] mask) {
        for (int k = 0; k < targets; k++) {
            int from = slot(number) * targets + k;
            for (int j = 0; j < horizons.length; j++) {
                int to = slot(number + horizons[j]) * targets + k;
                int label = at + k * horizons.length + j;
                boolean known = masked[from] == 0 && masked[to] == 0;
                double unit = SeriesForecaster.unit(usualSteps[from], horizons[j]);
                labels[label] = (float) SeriesForecaster.clippedChange((values[to] - values[from]) / unit);
                mask[label] = known ? 1 : 0;
            }
        }
    }

    /** Time of the first input of the window whose last label is of step number {@code number}. */
    long firstTime(long number) {
        return times[slot(number - capacity + 1)];
    }

    private int slot(long number) {
        return (int) (number % capacity);
    }

    private int startSlot(long number) {
        return (int) (number / stride % starts);
    }

    /** Bytes of the fields under a specification. */
    static long bytes(ForecasterSpec spec) {
        long capacity = spec.windowSteps() + spec.furthest();
        long starts = (capacity + spec.windowStride() - 1) / spec.windowStride();
        long perTarget = 2 * Double.BYTES + Float.BYTES;
        long perStep = (long) Float.BYTES * spec.network().inputWidth()
                + perTarget * spec.targets().size()
                + Long.BYTES;
        return capacity * perStep + starts * Float.BYTES * spec.network().stateSize();
    }

    void fields(StateFields fields) {
        fields.reals(inputs);
        fields.numbers(values);
        fields.numbers(usualSteps);
        fields.integers(times);
        fields.reals(masked);
        fields.reals(startStates);
    }
}
