package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;

/** The head of the network, an affine map of the last layer's hidden state: {@code y = W h + b}. */
public final class Dense {
    private final Kernel kernel;
    private final int inputSize;
    private final float[][] rows;
    private final float[][] columns;
    private final float[] bias;

    Dense(NetworkSpec spec, Parameters parameters, Kernel kernel) {
        this.kernel = kernel;
        this.inputSize = spec.hiddenSize();
        this.rows = CellWeights.rows(parameters, ParameterLayout.HEAD_WEIGHT, 0, spec.outputSize(), inputSize);
        this.columns = CellWeights.transpose(rows, inputSize);
        this.bias = CellWeights.vector(parameters, ParameterLayout.HEAD_BIAS);
    }

    /** The output y [O] for the hidden state that lies at {@code offset}. */
    void apply(float[] hidden, int offset, float[] out) {
        // y = W h + b
        System.arraycopy(bias, 0, out, 0, bias.length);
        kernel.multiplyAdd(columns, inputSize, hidden, offset, out);
    }
}
