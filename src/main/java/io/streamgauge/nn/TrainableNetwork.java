package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import io.streamgauge.nn.kernel.Kernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The same network as {@link RecurrentNetwork} over whole sequences, forward and back.
 *
 * <p>Weights are replaced by {@link #load}; in between, any number of threads may pass sequences through it, each on a
 * {@link SequenceTape} of its own. Forward, every row has the bits that single steps would give it. Backward, sums over
 * rows run over a few steps at a time, the last ones first.
 */
public final class TrainableNetwork {
    /** Rows that are accumulated at once, or as many more as a step has: few enough that their deltas are in a near cache. */
    private static final int ROWS_AT_ONCE = 64;

    private final NetworkSpec spec;
    private final int parameterCount;
    private final int inputSize;
    private final Layers layers;

    /** The network on the fastest kernel of this process. */
    public TrainableNetwork(NetworkSpec spec) {
        this(spec, Kernels.best());
    }

    public TrainableNetwork(NetworkSpec spec, Kernel kernel) {
        this.spec = spec;
        parameterCount = spec.layout().size();
        inputSize = spec.layerInputSize(0);
        layers = new Layers(spec, kernel).trainable();
    }

    public NetworkSpec spec() {
        return spec;
    }

    public SequenceTape newTape() {
        return new SequenceTape(spec, layers);
    }

    /** A gradient of zeros. */
    public NetworkGradient newGradient() {
        var cells = new CellGradient[layers.cells.length];
        for (int layer = 0; layer < cells.length; layer++) {
            cells[layer] = layers.cells[layer].newGradient();
        }
        return new NetworkGradient(cells, layers.head.newGradient(), layers.tableSize());
    }

    /**
     * Takes new weights.
     *
     * @param parameters laid out as {@link NetworkSpec#layout()} says; the caller does not change them while sequences
     *     pass
     */
    public void load(float[] parameters) {
        if (parameters.length != parameterCount) {
            throw new IllegalArgumentException(
                    "there are " + parameters.length + " parameters, network expects " + parameterCount);
        }
        layers.load(parameters);
    }

    /** Writes a gradient, laid out as the parameters. */
    public void store(NetworkGradient gradient, float[] out) {
        for (int layer = 0; layer < layers.cells.length; layer++) {
            layers.cells[layer].store(gradient.layers[layer], out);
        }
        layers.head.store(gradient.head, out);
        System.arraycopy(gradient.tables, 0, out, 0, gradient.tables.length);
    }

    /** All steps of the packed sequences, from their initial states to {@link SequenceTape#outputs()}. */
    public void forward(SequenceTape tape, Dropout dropout) {
        int rows = tape.rows();
        float[] inputs = tape.given;
        if (layers.hasEmbeddings()) {
            for (int row = 0; row < rows; row++) {
                layers.embed(tape.given, row * spec.inputWidth(), tape.inputs, row * inputSize);
            }
            inputs = tape.inputs;
        }
        int stride = inputSize;
        float[] x = inputs;
        for (int layer = 0; layer < layers.cells.length; layer++) {
            if (layer > 0) {
                x = handedUp(layer, tape, dropout);
                stride = tape.layers[layer].size;
            }
            forward(layers.cells[layer], x, stride, tape, tape.layers[layer]);
        }
        layers.head.forward(rows, inputs, 0, inputSize, last(tape), tape.outputs());
    }

    private static void forward(RecurrentCell cell, float[] x, int stride, SequenceTape tape, LayerRows rows) {
        for (int t = 0; t < tape.steps(); t++) {
            int row = tape.firstRow(t);
            int running = tape.running(t);
            if (t > 0) {
                rows.carry(tape.firstRow(t - 1), row, running);
            }
            cell.project(row, running, x, row * stride, stride, rows);
            cell.advance(row, running, rows);
        }
    }

    /** What the layer below gives, with zeros in it while there is dropout. */
    private float[] handedUp(int layer, SequenceTape tape, Dropout dropout) {
        float[] below = tape.layers[layer - 1].next;
        if (dropout.isNone()) {
            return below;
        }
        if (tape.dropped[layer].length < below.length) {
            tape.dropped[layer] = new float[below.length];
        }
        float[] dropped = tape.dropped[layer];
        System.arraycopy(below, 0, dropped, 0, tape.rows() * tape.layers[layer].size);
        drop(layer, tape, dropout, dropped);
        return dropped;
    }

    private void drop(int layer, SequenceTape tape, Dropout dropout, float[] values) {
        int size = tape.layers[layer].size;
        for (int t = 0; t < tape.steps(); t++) {
            drop(layer, t, tape, dropout, values, tape.firstRow(t) * size);
        }
    }

    /** The same of one step, whose rows begin at {@code at}. */
    private void drop(int layer, int step, SequenceTape tape, Dropout dropout, float[] values, int at) {
        int size = tape.layers[layer].size;
        for (int place = 0; place < tape.running(step); place++) {
            dropout.apply(tape.sequence(place), step, layer, values, at + place * size, spec.hiddenSize());
        }
    }

    private LayerRows last(SequenceTape tape) {
        return tape.layers[tape.layers.length - 1];
    }

    /**
     * The way back after {@link #forward} with the same dropout: adds the gradient of the loss with respect to the
     * weights, given that with respect to the outputs in {@link SequenceTape#outputGradient()}, which is overwritten.
     * Nothing flows out of the first step into the initial states.
     *
     * @param trace takes the norms of the gradients on their way, if given
     */
    public void backward(SequenceTape tape, Dropout dropout, NetworkGradient gradient, @Nullable GradientTrace trace) {
        if (tape.rows() == 0) {
            return;
        }
        if (trace != null) {
            trace.begin(layers.cells.length, tape.steps());
        }
        float[] inputs = layers.hasEmbeddings() ? tape.inputs : tape.given;
        layers.head.backward(tape.rows(), inputs, last(tape), tape.outputs(), tape.outputGradient(), gradient.head);
        for (int layer = layers.cells.length - 1; layer >= 0; layer--) {
            boolean first = layer == 0;
            float[] x = first ? inputs : dropout.isNone() ? tape.layers[layer - 1].next : tape.dropped[layer];
            int stride = first ? inputSize : tape.layers[layer].size;
            retreat(layer, tape, dropout, trace, x, stride, gradient.layers[layer]);
        }
        if (layers.hasEmbeddings()) {
            embeddingGradient(tape, gradient);
        }
    }

    /**
     * Back through time in one layer, from what comes from above to the deltas of all rows; those of a few steps are
     * accumulated while they are near.
     *
     * @param x rows of the layer's input, {@code stride} apart
     */
    private void retreat(
            int layer,
            SequenceTape tape,
            Dropout dropout,
            @Nullable GradientTrace trace,
            float[] x,
            int stride,
            CellGradient gradient) {
        LayerRows rows = tape.layers[layer];
        int size = rows.size;
        boolean beforeStep = spec.cell() == CellKind.RNN_COMBINED;
        Arrays.fill(tape.hiddenDelta, 0, tape.sequences() * size, 0);
        Arrays.fill(tape.innerDelta, 0, tape.sequences() * size, 0);
        int end = tape.rows();
        for (int t = tape.steps() - 1; t >= 0; t--) {
            int row = tape.firstRow(t);
            int running = tape.running(t);
            fromAbove(layer, t, tape, dropout);
            // ∂L/∂h' = what comes from above + what comes from the next step
            if (!beforeStep) {
                add(tape.hiddenGradient, tape.hiddenDelta, running * size);
            }
            if (trace != null) {
                trace.record(layer, t, tape.hiddenDelta, running * size);
            }
            layers.cells[layer].retreat(row, running, rows, tape.hiddenDelta, tape.innerDelta);
            if (beforeStep) {
                add(tape.hiddenGradient, tape.hiddenDelta, running * size);
            }
            if (end - row >= ROWS_AT_ONCE || t == 0) {
                layers.cells[layer].accumulate(row, end - row, x, stride, rows, gradient);
                end = row;
            }
        }
    }

    /** What the head, or the layer above, leads back to one step of a layer, into {@link SequenceTape#hiddenGradient}. */
    private void fromAbove(int layer, int step, SequenceTape tape, Dropout dropout) {
        int row = tape.firstRow(step);
        int running = tape.running(step);
        int above = layer + 1;
        if (above == layers.cells.length) {
            layers.head.hiddenGradient(row, running, tape.outputGradient(), tape.zeros, tape.hiddenGradient);
            return;
        }
        layers.cells[above].inputGradient(row, running, tape.layers[above], tape.zeros, tape.hiddenGradient);
        if (!dropout.isNone()) {
            drop(above, step, tape, dropout, tape.hiddenGradient, 0);
        }
    }

    private void embeddingGradient(SequenceTape tape, NetworkGradient gradient) {
        layers.cells[0].inputGradient(0, tape.rows(), tape.layers[0], tape.zeros, tape.inputGradient);
        layers.head.addInputGradient(tape.rows(), tape.outputGradient(), tape.inputGradient);
        int width = Kernel.padded(inputSize);
        for (int row = 0; row < tape.rows(); row++) {
            layers.addEmbeddingGradient(
                    tape.given, row * spec.inputWidth(), tape.inputGradient, row * width, gradient.tables);
        }
    }

    private static void add(float[] from, float[] to, int length) {
        for (int i = 0; i < length; i++) {
            to[i] += from[i];
        }
    }
}
