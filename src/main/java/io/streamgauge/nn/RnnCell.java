package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import java.util.Arrays;

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

    @Override
    void backwardStep(int t, LayerTape tape) {
        float[] next = tape.steps[t].next;
        float[] delta = tape.deltas[t];
        // δ = ∂L/∂h' ⊙ φ', where tanh' = 1 − h'² and the rectifier's slope is 1 where h' > 0
        for (int i = 0; i < hiddenSize; i++) {
            float slope = rectified ? (next[i] > 0 ? 1 : 0) : 1 - next[i] * next[i];
            delta[i] = tape.hiddenDelta[i] * slope;
        }
        // ∂L/∂h = Uᵀ δ
        Arrays.fill(tape.hiddenDelta, 0);
        kernel.multiplyAdd(weights.recurrentRows, hiddenSize, delta, 0, tape.hiddenDelta);
    }

    private static void rectify(float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(0, out[i]);
        }
    }
}
