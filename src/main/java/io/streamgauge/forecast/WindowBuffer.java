package io.streamgauge.forecast;

import io.streamgauge.nn.Window;
import io.streamgauge.signal.Half;
import io.streamgauge.signal.StateFields;
import java.util.List;

/**
 * The recent past of one key, from which labelled windows are cut.
 *
 * <p>A ring of the last {@code steps + furthest horizon} steps: inputs, time, and of each target value, usual step and
 * whether the value is masked, because it was missing or part of an anomaly; and the hidden state before every step at
 * which a window starts. Inputs and states are kept in half precision. A window leaves when its last label is known. The label of step t at horizon h is
 *
 * <pre>
 *   (y_{t+h} − y_t) / (ρ_t·√h)
 * </pre>
 *
 * <p>less what was expected at the first horizon without the network where it is asked for the rest alone; clipped to
 * ±{@link SeriesForecaster#CHANGE_CLIP}, and masked where y_{t+h} or y_t is. A step's labels are those of the first target
 * at every horizon, then the next target's.
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

    /** Those of the inputs that are numbers; the others are rows of the categories' tables. */
    private final int numbers;

    private final short[] inputs;
    private final double[] values;
    private final double[] usualSteps;
    /** What was expected of the next change without the network; of length 0 where it is asked for all of it. */
    private final float[] expected;

    private final long[] times;
    /** A bit for each value that is masked. */
    private final long[] masked;

    private final short[] startStates;
    /** Number of the first step that has been kept without a break. */
    private long since = Long.MAX_VALUE;

    WindowBuffer(ForecasterSpec spec) {
        steps = spec.windowSteps();
        stride = spec.windowStride();
        horizons = spec.horizonArray();
        targets = spec.targets().size();
        features = spec.network().inputWidth();
        numbers = spec.inputs().features();
        stateSize = spec.network().stateSize();
        capacity = steps + spec.furthest();
        starts = (capacity + stride - 1) / stride;
        inputs = new short[capacity * features];
        values = new double[capacity * targets];
        usualSteps = new double[capacity * targets];
        expected = new float[expectations(spec)];
        times = new long[capacity];
        masked = new long[(capacity * targets + Long.SIZE - 1) / Long.SIZE];
        startStates = new short[starts * stateSize];
    }

    /** Keeps step number {@code number} (counted from the last break), its inputs and the state before it. */
    void put(long number, long time, float[] stepInputs, float[] stateBefore) {
        since = Math.min(since, number);
        int slot = slot(number);
        int at = slot * features;
        for (int i = 0; i < features; i++) {
            inputs[at + i] = i < numbers ? Half.of(stepInputs[i]) : (short) stepInputs[i];
        }
        times[slot] = time;
        if (number % stride == 0) {
            int from = startSlot(number) * stateSize;
            for (int i = 0; i < stateSize; i++) {
                startStates[from + i] = Half.of(stateBefore[i]);
            }
        }
    }

    /** Keeps the value of target number {@code k} at step number {@code number}. */
    void putTarget(long number, int k, double value, double usualStep, boolean isMasked) {
        int at = slot(number) * targets + k;
        values[at] = value;
        usualSteps[at] = usualStep;
        mask(at, isMasked);
    }

    /** Keeps what was expected of the next change of target number {@code k} at step number {@code number}. */
    void putExpected(long number, int k, float change) {
        if (expected.length > 0) {
            expected[slot(number) * targets + k] = change;
        }
    }

    private static int expectations(ForecasterSpec spec) {
        boolean kept = spec.target() == TargetKind.RESIDUAL;
        return kept ? (spec.windowSteps() + spec.furthest()) * spec.targets().size() : 0;
    }

    /** Marks all values of step number {@code number} as part of an anomaly. */
    void markAnomalous(long number) {
        int at = slot(number) * targets;
        for (int k = 0; k < targets; k++) {
            mask(at + k, true);
        }
    }

    private void mask(int at, boolean on) {
        long bit = 1L << at;
        masked[at / Long.SIZE] = on ? masked[at / Long.SIZE] | bit : masked[at / Long.SIZE] & ~bit;
    }

    private boolean isMasked(int at) {
        return (masked[at / Long.SIZE] >>> at & 1) != 0;
    }

    /** Marks all values from a time to another, of those that are kept of the {@code count} since the last break. */
    void markAnomalous(long count, long from, long to) {
        for (long number = Math.max(since, count - capacity); number < count; number++) {
            long time = times[slot(number)];
            if (time >= from && time <= to) {
                markAnomalous(number);
            }
        }
    }

    /** Whether a window's last target is value number {@code number}. */
    boolean isDue(long number) {
        long first = number - capacity + 1;
        return first >= since && first % stride == 0;
    }

    /** The window whose last label is of step number {@code number}. */
    Window cut(long number) {
        long first = number - capacity + 1;
        float[] windowInputs = new float[steps * features];
        float[] labels = new float[steps * targets * horizons.length];
        float[] mask = new float[labels.length];
        for (int t = 0; t < steps; t++) {
            inputs(slot(first + t) * features, windowInputs, t * features);
            label(first + t, t * targets * horizons.length, labels, mask);
        }
        float[] initial = new float[stateSize];
        for (int i = 0; i < stateSize; i++) {
            initial[i] = Half.value(startStates[startSlot(first) * stateSize + i]);
        }
        return new Window(steps, features, targets * horizons.length, windowInputs, labels, mask, initial);
    }

    private void inputs(int from, float[] out, int at) {
        for (int i = 0; i < features; i++) {
            short kept = inputs[from + i];
            out[at + i] = i < numbers ? Half.value(kept) : Short.toUnsignedInt(kept);
        }
    }

    /** Writes the labels of step number {@code number} and their mask from {@code at} on. */
    private void label(long number, int at, float[] labels, float[] mask) {
        for (int k = 0; k < targets; k++) {
            int from = slot(number) * targets + k;
            for (int j = 0; j < horizons.length; j++) {
                int to = slot(number + horizons[j]) * targets + k;
                int label = at + k * horizons.length + j;
                boolean known = !isMasked(from) && !isMasked(to);
                double unit = SeriesForecaster.unit(usualSteps[from], horizons[j]);
                double foreseen = j == 0 && expected.length > 0 ? expected[from] : 0;
                double change = (values[to] - values[from]) / unit - foreseen;
                labels[label] = (float) SeriesForecaster.clippedChange(change);
                mask[label] = known ? 1 : 0;
            }
        }
    }

    /** Starts anew after a break: the next step has number 0. */
    void breakSeries() {
        since = Long.MAX_VALUE;
    }

    /** Time of the first input of the window whose last label is of step number {@code number}. */
    long firstTime(long number) {
        return times[slot(number - capacity + 1)];
    }

    /** Event times of the steps of the window whose last label is of step number {@code number}. */
    List<Long> times(long number) {
        Long[] all = new Long[steps];
        for (int t = 0; t < steps; t++) {
            all[t] = times[slot(number - capacity + 1 + t)];
        }
        return List.of(all);
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
        long values = capacity * spec.targets().size();
        long masks = (values + Long.SIZE - 1) / Long.SIZE;
        return Short.BYTES
                        * (capacity * spec.network().inputWidth()
                                + starts * spec.network().stateSize())
                + values * 2 * Double.BYTES
                + (long) expectations(spec) * Float.BYTES
                + (capacity + masks + 1) * Long.BYTES;
    }

    void fields(StateFields fields) {
        fields.shorts(inputs);
        fields.numbers(values);
        fields.numbers(usualSteps);
        fields.reals(expected);
        fields.integers(times);
        fields.integers(masked);
        fields.shorts(startStates);
        since = fields.integer(since);
    }
}
