package io.streamgauge.forecast;

import io.streamgauge.nn.Window;
import io.streamgauge.signal.ByteFloat;
import io.streamgauge.signal.Half;
import io.streamgauge.signal.InputPacker;
import io.streamgauge.signal.QuarterDouble;
import io.streamgauge.signal.ShortPause;
import io.streamgauge.signal.StateFields;
import java.util.List;

/**
 * The recent past of one key, from which labelled windows are cut.
 *
 * <p>A ring of the last {@code steps + furthest horizon} steps: inputs ({@link InputPacker}), the pause before, and of each
 * target the change that it brought, the usual step and whether it is masked, because it was missing or part of an
 * anomaly; and the hidden state before every step at which a window starts. All in as few bytes as training bears: a
 * window is cut of what is kept, so it is the same whether or not the key was stored meanwhile. A window leaves when its
 * last label is known. The label of step t at horizon h is
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

    /**
     * What a state of a cell whose states have no bound is kept up to: an LSTM's gates and tanh are shut or open long
     * before; a window of a rectified or combined cell whose states are larger starts from less than there was.
     */
    private static final double LARGEST_STATE = 16;

    private final int steps;
    private final int stride;
    private final int features;
    private final int[] horizons;
    private final int targets;
    private final int capacity;
    private final int starts;
    private final int stateSize;
    private final double stateRange;

    private final InputPacker packer;
    private final byte[] inputs;
    /** Δy/ρ as halves, of a step more: the first inputs of a window tell of the change before. */
    private final short[] changes;
    /** {@link QuarterDouble}s, as many. */
    private final short[] usualSteps;
    /** What was expected of the next change without the network; of length 0 where it is asked for all of it. */
    private final float[] expected;
    /** {@link ShortPause}s. */
    private final byte[] pauses;
    /** A bit for each value that is masked. */
    private final byte[] masked;
    /** {@link ByteFloat}s. */
    private final byte[] startStates;
    /** Steps that have been kept without a break, the newest included; no more than changes are kept of. */
    private int kept;

    WindowBuffer(ForecasterSpec spec) {
        steps = spec.windowSteps();
        stride = spec.windowStride();
        horizons = spec.horizonArray();
        targets = spec.targets().size();
        features = spec.network().inputWidth();
        stateSize = spec.network().stateSize();
        stateRange = stateRange(spec);
        capacity = capacity(spec);
        starts = starts(spec);
        packer = new InputPacker(spec.inputs());
        inputs = new byte[capacity * packer.bytes()];
        changes = new short[(capacity + 1) * targets];
        usualSteps = new short[changes.length];
        expected = new float[expectations(spec)];
        pauses = new byte[capacity * ShortPause.BYTES];
        masked = new byte[masks(spec)];
        startStates = new byte[starts * stateSize];
    }

    private static double stateRange(ForecasterSpec spec) {
        return switch (spec.cell()) {
            case GRU, GRU_RESET_BEFORE, RNN_TANH -> 1;
            case LSTM, RNN_RELU, RNN_COMBINED -> LARGEST_STATE;
        };
    }

    private static int capacity(ForecasterSpec spec) {
        return spec.windowSteps() + spec.furthest();
    }

    private static int starts(ForecasterSpec spec) {
        return (capacity(spec) + spec.windowStride() - 1) / spec.windowStride();
    }

    private static int masks(ForecasterSpec spec) {
        return (capacity(spec) * spec.targets().size() + Byte.SIZE - 1) / Byte.SIZE;
    }

    private static int expectations(ForecasterSpec spec) {
        return spec.target() == TargetKind.RESIDUAL
                ? capacity(spec) * spec.targets().size()
                : 0;
    }

    /**
     * Keeps step number {@code number} (counted from the last break), its inputs and the state before it.
     *
     * @param pause before it in milliseconds
     */
    void put(long number, long pause, float[] stepInputs, float[] stateBefore) {
        kept = Math.min(kept, capacity) + 1;
        int slot = slot(number);
        packer.pack(stepInputs, inputs, slot * packer.bytes());
        ShortPause.put(pause, pauses, slot * ShortPause.BYTES);
        if (number % stride == 0) {
            int from = startSlot(number) * stateSize;
            for (int i = 0; i < stateSize; i++) {
                startStates[from + i] = ByteFloat.of(stateBefore[i], stateRange);
            }
        }
    }

    /** Keeps the change to the value of target number {@code k} at step number {@code number}. */
    void putTarget(long number, int k, double change, double usualStep, boolean isMasked) {
        int at = changeSlot(number) * targets + k;
        usualSteps[at] = QuarterDouble.of(usualStep);
        changes[at] = Half.of(change / QuarterDouble.value(usualSteps[at]));
        mask(slot(number) * targets + k, isMasked);
    }

    /** Keeps what was expected of the next change of target number {@code k} at step number {@code number}. */
    void putExpected(long number, int k, float change) {
        if (expected.length > 0) {
            expected[slot(number) * targets + k] = change;
        }
    }

    /** Marks all values of step number {@code number} as part of an anomaly. */
    void markAnomalous(long number) {
        int at = slot(number) * targets;
        for (int k = 0; k < targets; k++) {
            mask(at + k, true);
        }
    }

    private void mask(int at, boolean on) {
        int bit = 1 << at % Byte.SIZE;
        masked[at / Byte.SIZE] = (byte) (on ? masked[at / Byte.SIZE] | bit : masked[at / Byte.SIZE] & ~bit);
    }

    private boolean isMasked(int at) {
        return (masked[at / Byte.SIZE] >>> at % Byte.SIZE & 1) != 0;
    }

    /**
     * Marks all values from a time to another, of those that are kept.
     *
     * @param number of the newest step
     * @param time of it
     */
    void markAnomalous(long number, long time, long from, long to) {
        long at = time;
        for (long n = number; n > number - Math.min(kept, capacity); n--) {
            if (at >= from && at <= to) {
                markAnomalous(n);
            }
            at -= pause(n);
        }
    }

    /** Whether a window's last target is value number {@code number}, the newest. */
    boolean isDue(long number) {
        return kept >= capacity && (number - capacity + 1) % stride == 0;
    }

    /** The window whose last label is of step number {@code number}, the newest. */
    Window cut(long number) {
        long first = number - capacity + 1;
        float[] windowInputs = new float[steps * features];
        float[] labels = new float[steps * targets * horizons.length];
        float[] mask = new float[labels.length];
        for (int t = 0; t < steps; t++) {
            inputs(first + t, t > 0 || kept > capacity, windowInputs, t * features);
            for (int k = 0; k < targets; k++) {
                label(first + t, k, (t * targets + k) * horizons.length, labels, mask);
            }
        }
        float[] initial = new float[stateSize];
        for (int i = 0; i < stateSize; i++) {
            initial[i] = ByteFloat.value(startStates[startSlot(first) * stateSize + i], stateRange);
        }
        return new Window(steps, features, targets * horizons.length, windowInputs, labels, mask, initial);
    }

    /** @param follows whether the step before is kept too; else the change before this step is taken to be 0 */
    private void inputs(long number, boolean follows, float[] out, int at) {
        packer.unpack(inputs, slot(number) * packer.bytes(), out, at);
        for (int k = 0; k < targets; k++) {
            double unit = usualStep(number, k);
            packer.changes(k, change(number, k) / unit, follows ? change(number - 1, k) / unit : 0, out, at);
        }
    }

    /** Writes the labels of target number {@code k} at step number {@code number} and their mask from {@code at} on. */
    private void label(long number, int k, int at, float[] labels, float[] mask) {
        int ahead = 0;
        double change = 0;
        for (int j = 0; j < horizons.length; j++) {
            while (ahead < horizons[j]) {
                ahead++;
                change += change(number + ahead, k);
            }
            boolean known = !isMasked(slot(number) * targets + k) && !isMasked(slot(number + ahead) * targets + k);
            double foreseen = j == 0 && expected.length > 0 ? expected[slot(number) * targets + k] : 0;
            double label = change / SeriesForecaster.unit(usualStep(number, k), ahead) - foreseen;
            labels[at + j] = (float) SeriesForecaster.clippedChange(label);
            mask[at + j] = known ? 1 : 0;
        }
    }

    /** Starts anew after a break: the next step has number 0. */
    void breakSeries() {
        kept = 0;
    }

    /**
     * Time of the first input of the window whose last label is of step number {@code number}.
     *
     * @param time of that step
     */
    long firstTime(long number, long time) {
        long first = time;
        for (long n = number; n > number - capacity + 1; n--) {
            first -= pause(n);
        }
        return first;
    }

    /** Event times of the steps of the window whose last label is of step number {@code number} at {@code time}. */
    List<Long> times(long number, long time) {
        Long[] all = new Long[steps];
        long at = firstTime(number, time);
        for (int t = 0; t < steps; t++) {
            all[t] = at;
            at += pause(number - capacity + 2 + t);
        }
        return List.of(all);
    }

    private long pause(long number) {
        return ShortPause.millis(pauses, slot(number) * ShortPause.BYTES);
    }

    /** y_t − y_{t−1} of target number {@code k}. */
    private double change(long number, int k) {
        return Half.value(changes[changeSlot(number) * targets + k]) * usualStep(number, k);
    }

    /** ρ of target number {@code k}. */
    private double usualStep(long number, int k) {
        return QuarterDouble.value(usualSteps[changeSlot(number) * targets + k]);
    }

    private int slot(long number) {
        return (int) (number % capacity);
    }

    private int changeSlot(long number) {
        return (int) (number % (capacity + 1));
    }

    private int startSlot(long number) {
        return (int) (number / stride % starts);
    }

    /** Bytes of the fields under a specification and format version. */
    static long bytes(ForecasterSpec spec, int version) {
        long capacity = capacity(spec);
        long starts = starts(spec);
        long values = capacity * spec.targets().size();
        long expectations = (long) expectations(spec) * Float.BYTES;
        if (version < 10) {
            return Short.BYTES
                            * (capacity * spec.network().inputWidth()
                                    + starts * spec.network().stateSize())
                    + values * 2 * Double.BYTES
                    + expectations
                    + (capacity + longs(values) + 1) * Long.BYTES;
        }
        return capacity * (new InputPacker(spec.inputs()).bytes() + ShortPause.BYTES)
                + 2 * Short.BYTES * (values + spec.targets().size())
                + expectations
                + masks(spec)
                + starts * spec.network().stateSize()
                + Integer.BYTES;
    }

    private static long longs(long bits) {
        return (bits + Long.SIZE - 1) / Long.SIZE;
    }

    void fields(StateFields fields) {
        if (fields.version() < 10) {
            passVersion9(fields);
            return;
        }
        fields.bytes(inputs);
        fields.shorts(changes);
        fields.shorts(usualSteps);
        fields.reals(expected);
        fields.bytes(pauses);
        fields.bytes(masked);
        fields.bytes(startStates);
        kept = fields.small(kept);
    }

    /** Bounds what is said to be kept by the steps that there have been, for bytes that somebody has made up. */
    void keepAtMost(long steps) {
        kept = (int) Math.max(0, Math.min(kept, Math.min(steps, capacity + 1L)));
    }

    /** Reads over what was kept before version 10; windows are cut once there are new steps enough. */
    private void passVersion9(StateFields fields) {
        int values = capacity * targets;
        fields.shorts(new short[capacity * features]);
        fields.numbers(new double[2 * values]);
        fields.reals(new float[expected.length]);
        fields.integers(new long[capacity + (int) longs(values)]);
        fields.shorts(new short[starts * stateSize]);
        fields.integer(0);
    }
}
