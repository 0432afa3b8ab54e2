package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import io.streamgauge.nn.kernel.PlainKernel;

/**
 * A stack of recurrent layers with a dense head.
 *
 * <p>Immutable and safe for many threads: what changes lies in the caller's state and {@link Scratch}. The result
 * depends on parameters, state and input, and on nothing else.
 */
public final class RecurrentNetwork {
    private final NetworkSpec spec;
    private final RecurrentCell[] layers;
    private final Dense head;

    public RecurrentNetwork(NetworkSpec spec, Parameters parameters) {
        this(spec, parameters, new PlainKernel());
    }

    public RecurrentNetwork(NetworkSpec spec, Parameters parameters, Kernel kernel) {
        ParameterLayout expected = spec.layout();
        if (!parameters.layout().equals(expected)) {
            throw new IllegalArgumentException(
                    "parameters are laid out as " + parameters.layout() + ", network expects " + expected);
        }
        this.spec = spec;
        this.layers = new RecurrentCell[spec.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = RecurrentCell.of(spec, layer, parameters, kernel);
        }
        this.head = new Dense(spec, parameters, kernel);
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
     * @param input features of this step [inputSize]; not modified
     * @param state memory of the series; overwritten with that after the step
     * @param out outputs of this step [outputSize]
     */
    public void step(float[] input, HiddenState state, Scratch scratch, float[] out) {
        requireEqual("input", "features", input.length, spec.inputSize());
        requireEqual("state", "values", state.values().length, spec.stateSize());
        step(input, 0, state.values(), 0, scratch, out);
    }

    /**
     * One step on parts of larger arrays.
     *
     * @param input holds the features of this step [inputSize] at {@code inputOffset}; not modified
     * @param state holds the memory of the series [stateSize] at {@code stateOffset}, laid out as in
     *     {@link HiddenState}; overwritten with that after the step
     * @param out outputs of this step [outputSize]
     */
    public void step(float[] input, int inputOffset, float[] state, int stateOffset, Scratch scratch, float[] out) {
        requireRoom("input", "features", input.length - inputOffset, spec.inputSize());
        requireRoom("state", "values", state.length - stateOffset, spec.stateSize());
        if (out.length != spec.outputSize()) {
            throw new IllegalArgumentException("out has " + out.length + " outputs, network has " + spec.outputSize());
        }
        float[] layerInput = input;
        int layerInputOffset = inputOffset;
        int layerState = stateOffset;
        for (RecurrentCell layer : layers) {
            layer.step(layerInput, layerInputOffset, scratch.activations, state, layerState);
            layerInput = state;
            layerInputOffset = layerState;
            layerState += spec.layerStateSize();
        }
        head.apply(layerInput, layerInputOffset, out);
    }

    /** All steps of a window from its initial state; the same arithmetic as {@link #step}. */
    public void forward(Window window, NetworkTape tape) {
        requireShape(window);
        int steps = window.steps();
        tape.ensureSteps(steps);
        float[] inputs = window.inputs();
        for (int layer = 0; layer < layers.length; layer++) {
            int stateOffset = layer * spec.layerStateSize();
            layers[layer].forward(inputs, steps, window.initialState(), stateOffset, tape.layers[layer]);
            inputs = tape.layers[layer].hidden;
        }
        head.forward(steps, tape);
    }

    /**
     * The way back through the window of the last {@link #forward} on this tape: adds the gradient of the loss with
     * respect to the weights, given that with respect to the outputs in {@link NetworkTape#outputGradient()}.
     */
    public void backward(Window window, NetworkTape tape, NetworkGradient gradient) {
        int steps = window.steps();
        head.backward(steps, tape, gradient);
        for (int layer = layers.length - 1; layer >= 0; layer--) {
            LayerTape layerTape = tape.layers[layer];
            float[] inputs = layer == 0 ? window.inputs() : tape.layers[layer - 1].hidden;
            layers[layer].backward(inputs, steps, tape.hiddenGradient, layerTape, gradient.layers[layer]);
            if (layer > 0) {
                layers[layer].inputGradient(steps, layerTape, tape.hiddenGradient);
            }
        }
    }

    private void requireShape(Window window) {
        if (window.steps() < 1) {
            throw new IllegalArgumentException("window has " + window.steps() + " steps, training needs at least 1");
        }
        requireEqual("window", "features", window.features(), spec.inputSize());
        requireEqual("window", "outputs", window.outputs(), spec.outputSize());
        requireEqual("initial state", "values", window.initialState().length, spec.stateSize());
    }

    private static void requireEqual(String name, String unit, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(name + " has " + found + " " + unit + ", network expects " + expected);
        }
    }

    private static void requireRoom(String name, String unit, int found, int expected) {
        if (found < expected) {
            throw new IllegalArgumentException(
                    name + " has " + found + " " + unit + " from its offset on, network expects " + expected);
        }
    }
}
