package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;

/**
 * A simple recurrent cell (Elman 1990).
 *
 * <p>{@code h' = φ(W x + b_i + U h + b_h)} with φ = tanh or φ = max(0, ·). Legend in {@link RecurrentCell}.
 */
public final class RnnCell extends RecurrentCell {
    private final boolean rectified;
    private final float[] bias;

    RnnCell(Kernel kernel, CellWeights weights, boolean rectified) {
        super(kernel, weights);
        this.rectified = rectified;
        this.bias = sum(weights.inputBias, weights.recurrentBias);
    }

    @Override
    void activate(float[] input, int inputOffset, Activations out) {
        // h' = φ(W x + b_i + U h + b_h)
        float[] next = out.next;
        System.arraycopy(bias, 0, next, 0, hiddenSize);
        kernel.multiplyAdd(weights.input, weights.inputSize, input, inputOffset, next);
        kernel.multiplyAdd(weights.recurrent, hiddenSize, out.previous, 0, next);
        if (rectified) {
            rectify(next);
        } else {
            kernel.tanh(0, hiddenSize, next);
        }
    }

    private static void rectify(float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(0, out[i]);
        }
    }
}
