package io.streamgauge.wire;

import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.CategorySpec;
import io.streamgauge.forecast.CategoryState;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ReadoutSummary;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Window;
import io.streamgauge.signal.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A labelled window as it stands on the windows topic: a safetensors file with {@code inputs} [steps ×
 * inputWidth], features before categories, {@code targets} and {@code mask} [steps × targetsPerStep], {@code h0} and for
 * an LSTM {@code c0} [layers × hidden], and where it comes from and what it is for as metadata. A series with a readout of
 * its own adds the {@code readout} [n], and the readout's count and scale as metadata; one beside which an outcome is
 * labelled adds its steps' times.
 *
 * @param key the series
 * @param fromTime event time of the first input in epoch milliseconds
 * @param untilTime event time of the last target in epoch milliseconds
 * @param count values of the key seen when the window left
 * @param generation of the weights that made the key's last step
 * @param readout what the key's own readout has learned, null if it has none
 * @param unknown categories that came by the end of the window and had no class, at most {@value #MOST_UNKNOWN}
 * @param times event times of the steps, where outcomes are labelled; else none
 */
public record WindowRecord(
        String key,
        long fromTime,
        long untilTime,
        long count,
        long generation,
        Window window,
        @Nullable ReadoutSummary readout,
        List<String> unknown,
        List<Long> times) {

    private static final int MAX_BYTES = 8 << 20;
    private static final String INPUTS = "inputs";
    private static final String TARGETS = "targets";
    private static final String MASK = "mask";
    private static final String HIDDEN = "h0";
    private static final String CELL = "c0";
    private static final int MOST_UNKNOWN = 64;
    private static final String UNKNOWN = "unknown";
    private static final String TIMES = "times";
    private static final int LONGEST_TIME = 20;
    private static final String READOUT = "readout";
    private static final String READOUT_COUNT = "readout_count";
    private static final String READOUT_SCALE = "readout_scale";
    private static final String KEY = "key";
    private static final String FROM = "from";
    private static final String UNTIL = "until";
    private static final String COUNT = "count";
    private static final String GENERATION = "generation";

    /** The window of a key without a readout. */
    public WindowRecord(String key, long fromTime, long untilTime, long count, long generation, Window window) {
        this(key, fromTime, untilTime, count, generation, window, null);
    }

    /** The window of a key of numbers. */
    public WindowRecord(
            String key,
            long fromTime,
            long untilTime,
            long count,
            long generation,
            Window window,
            @Nullable ReadoutSummary readout) {
        this(key, fromTime, untilTime, count, generation, window, readout, List.of(), List.of());
    }

    /** The window that an event of categories has brought, or null if it has brought none. */
    public static @Nullable WindowRecord of(String key, CategoryState state, CategoryForecast forecast) {
        Window window = forecast.window;
        return window == null
                ? null
                : new WindowRecord(
                        key,
                        forecast.windowFrom,
                        state.lastTime(),
                        state.count(),
                        state.generation(),
                        window,
                        null,
                        forecast.unknown,
                        List.of());
    }

    /** The window that a step has brought, or null if it has brought none. */
    public static @Nullable WindowRecord of(String key, Measurement measurement, KeyState state, Forecast forecast) {
        Window window = forecast.window;
        return window == null
                ? null
                : new WindowRecord(
                        key,
                        forecast.windowFrom,
                        measurement.time(),
                        state.series().count(),
                        state.series().generation(),
                        window,
                        forecast.readout,
                        List.of(),
                        forecast.windowTimes);
    }

    /** The weights of the key's own readout [n]; none if it has no readout. */
    public float[] readoutWeights() {
        return readout == null ? new float[0] : readout.weights();
    }

    /** How many values the key's own readout has learned from. */
    public long readoutCount() {
        return readout == null ? 0 : readout.count();
    }

    /** The usual size of what the key's own readout leaves unexplained. */
    public double readoutScale() {
        return readout == null ? 0 : readout.scale();
    }

    public byte[] encode(ModelTask task) {
        NetworkSpec spec = task.network();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(KEY, key);
        metadata.put(FROM, Long.toString(fromTime));
        metadata.put(UNTIL, Long.toString(untilTime));
        metadata.put(COUNT, Long.toString(count));
        metadata.put(GENERATION, Long.toString(generation));
        if (!unknown.isEmpty()) {
            metadata.put(UNKNOWN, TextList.encode(unknown));
        }
        if (!times.isEmpty()) {
            metadata.put(
                    TIMES, TextList.encode(times.stream().map(String::valueOf).toList()));
        }
        task.mark(metadata);
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        tensors.put(INPUTS, new Safetensors.Tensor(List.of(window.steps(), window.features()), window.inputs()));
        tensors.put(
                TARGETS, new Safetensors.Tensor(List.of(window.steps(), window.targetsPerStep()), window.targets()));
        tensors.put(MASK, new Safetensors.Tensor(List.of(window.steps(), window.targetsPerStep()), window.mask()));
        List<Integer> shape = List.of(spec.layers(), spec.hiddenSize());
        tensors.put(HIDDEN, new Safetensors.Tensor(shape, part(spec, window.initialState(), 0)));
        if (spec.cell().stateParts() == 2) {
            tensors.put(CELL, new Safetensors.Tensor(shape, part(spec, window.initialState(), 1)));
        }
        if (readout != null) {
            metadata.put(READOUT_COUNT, Long.toString(readout.count()));
            metadata.put(READOUT_SCALE, Double.toString(readout.scale()));
            tensors.put(READOUT, new Safetensors.Tensor(List.of(readout.weights().length), readout.weights()));
        }
        return new Safetensors(metadata, tensors).encode();
    }

    /** Reads a window for this task; refuses any other, and values that are not finite. */
    public static WindowRecord decode(byte[] bytes, ModelTask task) throws WireFormatException {
        NetworkSpec spec = task.network();
        if (bytes.length > MAX_BYTES) {
            throw new WireFormatException("window has " + bytes.length + " bytes, expected at most " + MAX_BYTES);
        }
        Safetensors file = Safetensors.decode(bytes);
        task.require("window's", file.metadata());
        Safetensors.Tensor inputs = file.tensors().get(INPUTS);
        if (inputs == null || inputs.shape().size() != 2 || inputs.shape().get(0) < 1) {
            throw new WireFormatException("window's inputs have no steps, expected [steps × inputWidth]");
        }
        int steps = inputs.shape().get(0);
        List<Integer> labels = List.of(steps, task.targetsPerStep());
        Window window = new Window(
                steps,
                spec.inputWidth(),
                task.targetsPerStep(),
                categories(spec, finite(INPUTS, file.require(INPUTS, List.of(steps, spec.inputWidth())))),
                classes(task, finite(TARGETS, file.require(TARGETS, labels))),
                finite(MASK, file.require(MASK, labels)),
                finite(HIDDEN, initialState(file, spec)));
        return new WindowRecord(
                file.require(KEY),
                file.requireLong(FROM),
                file.requireLong(UNTIL),
                file.requireLong(COUNT),
                file.requireLong(GENERATION),
                window,
                readout(file),
                TextList.decode(file.metadata(), UNKNOWN, MOST_UNKNOWN, Vocabulary.LONGEST),
                times(file, task, steps));
    }

    /** One time per step where the task has an outcome. */
    private static List<Long> times(Safetensors file, ModelTask task, int steps) throws WireFormatException {
        if (!task.hasOutcome()) {
            return List.of();
        }
        List<Long> times = new ArrayList<>(steps);
        try {
            for (String text : TextList.decode(file.metadata(), TIMES, steps, LONGEST_TIME)) {
                times.add(Long.valueOf(text));
            }
        } catch (NumberFormatException e) {
            throw new WireFormatException("window's times hold what is no whole number: " + e.getMessage(), e);
        }
        if (times.size() != steps) {
            throw new WireFormatException(
                    "window has " + times.size() + " times, expected one for each of its " + steps + " steps");
        }
        return times;
    }

    private static @Nullable ReadoutSummary readout(Safetensors file) throws WireFormatException {
        Safetensors.Tensor weights = file.tensors().get(READOUT);
        if (weights == null) {
            return null;
        }
        if (weights.shape().size() != 1) {
            throw new WireFormatException("window's readout has shape " + weights.shape() + ", expected [n]");
        }
        long count = file.requireLong(READOUT_COUNT);
        double scale = file.requireDouble(READOUT_SCALE);
        if (count < 0 || !(scale >= 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new WireFormatException("window's readout has count " + count + " and scale " + scale
                    + ", expected neither to be negative, and a finite scale");
        }
        return new ReadoutSummary(finite(READOUT, weights.values()), count, scale);
    }

    private static float[] initialState(Safetensors file, NetworkSpec spec) throws WireFormatException {
        List<Integer> shape = List.of(spec.layers(), spec.hiddenSize());
        float[] state = new float[spec.stateSize()];
        merge(spec, file.require(HIDDEN, shape), 0, state);
        if (spec.cell().stateParts() == 2) {
            merge(spec, file.require(CELL, shape), 1, state);
        }
        return state;
    }

    /** A hidden state keeps each layer's parts together, the file each part's layers. */
    private static float[] part(NetworkSpec spec, float[] state, int part) {
        int hidden = spec.hiddenSize();
        float[] values = new float[spec.layers() * hidden];
        for (int layer = 0; layer < spec.layers(); layer++) {
            int from = (layer * spec.cell().stateParts() + part) * hidden;
            System.arraycopy(state, from, values, layer * hidden, hidden);
        }
        return values;
    }

    private static void merge(NetworkSpec spec, float[] values, int part, float[] state) {
        int hidden = spec.hiddenSize();
        for (int layer = 0; layer < spec.layers(); layer++) {
            int to = (layer * spec.cell().stateParts() + part) * hidden;
            System.arraycopy(values, layer * hidden, state, to, hidden);
        }
    }

    /** The inputs themselves; refuses them if one of the network's embeddings has no row for a category. */
    private static float[] categories(NetworkSpec spec, float[] inputs) throws WireFormatException {
        for (int i = 0; i < spec.embeddings().size(); i++) {
            int last = spec.embeddings().get(i).categories() - 1;
            for (int at = spec.inputSize() + i; at < inputs.length; at += spec.inputWidth()) {
                float category = inputs[at];
                if (category < 0 || category > last || category != (int) category) {
                    throw new WireFormatException("window's category of embedding " + i + " at step "
                            + at / spec.inputWidth() + " is " + category + ", expected a whole number from 0 to "
                            + last);
                }
            }
        }
        return inputs;
    }

    /** The targets themselves; where they are classes, refuses what is none. */
    private static float[] classes(ModelTask task, float[] targets) throws WireFormatException {
        if (task.head().equals(CategorySpec.HEAD)) {
            int last = task.network().outputSize() - 1;
            for (float target : targets) {
                if (target < 0 || target > last || target != (int) target) {
                    throw new WireFormatException(
                            "window's target is " + target + ", expected a class from 0 to " + last);
                }
            }
        }
        return targets;
    }

    private static float[] finite(String name, float[] values) throws WireFormatException {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new WireFormatException("window's " + name + " hold " + value + ", expected finite values");
            }
        }
        return values;
    }
}
