package io.streamgauge.forecast;

import io.streamgauge.nn.Window;
import io.streamgauge.signal.StateFields;

/**
 * The recent past of one key, from which labelled windows are cut.
 *
 * <p>A ring of the last {@code steps + furthest horizon} steps: inputs, value, usual step, time and whether the value
 * was part of an anomaly; and the hidden state before every step at which a window starts. A window leaves when its last
 * target is known. The target of step t at horizon h is
 *
 * <pre>
 *   (y_{t+h} − y_t) / (ρ_t·√h)
 * </pre>
 *
 * <p>clipped to ±{@link SeriesForecaster#CHANGE_CLIP}, and masked where y_{t+h} or y_t was anomalous.
 */
final class WindowBuffer {

    private final int steps;
    private final int stride;
    private final int features;
    private final int[] horizons;
    private final int capacity;
    private final int starts;
    private final int stateSize;

    private final float[] inputs;
    private final double[] values;
    private final double[] usualSteps;
    private final long[] times;
    private final float[] anomalous;
    private final float[] startStates;

    WindowBuffer(ForecasterSpec spec) {
        steps = spec.windowSteps();
        stride = spec.windowStride();
        horizons = spec.horizonArray();
        features = spec.network().inputSize();
        stateSize = spec.network().stateSize();
        capacity = steps + spec.furthest();
        starts = (capacity + stride - 1) / stride;
        inputs = new float[capacity * features];
        values = new double[capacity];
        usualSteps = new double[capacity];
        times = new long[capacity];
        anomalous = new float[capacity];
        startStates = new float[starts * stateSize];
    }

    /** Keeps value number {@code number} (counted from the last break), its inputs and the state before it. */
    void put(long number, long time, double value, double usualStep, float[] stepInputs, float[] stateBefore) {
        int slot = slot(number);
        System.arraycopy(stepInputs, 0, inputs, slot * features, features);
        values[slot] = value;
        usualSteps[slot] = usualStep;
        times[slot] = time;
        anomalous[slot] = 0;
        if (number % stride == 0) {
            System.arraycopy(stateBefore, 0, startStates, startSlot(number) * stateSize, stateSize);
        }
    }

    /** Marks value number {@code number} as part of an anomaly. */
    void markAnomalous(long number) {
        anomalous[slot(number)] = 1;
    }

    /** Whether a window's last target is value number {@code number}. */
    boolean isDue(long number) {
        long first = number - capacity + 1;
        return first >= 0 && first % stride == 0;
    }

    /** The window whose last target is value number {@code number}. */
    Window cut(long number) {
        long first = number - capacity + 1;
        float[] windowInputs = new float[steps * features];
        float[] targets = new float[steps * horizons.length];
        float[] mask = new float[targets.length];
        for (int t = 0; t < steps; t++) {
            int from = slot(first + t);
            System.arraycopy(inputs, from * features, windowInputs, t * features, features);
            for (int j = 0; j < horizons.length; j++) {
                int to = slot(first + t + horizons[j]);
                int at = t * horizons.length + j;
                double unit = SeriesForecaster.unit(usualSteps[from], horizons[j]);
                targets[at] = (float) SeriesForecaster.clippedChange((values[to] - values[from]) / unit);
                mask[at] = anomalous[from] == 0 && anomalous[to] == 0 ? 1 : 0;
            }
        }
        float[] initial = new float[stateSize];
        System.arraycopy(startStates, startSlot(first) * stateSize, initial, 0, stateSize);
        return new Window(steps, features, horizons.length, windowInputs, targets, mask, initial);
    }

    /** Time of the first input of the window whose last target is value number {@code number}. */
    long firstTime(long number) {
        return times[slot(number - capacity + 1)];
    }

    private int slot(long number) {
        return (int) (number % capacity);
    }

    private int startSlot(long number) {
        return (int) (number / stride % starts);
    }

    void fields(StateFields fields) {
        fields.reals(inputs);
        fields.numbers(values);
        fields.numbers(usualSteps);
        fields.integers(times);
        fields.reals(anomalous);
        fields.reals(startStates);
    }
}
