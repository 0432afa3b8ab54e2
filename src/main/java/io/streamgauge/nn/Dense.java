package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import java.util.Arrays;

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

    /** The outputs of all steps of the last layer. */
    void forward(int steps, NetworkTape tape) {
        for (int t = 0; t < steps; t++) {
            apply(tape.hiddenStates[t], 0, tape.output);
            System.arraycopy(tape.output, 0, tape.outputs(), t * bias.length, bias.length);
        }
    }

    /** Adds to the gradient of W and b, and overwrites {@code tape.hiddenGradient} with that of the hidden states. */
    void backward(int steps, NetworkTape tape, NetworkGradient gradient) {
        float[] dy = tape.outputGradient();
        for (int o = 0; o < bias.length; o++) {
            for (int t = 0; t < steps; t++) {
                tape.transposed[o * steps + t] = dy[t * bias.length + o];
                // ∂L/∂b = Σ_t dy_t
                gradient.headBias[o] += dy[t * bias.length + o];
            }
            // ∂L/∂W_o = Σ_t dy_t,o h_t
            kernel.multiplyAdd(tape.hiddenStates, steps, tape.transposed, o * steps, gradient.headRows[o]);
        }
        for (int t = 0; t < steps; t++) {
            // ∂L/∂h_t = Wᵀ dy_t
            Arrays.fill(tape.hiddenGradient[t], 0);
            kernel.multiplyAdd(rows, bias.length, dy, t * bias.length, tape.hiddenGradient[t]);
        }
    }
}
