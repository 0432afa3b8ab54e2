package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import io.streamgauge.nn.kernel.Kernels;

/**
 * A stack of recurrent layers with a dense head, for serving.
 *
 * <p>Immutable and safe for many threads: what changes lies in the caller's state and {@link Scratch}. The result
 * depends on parameters, state and input, and on nothing else: not on the kernel, nor on how many series are stepped
 * together.
 */
public final class RecurrentNetwork {
    private final NetworkSpec spec;
    private final int inputSize;
    private final Layers layers;

    /** The network on the fastest kernel of this process. */
    public RecurrentNetwork(NetworkSpec spec, Parameters parameters) {
        this(spec, parameters, Kernels.best());
    }

    public RecurrentNetwork(NetworkSpec spec, Parameters parameters, Kernel kernel) {
        ParameterLayout expected = spec.layout();
        if (!parameters.layout().equals(expected)) {
            throw new IllegalArgumentException(
                    "parameters are laid out as " + parameters.layout() + ", network expects " + expected);
        }
        this.spec = spec;
        inputSize = spec.layerInputSize(0);
        layers = new Layers(spec, kernel);
        layers.load(parameters.toArray());
    }

    public NetworkSpec spec() {
        return spec;
    }

    public Scratch newScratch() {
        return new Scratch(spec);
    }

    /** A state of zeros. */
    public HiddenState newState() {
        return new HiddenState(spec);
    }

    /**
     * One step.
     *
     * @param input features and categories of this step [inputWidth]; not modified
     * @param state memory of the series; overwritten with that after the step
     * @param out outputs of this step [outputSize]
     */
    public void step(float[] input, HiddenState state, Scratch scratch, float[] out) {
        requireEqual("input", "values", input.length, spec.inputWidth());
        requireEqual("state", "values", state.values().length, spec.stateSize());
        step(input, 0, state.values(), 0, scratch, out);
    }

    /**
     * One step on parts of larger arrays.
     *
     * @param input holds the features and categories of this step [inputWidth] at {@code inputOffset}; not modified
     * @param state holds the memory of the series [stateSize] at {@code stateOffset}, laid out as in
     *     {@link HiddenState}; overwritten with that after the step
     * @param out outputs of this step [outputSize]
     */
    public void step(float[] input, int inputOffset, float[] state, int stateOffset, Scratch scratch, float[] out) {
        requireRoom("input", input.length - inputOffset, spec.inputWidth());
        requireRoom("state", state.length - stateOffset, spec.stateSize());
        requireEqual("out", "outputs", out.length, spec.outputSize());
        scratch.require(spec, 1);
        pass(1, input, inputOffset, state, stateOffset, scratch);
        head(1, input, inputOffset, scratch);
        System.arraycopy(scratch.outputs, 0, out, 0, spec.outputSize());
    }

    /**
     * The recurrent layers' part of a step, without the head: where only the state is wanted.
     *
     * @param input [inputWidth] at {@code inputOffset}; not modified
     * @param state [stateSize] at {@code stateOffset}; overwritten
     */
    public void advance(float[] input, int inputOffset, float[] state, int stateOffset, Scratch scratch) {
        requireRoom("input", input.length - inputOffset, spec.inputWidth());
        requireRoom("state", state.length - stateOffset, spec.stateSize());
        scratch.require(spec, 1);
        pass(1, input, inputOffset, state, stateOffset, scratch);
    }

    /**
     * One step of several series at once, each to the bit as it would be alone, but with every weight read once for four
     * of them.
     *
     * @param count number of series
     * @param inputs a row of inputs per series [count × inputWidth]; not modified
     * @param states a state per series [count × stateSize]; overwritten
     * @param scratch with room for {@code count} series
     * @param out a row of outputs per series [count × outputSize]
     */
    public void stepTogether(int count, float[] inputs, float[] states, Scratch scratch, float[] out) {
        requireRoom("inputs", inputs.length, count * spec.inputWidth());
        requireRoom("states", states.length, count * spec.stateSize());
        requireRoom("out", out.length, count * spec.outputSize());
        scratch.require(spec, count);
        pass(count, inputs, 0, states, 0, scratch);
        head(count, inputs, 0, scratch);
        int width = layers.head.width;
        for (int b = 0; b < count; b++) {
            System.arraycopy(scratch.outputs, b * width, out, b * spec.outputSize(), spec.outputSize());
        }
    }

    private void pass(int count, float[] inputs, int inputOffset, float[] states, int stateOffset, Scratch scratch) {
        float[] x = inputs;
        int offset = inputOffset;
        int stride = spec.inputWidth();
        if (layers.hasEmbeddings()) {
            stride = inputSize;
            for (int b = 0; b < count; b++) {
                layers.embed(inputs, inputOffset + b * spec.inputWidth(), scratch.embedded, b * stride);
            }
            x = scratch.embedded;
            offset = 0;
        }
        int hidden = spec.hiddenSize();
        int at = stateOffset;
        for (int layer = 0; layer < layers.cells.length; layer++) {
            RecurrentCell cell = layers.cells[layer];
            LayerRows rows = scratch.layers[layer];
            for (int b = 0; b < count; b++) {
                rows.putState(b, states, at + b * spec.stateSize(), hidden);
            }
            cell.project(0, count, x, offset, stride, rows);
            cell.advance(0, count, rows);
            for (int b = 0; b < count; b++) {
                rows.takeState(b, states, at + b * spec.stateSize(), hidden);
            }
            x = rows.next;
            offset = 0;
            stride = rows.size;
            at += spec.layerStateSize();
        }
    }

    private void head(int count, float[] inputs, int inputOffset, Scratch scratch) {
        LayerRows last = scratch.layers[scratch.layers.length - 1];
        boolean embedded = layers.hasEmbeddings();
        layers.head.forward(
                count,
                embedded ? scratch.embedded : inputs,
                embedded ? 0 : inputOffset,
                inputSize,
                last,
                scratch.outputs);
    }

    private static void requireEqual(String name, String unit, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(name + " has " + found + " " + unit + ", network expects " + expected);
        }
    }

    private static void requireRoom(String name, int found, int expected) {
        if (found < expected) {
            throw new IllegalArgumentException(
                    name + " has " + found + " values from its offset on, network expects " + expected);
        }
    }
}
