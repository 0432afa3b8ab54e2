package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import java.util.Arrays;
import java.util.List;

/**
 * Working memory for a number of sequences that go through a {@link TrainableNetwork} together; one per thread, reused.
 *
 * <p>The sequences are packed, as PyTorch's {@code PackedSequence}: sorted by length, the longest first, and then step by
 * step, so that the rows of step t are those of the sequences that are still running, without a gap. B is the number of
 * sequences, T the steps of the longest one.
 */
public final class SequenceTape {
    private final NetworkSpec spec;
    private final int inputSize;
    private final int outputWidth;

    final LayerRows[] layers;
    /** What enters the layers above the first one, where dropout makes it differ from what the layer below gave. */
    final float[][] dropped;
    /** Rows as they were given, features and categories. */
    float[] given = {};
    /** Rows of the first layer's input. */
    float[] inputs = {};
    /** Rows of gradients with respect to the first layer's input, padded; only with embeddings. */
    float[] inputGradient = {};
    /** Three times a row [H] per sequence on the way back: what comes from above, and what goes back in time. */
    float[] hiddenGradient = {};

    float[] hiddenDelta = {};
    float[] innerDelta = {};
    /** Zeros, as many as the widest row. */
    final float[] zeros;

    private float[] outputs = {};
    private float[] outputGradient = {};

    private int sequences;
    private int steps;
    private int rows;
    /** The sequence at each place [B]. */
    private int[] order = {};
    /** The first row of each step, and behind the last step the number of rows [T + 1]. */
    private int[] first = {0};

    SequenceTape(NetworkSpec spec, Layers parts) {
        this.spec = spec;
        inputSize = spec.layerInputSize(0);
        outputWidth = parts.head.width;
        layers = new LayerRows[spec.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new LayerRows(spec.cell(), spec.hiddenSize());
        }
        dropped = new float[layers.length][0];
        zeros = new float[Math.max(layers[0].size, Kernel.padded(inputSize))];
    }

    /** The number of rows, the sum of the sequences' lengths. */
    public int rows() {
        return rows;
    }

    /** The number of steps of the longest sequence. */
    public int steps() {
        return steps;
    }

    /** The number of sequences. */
    public int sequences() {
        return sequences;
    }

    /** The number of sequences that have a step {@code step}; they are at the places from 0 on. */
    public int running(int step) {
        return first[step + 1] - first[step];
    }

    /** The index in the packed list of the sequence at a place. */
    public int sequence(int place) {
        return order[place];
    }

    /** Where the outputs of a step of the sequence at a place begin in {@link #outputs()}. */
    public int outputOffset(int step, int place) {
        return (first[step] + place) * outputWidth;
    }

    /** The outputs of the last forward pass, at {@link #outputOffset}. */
    public float[] outputs() {
        return outputs;
    }

    /** The place for ∂L/∂y, laid out as {@link #outputs()}; all zero after {@link #pack}. */
    public float[] outputGradient() {
        return outputGradient;
    }

    int firstRow(int step) {
        return first[step];
    }

    /**
     * Takes the windows {@code from} to {@code to − 1} of a list: their inputs and initial states.
     *
     * @throws IllegalArgumentException if a window does not fit the network
     */
    public void pack(List<Window> windows, int from, int to) {
        sequences = to - from;
        sort(windows, from);
        steps = sequences == 0 ? 0 : windows.get(order[0]).steps();
        countRows(windows);
        ensureRows();
        Arrays.fill(outputGradient, 0, rows * outputWidth, 0);
        int width = spec.inputWidth();
        for (int place = 0; place < sequences; place++) {
            Window window = windows.get(order[place]);
            for (int t = 0; t < window.steps(); t++) {
                System.arraycopy(window.inputs(), t * width, given, (first[t] + place) * width, width);
            }
            int at = 0;
            for (LayerRows layer : layers) {
                layer.putState(place, window.initialState(), at, spec.hiddenSize());
                at += spec.layerStateSize();
            }
        }
    }

    /** By insertion, which keeps the order of equals and sets nothing aside. */
    private void sort(List<Window> windows, int from) {
        if (order.length < sequences) {
            order = new int[sequences];
        }
        for (int i = 0; i < sequences; i++) {
            requireShape(windows.get(from + i));
            int length = windows.get(from + i).steps();
            int place = i;
            while (place > 0 && windows.get(order[place - 1]).steps() < length) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = from + i;
        }
    }

    private void countRows(List<Window> windows) {
        if (first.length < steps + 1) {
            first = new int[steps + 1];
        }
        int running = sequences;
        rows = 0;
        for (int t = 0; t < steps; t++) {
            while (windows.get(order[running - 1]).steps() <= t) {
                running--;
            }
            first[t] = rows;
            rows += running;
        }
        first[steps] = rows;
    }

    private void ensureRows() {
        int size = layers[0].size;
        if (rows * outputWidth > outputs.length) {
            outputs = new float[rows * outputWidth];
            outputGradient = new float[rows * outputWidth];
            given = new float[rows * spec.inputWidth()];
            if (!spec.embeddings().isEmpty()) {
                inputs = new float[rows * inputSize];
                inputGradient = new float[rows * Kernel.padded(inputSize)];
            }
        }
        for (LayerRows layer : layers) {
            layer.ensureBackward(rows);
        }
        if (sequences * size > hiddenDelta.length) {
            hiddenGradient = new float[sequences * size];
            hiddenDelta = new float[sequences * size];
            innerDelta = new float[sequences * size];
        }
    }

    private void requireShape(Window window) {
        if (window.steps() < 1) {
            throw new IllegalArgumentException("window has " + window.steps() + " steps, training needs at least 1");
        }
        requireEqual("window", "features", window.features(), spec.inputWidth());
        requireEqual("initial state", "values", window.initialState().length, spec.stateSize());
    }

    private static void requireEqual(String name, String unit, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(name + " has " + found + " " + unit + ", network expects " + expected);
        }
    }
}
