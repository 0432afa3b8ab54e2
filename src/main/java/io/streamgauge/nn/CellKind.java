package io.streamgauge.nn;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The kind of a recurrent cell; its {@link #id()} is the name used in configuration and in stored weights. */
public enum CellKind {
    /** Elman's network with tanh, as PyTorch's {@code RNN(nonlinearity="tanh")}. */
    RNN_TANH("rnn-tanh", 1, 1),
    /** Elman's network with a rectifier, as PyTorch's {@code RNN(nonlinearity="relu")}. */
    RNN_RELU("rnn-relu", 1, 1),
    /**
     * The linear cell of PyTorch's character-level tutorial: one matrix on input and state together makes the new state,
     * another one on the same two makes the output, from the state before the step.
     */
    RNN_COMBINED("rnn-combined", 1, 1),
    /** Gated recurrent unit with the reset gate after the recurrent product, as in PyTorch and cuDNN. */
    GRU("gru", 3, 1),
    /** Gated recurrent unit with the reset gate before the recurrent product (Chung et al. 2014). */
    GRU_RESET_BEFORE("gru-reset-before", 3, 1),
    /** Long short-term memory without peepholes, as in PyTorch. */
    LSTM("lstm", 4, 2);

    private final String id;
    private final int gates;
    private final int stateParts;

    CellKind(String id, int gates, int stateParts) {
        this.id = id;
        this.gates = gates;
        this.stateParts = stateParts;
    }

    /** The kind with the given id. */
    public static CellKind of(String id) {
        for (CellKind kind : values()) {
            if (kind.id.equals(id)) {
                return kind;
            }
        }
        String known = Arrays.stream(values()).map(CellKind::id).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("unknown cell '" + id + "', known are " + known);
    }

    public String id() {
        return id;
    }

    /** The number of blocks of {@code hiddenSize} rows in the weights. */
    public int gates() {
        return gates;
    }

    /** The number of vectors of {@code hiddenSize} that a layer carries from step to step. */
    public int stateParts() {
        return stateParts;
    }
}
