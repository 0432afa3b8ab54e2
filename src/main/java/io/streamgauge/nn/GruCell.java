package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

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
 * source. The tensors' rows are stacked r|z|n. Pre-activations and deltas stand as n|r|z|q, where q is U_n h + b_hn in
 * the first form and r ⊙ h in the second: so W meets n|r|z and U meets r|z|q without a gap. Legend in {@link
 * RecurrentCell}.
 */
final class GruCell extends RecurrentCell {
    /** The block of q in a row. */
    static final int RESET = 3;

    private static final int R = 0;
    private static final int Z = 1;
    private static final int N = 2;

    private final boolean resetBefore;
    private final WeightBlock input;
    /** r|z|n, or r|z if the reset gate comes before the product. */
    private final WeightBlock recurrent;
    /** n, if the reset gate comes before the product; else the same as {@link #recurrent}. */
    private final WeightBlock candidate;

    private GruCell(Kernel kernel, CellKind kind, int hiddenSize, List<Term> terms, List<Offset> offsets) {
        super(kernel, kind, hiddenSize, terms, offsets);
        resetBefore = kind == CellKind.GRU_RESET_BEFORE;
        input = terms.get(0).weights();
        recurrent = terms.get(1).weights();
        candidate = terms.get(terms.size() - 1).weights();
    }

    static GruCell of(NetworkSpec spec, int layer, Kernel kernel) {
        ParameterLayout layout = spec.layout();
        var weightIh = layout.tensor(ParameterLayout.weightIh(layer));
        var weightHh = layout.tensor(ParameterLayout.weightHh(layer));
        var biasIh = layout.tensor(ParameterLayout.biasIh(layer));
        var biasHh = layout.tensor(ParameterLayout.biasHh(layer));
        int units = spec.hiddenSize();
        var terms = new ArrayList<Term>();
        var input = new WeightBlock(kernel, weightIh, 0, spec.layerInputSize(layer), units, N, R, Z);
        terms.add(new Term(input, Operand.INPUT, 0));
        List<Offset> offsets;
        if (spec.cell() == CellKind.GRU) {
            terms.add(new Term(new WeightBlock(kernel, weightHh, 0, units, units, R, Z, N), Operand.STATE, 1));
            offsets = List.of(
                    new Offset(new BiasBlock(biasIh, units, N, R, Z), 0),
                    new Offset(new BiasBlock(biasHh, units, R, Z, N), 1));
        } else {
            terms.add(new Term(new WeightBlock(kernel, weightHh, 0, units, units, R, Z), Operand.STATE, 1));
            terms.add(new Term(new WeightBlock(kernel, weightHh, 0, units, units, N), Operand.RESET_STATE, 0));
            offsets = List.of(
                    new Offset(new BiasBlock(biasIh, units, N, R, Z), 0),
                    new Offset(new BiasBlock(biasHh, units, N, R, Z), 0));
        }
        return new GruCell(kernel, spec.cell(), units, terms, offsets);
    }

    @Override
    void project(int row, int count, float[] x, int xOffset, int xStride, LayerRows rows) {
        kernel.multiplyAdd(input.forward(), count, x, xOffset, xStride, start, 0, 0, rows.gates, row * width, width);
    }

    @Override
    void advance(int row, int count, LayerRows rows) {
        int gates = row * width;
        if (resetBefore) {
            multiplyState(row, count, rows);
            resetBeforeProduct(row, count, rows);
        } else {
            for (int b = 0; b < count; b++) {
                System.arraycopy(start, RESET * size, rows.gates, gates + b * width + RESET * size, size);
            }
            multiplyState(row, count, rows);
            kernel.gruForward(row, count, size, rows.gates, rows.previous, rows.next);
        }
    }

    /** r|z|q ← r|z|q + U h, without q if the reset gate comes before the product. */
    private void multiplyState(int row, int count, LayerRows rows) {
        int at = row * width + size;
        kernel.multiplyAdd(
                recurrent.forward(),
                count,
                rows.previous,
                row * size,
                size,
                rows.gates,
                at,
                width,
                rows.gates,
                at,
                width);
    }

    private void resetBeforeProduct(int row, int count, LayerRows rows) {
        float[] gates = rows.gates;
        for (int b = row; b < row + count; b++) {
            int n = b * width;
            kernel.sigmoid(gates, n + size, n + RESET * size);
            // q = r ⊙ h
            for (int i = 0; i < size; i++) {
                gates[n + RESET * size + i] = gates[n + size + i] * rows.previous[b * size + i];
            }
        }
        // n = tanh(W_n x + b_in + b_hn + U_n q)
        int from = row * width;
        kernel.multiplyAdd(
                candidate.forward(), count, gates, from + RESET * size, width, gates, from, width, gates, from, width);
        for (int b = row; b < row + count; b++) {
            int n = b * width;
            kernel.tanh(gates, n, n + size);
            // h' = h + z ⊙ (n − h)
            for (int i = 0; i < size; i++) {
                float h = rows.previous[b * size + i];
                rows.next[b * size + i] = Math.fma(gates[n + 2 * size + i], gates[n + i] - h, h);
            }
        }
    }

    @Override
    void retreat(int row, int count, LayerRows rows, float[] hiddenDelta, float[] innerDelta) {
        int deltas = row * width;
        if (resetBefore) {
            retreatResetBefore(row, count, rows, hiddenDelta, innerDelta);
        } else {
            kernel.gruBackward(row, count, size, rows.gates, rows.previous, hiddenDelta, rows.deltas);
        }
        // ∂L/∂h = what goes past the gates + Uᵀ δ of r|z|q, or of r|z
        kernel.multiplyAdd(
                recurrent.backward(),
                count,
                rows.deltas,
                deltas + size,
                width,
                hiddenDelta,
                0,
                size,
                hiddenDelta,
                0,
                size);
    }

    private void retreatResetBefore(int row, int count, LayerRows rows, float[] hiddenDelta, float[] dq) {
        float[] gates = rows.gates;
        float[] deltas = rows.deltas;
        for (int b = 0; b < count; b++) {
            int g = (row + b) * width;
            for (int i = 0; i < size; i++) {
                float n = gates[g + i];
                float z = gates[g + 2 * size + i];
                float dh = hiddenDelta[b * size + i];
                // h' = h + z ⊙ (n − h)
                deltas[g + i] = dh * z * (1 - n * n);
                deltas[g + 2 * size + i] = dh * (n - rows.previous[(row + b) * size + i]) * z * (1 - z);
                hiddenDelta[b * size + i] = dh * (1 - z);
            }
        }
        // ∂L/∂q = U_nᵀ δ_n
        kernel.multiplyAdd(candidate.backward(), count, deltas, row * width, width, zeros, 0, 0, dq, 0, size);
        for (int b = 0; b < count; b++) {
            int g = (row + b) * width;
            for (int i = 0; i < size; i++) {
                // q = r ⊙ h
                float r = gates[g + size + i];
                float h = rows.previous[(row + b) * size + i];
                deltas[g + size + i] = dq[b * size + i] * h * r * (1 - r);
                hiddenDelta[b * size + i] = Math.fma(dq[b * size + i], r, hiddenDelta[b * size + i]);
            }
        }
    }
}
