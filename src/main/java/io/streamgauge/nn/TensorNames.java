package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;

/** What the name of a tensor says about its part in the network. */
final class TensorNames {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private TensorNames() {}

    /** Whether the tensor belongs to the recurrent layers, with rows in one block per gate. */
    static boolean isRecurrent(Tensor tensor) {
        return tensor.name().startsWith("rnn.");
    }

    /** Whether the tensor is a table of embeddings. */
    static boolean isEmbedding(Tensor tensor) {
        return tensor.name().startsWith("embeddings.");
    }

    /** Whether the tensor makes outputs out of hidden states. */
    static boolean isHead(Tensor tensor) {
        return tensor.name().startsWith("head.") || tensor.name().startsWith("i2o.");
    }

    static boolean isMatrix(Tensor tensor) {
        return tensor.shape().size() == 2;
    }

    /** The name of the weight that a linear layer's bias or weight goes with. */
    static String weightBeside(Tensor tensor) {
        String name = tensor.name();
        return name.endsWith(BIAS) ? name.substring(0, name.length() - BIAS.length()) + WEIGHT : name;
    }

    /** The name of the head's bias. */
    static String headBias(NetworkSpec spec) {
        return spec.cell() == CellKind.RNN_COMBINED ? ParameterLayout.COMBINED_HEAD_BIAS : ParameterLayout.HEAD_BIAS;
    }
}
