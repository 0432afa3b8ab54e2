package io.streamgauge.nn;

/**
 * The shape of a recurrent network: layers of one kind of cell, then a dense head.
 *
 * @param inputSize features per step
 * @param hiddenSize units per layer
 * @param outputSize outputs per step
 */
public record NetworkSpec(CellKind cell, int inputSize, int hiddenSize, int layers, int outputSize) {

    public NetworkSpec {
        requirePositive("inputSize", inputSize);
        requirePositive("hiddenSize", hiddenSize);
        requirePositive("layers", layers);
        requirePositive("outputSize", outputSize);
    }

    /** The names, shapes and places of this network's tensors in one flat array. */
    public ParameterLayout layout() {
        return ParameterLayout.of(this);
    }

    /** The number of floats carried from step to step: layers × units × state parts. */
    public int stateSize() {
        return layers * layerStateSize();
    }

    int layerStateSize() {
        return hiddenSize * cell.stateParts();
    }

    /** The number of values that enter each step of the given layer. */
    int layerInputSize(int layer) {
        return layer == 0 ? inputSize : hiddenSize;
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
        }
    }
}
