package io.streamgauge.nn;

import java.util.List;

/**
 * The shape of a recurrent network: layers of one kind of cell, then a dense head.
 *
 * <p>A step's input is a row of {@link #inputWidth()} values: first the {@code inputSize} features, then one category
 * per embedding.
 *
 * @param inputSize numeric features per step
 * @param hiddenSize units per layer
 * @param outputSize outputs per step
 * @param embeddings of the categories that follow the features
 * @param activation of the head
 */
public record NetworkSpec(
        CellKind cell,
        int inputSize,
        int hiddenSize,
        int layers,
        int outputSize,
        List<Embedding> embeddings,
        Activation activation) {

    public NetworkSpec {
        embeddings = List.copyOf(embeddings);
        requireAtLeast("inputSize", inputSize, embeddings.isEmpty() ? 1 : 0);
        requireAtLeast("hiddenSize", hiddenSize, 1);
        requireAtLeast("layers", layers, 1);
        requireAtLeast("outputSize", outputSize, 1);
        if (cell == CellKind.RNN_COMBINED && layers > 1) {
            throw new IllegalArgumentException("layers is " + layers + ", the combined cell expects 1");
        }
    }

    /** A network of numeric features with a linear head. */
    public NetworkSpec(CellKind cell, int inputSize, int hiddenSize, int layers, int outputSize) {
        this(cell, inputSize, hiddenSize, layers, outputSize, List.of(), Activation.IDENTITY);
    }

    /** The names, shapes and places of this network's tensors in one flat array. */
    public ParameterLayout layout() {
        return ParameterLayout.of(this);
    }

    /** The number of values in a step's input: features and categories. */
    public int inputWidth() {
        return inputSize + embeddings.size();
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
        if (layer > 0) {
            return hiddenSize;
        }
        int size = inputSize;
        for (Embedding embedding : embeddings) {
            size += embedding.dimension();
        }
        return size;
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
        }
    }
}
