package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import java.util.Arrays;

/**
 * A gated recurrent unit in both of its forms.
 *
 * <pre>
 * r = σ(W_r x + b_ir + U_r h + b_hr)
 * z = σ(W_z x + b_iz + U_z h + b_hz)
 *
 * reset after the product (PyTorch, cuDNN; Cho et al. 2014, version 1):
 *   n  = tanh(W_n x + b_in + r ⊙ (U_n h + b_hn))
 *   h' = (1 − z) ⊙ n + z ⊙ h
 * reset before the product (Chung et al. 2014, arXiv:1412.3555):
 *   n  = tanh(W_n x + b_in + b_hn + U_n (r ⊙ h))
 *   h' = (1 − z) ⊙ h + z ⊙ n
 * </pre>
 *
 * <p>The update gate z keeps the old state in the first form and takes the new one in the second, each as in its
 * source. Rows are stacked r|z|n. Legend in {@link RecurrentCell}.
 */
public final class GruCell extends RecurrentCell {
    private final boolean resetBefore;
    /** Start of the chains r|z|n, [3·H]. */
    private final float[] bias;
    /** Start of the recurrent chain of n with the reset gate after the product, [H]. */
    private final float[] candidateBias;

    GruCell(Kernel kernel, CellWeights weights, boolean resetBefore) {
        super(kernel, weights);
        this.resetBefore = resetBefore;
        int candidateFrom = 2 * hiddenSize;
        bias = sum(weights.inputBias, weights.recurrentBias);
        candidateBias = new float[hiddenSize];
        if (!resetBefore) {
            System.arraycopy(weights.inputBias, candidateFrom, bias, candidateFrom, hiddenSize);
            System.arraycopy(weights.recurrentBias, candidateFrom, candidateBias, 0, hiddenSize);
        }
    }

    @Override
    void activate(float[] input, int inputOffset, Activations out) {
        System.arraycopy(bias, 0, out.sums, 0, bias.length);
        kernel.multiplyAdd(weights.input, weights.inputSize, input, inputOffset, out.sums);

        // r, z = σ(W x + b_i + U h + b_h)
        System.arraycopy(out.sums, 0, out.gates, 0, out.gates.length);
        kernel.multiplyAdd(weights.recurrent, hiddenSize, out.previous, 0, out.gates);
        kernel.sigmoid(0, out.gates.length, out.gates);

        System.arraycopy(out.sums, out.gates.length, out.candidate, 0, hiddenSize);
        if (resetBefore) {
            resetBeforeProduct(out);
        } else {
            resetAfterProduct(out);
        }
    }

    private void resetAfterProduct(Activations out) {
        int z = hiddenSize;
        System.arraycopy(candidateBias, 0, out.recurrent, 0, hiddenSize);
        kernel.multiplyAdd(weights.candidate, hiddenSize, out.previous, 0, out.recurrent);
        // n = tanh(W_n x + b_in + r ⊙ (U_n h + b_hn))
        for (int i = 0; i < hiddenSize; i++) {
            out.candidate[i] = Math.fma(out.gates[i], out.recurrent[i], out.candidate[i]);
        }
        kernel.tanh(0, hiddenSize, out.candidate);
        // h' = (1 − z) ⊙ n + z ⊙ h = n + z ⊙ (h − n)
        for (int i = 0; i < hiddenSize; i++) {
            out.next[i] = Math.fma(out.gates[z + i], out.previous[i] - out.candidate[i], out.candidate[i]);
        }
    }

    private void resetBeforeProduct(Activations out) {
        int z = hiddenSize;
        // n = tanh(W_n x + b_in + b_hn + U_n (r ⊙ h))
        for (int i = 0; i < hiddenSize; i++) {
            out.recurrent[i] = out.gates[i] * out.previous[i];
        }
        kernel.multiplyAdd(weights.candidate, hiddenSize, out.recurrent, 0, out.candidate);
        kernel.tanh(0, hiddenSize, out.candidate);
        // h' = (1 − z) ⊙ h + z ⊙ n = h + z ⊙ (n − h)
        for (int i = 0; i < hiddenSize; i++) {
            out.next[i] = Math.fma(out.gates[z + i], out.candidate[i] - out.previous[i], out.previous[i]);
        }
    }

    @Override
    void backwardStep(int t, LayerTape tape) {
        if (resetBefore) {
            backwardResetBefore(tape.steps[t], tape.deltas[t], tape.candidateDeltas[t], tape);
        } else {
            backwardResetAfter(tape.steps[t], tape.deltas[t], tape.candidateDeltas[t], tape);
        }
    }

    private void backwardResetAfter(Activations step, float[] delta, float[] candidateDelta, LayerTape tape) {
        float[] hiddenDelta = tape.hiddenDelta;
        for (int i = 0; i < hiddenSize; i++) {
            float r = step.gates[i];
            float z = step.gates[hiddenSize + i];
            float n = step.candidate[i];
            float dh = hiddenDelta[i];
            // h' = n + z ⊙ (h − n)
            float dn = dh * (1 - z) * (1 - n * n);
            delta[hiddenSize + i] = dh * (step.previous[i] - n) * z * (1 - z);
            // n = tanh(W_n x + b_in + r ⊙ q), q = U_n h + b_hn
            delta[i] = dn * step.recurrent[i] * r * (1 - r);
            delta[2 * hiddenSize + i] = dn;
            candidateDelta[i] = dn * r;
            hiddenDelta[i] = dh * z;
        }
        // ∂L/∂h = z ⊙ ∂L/∂h' + U_rzᵀ δ_rz + U_nᵀ δ_q
        kernel.multiplyAdd(weights.recurrentRows, weights.recurrentRows.length, delta, 0, hiddenDelta);
        kernel.multiplyAdd(weights.candidateRows, hiddenSize, candidateDelta, 0, hiddenDelta);
    }

    private void backwardResetBefore(Activations step, float[] delta, float[] candidateDelta, LayerTape tape) {
        float[] hiddenDelta = tape.hiddenDelta;
        for (int i = 0; i < hiddenSize; i++) {
            float z = step.gates[hiddenSize + i];
            float n = step.candidate[i];
            float dh = hiddenDelta[i];
            // h' = h + z ⊙ (n − h)
            float dn = dh * z * (1 - n * n);
            delta[hiddenSize + i] = dh * (n - step.previous[i]) * z * (1 - z);
            delta[2 * hiddenSize + i] = dn;
            candidateDelta[i] = dn;
            hiddenDelta[i] = dh * (1 - z);
        }
        // q = r ⊙ h, ∂L/∂q = U_nᵀ δ_n
        float[] dq = tape.innerDelta;
        Arrays.fill(dq, 0);
        kernel.multiplyAdd(weights.candidateRows, hiddenSize, candidateDelta, 0, dq);
        for (int i = 0; i < hiddenSize; i++) {
            float r = step.gates[i];
            delta[i] = dq[i] * step.previous[i] * r * (1 - r);
            hiddenDelta[i] = Math.fma(dq[i], r, hiddenDelta[i]);
        }
        // ∂L/∂h = (1 − z) ⊙ ∂L/∂h' + r ⊙ ∂L/∂q + U_rzᵀ δ_rz
        kernel.multiplyAdd(weights.recurrentRows, weights.recurrentRows.length, delta, 0, hiddenDelta);
    }

    @Override
    void accumulateCandidate(int steps, LayerTape tape, CellGradient gradient) {
        if (resetBefore) {
            for (int t = 0; t < steps; t++) {
                for (int k = 0; k < hiddenSize; k++) {
                    tape.transposed[k * steps + t] = tape.steps[t].recurrent[k];
                }
            }
        } else {
            transposePrevious(tape, steps);
        }
        accumulate(tape.candidateDeltas, steps, tape.transposed, gradient.candidate);
        kernel.multiplyAdd(tape.candidateDeltas, steps, tape.ones, 0, gradient.candidateBias);
    }
}
