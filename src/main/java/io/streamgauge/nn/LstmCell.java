package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import java.util.List;

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
final class LstmCell extends RecurrentCell {
    private static final int[] GATES = {0, 1, 2, 3};

    private final WeightBlock input;
    private final WeightBlock recurrent;

    private LstmCell(Kernel kernel, int hiddenSize, List<Term> terms, List<Offset> offsets) {
        super(kernel, CellKind.LSTM, hiddenSize, terms, offsets);
        input = terms.get(0).weights();
        recurrent = terms.get(1).weights();
    }

    static LstmCell of(NetworkSpec spec, int layer, Kernel kernel) {
        ParameterLayout layout = spec.layout();
        int units = spec.hiddenSize();
        var weightIh = layout.tensor(ParameterLayout.weightIh(layer));
        var weightHh = layout.tensor(ParameterLayout.weightHh(layer));
        return new LstmCell(
                kernel,
                units,
                List.of(
                        new Term(
                                new WeightBlock(kernel, weightIh, 0, spec.layerInputSize(layer), units, GATES),
                                Operand.INPUT,
                                0),
                        new Term(new WeightBlock(kernel, weightHh, 0, units, units, GATES), Operand.STATE, 0)),
                List.of(
                        new Offset(new BiasBlock(layout.tensor(ParameterLayout.biasIh(layer)), units, GATES), 0),
                        new Offset(new BiasBlock(layout.tensor(ParameterLayout.biasHh(layer)), units, GATES), 0)));
    }

    @Override
    void project(int row, int count, float[] x, int xOffset, int xStride, LayerRows rows) {
        kernel.multiplyAdd(input.forward(), count, x, xOffset, xStride, start, 0, 0, rows.gates, row * width, width);
    }

    @Override
    void advance(int row, int count, LayerRows rows) {
        int at = row * width;
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
        kernel.lstmForward(row, count, size, rows.gates, rows.previousCell, rows.cell, rows.squashed, rows.next);
    }

    @Override
    void retreat(int row, int count, LayerRows rows, float[] hiddenDelta, float[] innerDelta) {
        kernel.lstmBackward(
                row, count, size, rows.gates, rows.previousCell, rows.squashed, hiddenDelta, innerDelta, rows.deltas);
        // ∂L/∂h = Uᵀ δ
        kernel.multiplyAdd(
                recurrent.backward(), count, rows.deltas, row * width, width, zeros, 0, 0, hiddenDelta, 0, size);
    }
}
