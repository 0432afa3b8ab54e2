package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import java.util.Arrays;

/**
 * A long short-term memory cell (Hochreiter &amp; Schmidhuber 1997, with the forget gate of Gers et al. 2000, without
 * peepholes), as in PyTorch.
 *
 * <pre>
 * i, f, o = σ(W x + b_i + U h + b_h)
 * g       = tanh(W_g x + b_ig + U_g h + b_hg)
 * c'      = f ⊙ c + i ⊙ g
 * h'      = o ⊙ tanh c'
 * </pre>
 *
 * <p>Rows are stacked i|f|g|o; the state is h, then c. Legend in {@link RecurrentCell}.
 */
public final class LstmCell extends RecurrentCell {
    private final float[] bias;

    LstmCell(Kernel kernel, CellWeights weights) {
        super(kernel, weights);
        this.bias = sum(weights.inputBias, weights.recurrentBias);
    }

    @Override
    void activate(float[] input, int inputOffset, Activations out) {
        int f = hiddenSize;
        int g = 2 * hiddenSize;
        int o = 3 * hiddenSize;
        int c = hiddenSize;
        float[] gates = out.gates;
        System.arraycopy(bias, 0, gates, 0, gates.length);
        kernel.multiplyAdd(weights.input, weights.inputSize, input, inputOffset, gates);
        kernel.multiplyAdd(weights.recurrent, hiddenSize, out.previous, 0, gates);
        kernel.sigmoid(0, g, gates);
        kernel.tanh(g, o, gates);
        kernel.sigmoid(o, gates.length, gates);
        // c' = f ⊙ c + i ⊙ g
        for (int j = 0; j < hiddenSize; j++) {
            float next = Math.fma(gates[f + j], out.previous[c + j], gates[j] * gates[g + j]);
            out.next[c + j] = next;
            out.squashed[j] = next;
        }
        kernel.tanh(0, hiddenSize, out.squashed);
        // h' = o ⊙ tanh c'
        for (int j = 0; j < hiddenSize; j++) {
            out.next[j] = gates[o + j] * out.squashed[j];
        }
    }

    @Override
    void backwardStep(int t, LayerTape tape) {
        int f = hiddenSize;
        int g = 2 * hiddenSize;
        int o = 3 * hiddenSize;
        Activations step = tape.steps[t];
        float[] gates = step.gates;
        float[] delta = tape.deltas[t];
        for (int j = 0; j < hiddenSize; j++) {
            float dh = tape.hiddenDelta[j];
            float squashed = step.squashed[j];
            // h' = o ⊙ tanh c', so ∂L/∂c' = what comes from the next step + ∂L/∂h' ⊙ o ⊙ (1 − tanh² c')
            float dc = Math.fma(dh * gates[o + j], 1 - squashed * squashed, tape.innerDelta[j]);
            delta[o + j] = dh * squashed * gates[o + j] * (1 - gates[o + j]);
            // c' = f ⊙ c + i ⊙ g
            delta[j] = dc * gates[g + j] * gates[j] * (1 - gates[j]);
            delta[f + j] = dc * step.previous[hiddenSize + j] * gates[f + j] * (1 - gates[f + j]);
            delta[g + j] = dc * gates[j] * (1 - gates[g + j] * gates[g + j]);
            tape.innerDelta[j] = dc * gates[f + j];
        }
        // ∂L/∂h = Uᵀ δ
        Arrays.fill(tape.hiddenDelta, 0);
        kernel.multiplyAdd(weights.recurrentRows, weights.recurrentRows.length, delta, 0, tape.hiddenDelta);
    }
}
