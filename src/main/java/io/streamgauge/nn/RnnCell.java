package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.kernel.Kernel;
import java.util.List;

/**
 * A simple recurrent cell (Elman 1990).
 *
 * <p>{@code h' = φ(W x + b_i + U h + b_h)} with φ = tanh or φ = max(0, ·); in the combined form φ is the identity, and W
 * and U are the columns of one matrix with one bias. Legend in {@link RecurrentCell}.
 */
final class RnnCell extends RecurrentCell {
    private final CellKind kind;
    private final WeightBlock input;
    private final WeightBlock recurrent;

    private RnnCell(
            Kernel kernel, CellKind kind, int hiddenSize, WeightBlock input, WeightBlock recurrent, List<Offset> bias) {
        super(
                kernel,
                kind,
                hiddenSize,
                List.of(new Term(input, Operand.INPUT, 0), new Term(recurrent, Operand.STATE, 0)),
                bias);
        this.kind = kind;
        this.input = input;
        this.recurrent = recurrent;
    }

    static RnnCell of(NetworkSpec spec, int layer, Kernel kernel) {
        ParameterLayout layout = spec.layout();
        int inputs = spec.layerInputSize(layer);
        int units = spec.hiddenSize();
        if (spec.cell() == CellKind.RNN_COMBINED) {
            Tensor weight = layout.tensor(ParameterLayout.COMBINED_WEIGHT);
            return new RnnCell(
                    kernel,
                    spec.cell(),
                    units,
                    new WeightBlock(kernel, weight, 0, inputs, units, 0),
                    new WeightBlock(kernel, weight, inputs, units, units, 0),
                    List.of(new Offset(new BiasBlock(layout.tensor(ParameterLayout.COMBINED_BIAS), units, 0), 0)));
        }
        return new RnnCell(
                kernel,
                spec.cell(),
                units,
                new WeightBlock(kernel, layout.tensor(ParameterLayout.weightIh(layer)), 0, inputs, units, 0),
                new WeightBlock(kernel, layout.tensor(ParameterLayout.weightHh(layer)), 0, units, units, 0),
                List.of(
                        new Offset(new BiasBlock(layout.tensor(ParameterLayout.biasIh(layer)), units, 0), 0),
                        new Offset(new BiasBlock(layout.tensor(ParameterLayout.biasHh(layer)), units, 0), 0)));
    }

    @Override
    void project(int row, int count, float[] x, int xOffset, int xStride, LayerRows rows) {
        kernel.multiplyAdd(input.forward(), count, x, xOffset, xStride, start, 0, 0, rows.next, row * size, size);
    }

    @Override
    void advance(int row, int count, LayerRows rows) {
        // h' = φ(W x + b_i + b_h + U h)
        int from = row * size;
        int to = from + count * size;
        float[] next = rows.next;
        kernel.multiplyAdd(recurrent.forward(), count, rows.previous, from, size, next, from, size, next, from, size);
        switch (kind) {
            case RNN_TANH -> kernel.tanh(next, from, to);
            case RNN_RELU -> {
                for (int i = from; i < to; i++) {
                    next[i] = Math.max(0, next[i]);
                }
            }
            case RNN_COMBINED, GRU, GRU_RESET_BEFORE, LSTM -> {}
        }
    }

    @Override
    void retreat(int row, int count, LayerRows rows, float[] hiddenDelta, float[] innerDelta) {
        int from = row * size;
        for (int i = 0; i < count * size; i++) {
            rows.deltas[from + i] = hiddenDelta[i] * slope(rows.next[from + i]);
        }
        // ∂L/∂h = Uᵀ δ
        kernel.multiplyAdd(recurrent.backward(), count, rows.deltas, from, width, zeros, 0, 0, hiddenDelta, 0, size);
    }

    /** φ' from φ: tanh' = 1 − h'², and the rectifier's is 1 where h' > 0. */
    private float slope(float next) {
        return switch (kind) {
            case RNN_TANH -> 1 - next * next;
            case RNN_RELU -> next > 0 ? 1 : 0;
            case RNN_COMBINED, GRU, GRU_RESET_BEFORE, LSTM -> 1;
        };
    }
}
