package io.streamgauge.nn;

/**
 * How the weights that a network starts from are drawn, tensor by tensor; γ is the gain of {@link InitializerSettings}.
 *
 * <p>The matrices of recurrent layers hold one block of hiddenSize rows per gate; each block is drawn as a matrix of its
 * own, since each gate is a layer of its own. PyTorch's {@code nn.init} functions on the stacked matrix would take the
 * rows of all gates for one layer.
 */
public enum InitializerScheme {
    /** All values uniform in ±γ. */
    UNIFORM,
    /** Weights uniform in ±γ √(6/(rows + columns)) of their block, biases 0 (Glorot &amp; Bengio 2010). */
    XAVIER_UNIFORM,
    /** Weights normal with deviation γ √(2/(rows + columns)) of their block, biases 0 (Glorot &amp; Bengio 2010). */
    XAVIER_NORMAL,
    /**
     * Weights γ times a uniformly distributed orthogonal block, orthonormal rows or columns where it is not square;
     * biases 0 (Saxe et al. 2014, arXiv:1312.6120). γ is the spectral radius' bound, and every singular value.
     */
    ORTHOGONAL,
    /**
     * The defaults of PyTorch's {@code nn.RNN}, {@code nn.GRU} and {@code nn.LSTM}, uniform in ±γ/√hiddenSize; of
     * {@code nn.Linear}, uniform in ±γ/√columns, its bias too; of {@code nn.Embedding}, normal with deviation γ.
     */
    PYTORCH
}
