package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.Arrays;

/** The gradient of one layer's weights, by columns and split as in {@link CellWeights}. */
final class CellGradient {
    /** [inputSize][gates·H]. */
    final float[][] input;
    /** [H][recurrentRows]. */
    final float[][] recurrent;
    /** [H][candidateRows]. */
    final float[][] candidate;
    /** [gates·H]. */
    final float[] inputBias;
    /** The part of b_h whose chain is not that of b_i, [candidateRows]; the rest has the gradient of b_i. */
    final float[] candidateBias;

    private final int layer;

    CellGradient(NetworkSpec spec, int layer) {
        this.layer = layer;
        int hidden = spec.hiddenSize();
        int rows = spec.cell().gates() * hidden;
        int candidateRows = CellWeights.candidateRows(spec);
        input = new float[spec.layerInputSize(layer)][rows];
        recurrent = new float[hidden][rows - candidateRows];
        candidate = new float[hidden][candidateRows];
        inputBias = new float[rows];
        candidateBias = new float[candidateRows];
    }

    void clear() {
        clear(input);
        clear(recurrent);
        clear(candidate);
        Arrays.fill(inputBias, 0);
        Arrays.fill(candidateBias, 0);
    }

    /** Writes the gradient to its places in the flat array. */
    void copyTo(ParameterLayout layout, float[] out) {
        Tensor weightHh = layout.tensor(ParameterLayout.weightHh(layer));
        int hidden = recurrent.length;
        int candidateFrom = inputBias.length - candidateBias.length;
        copyColumns(input, layout.tensor(ParameterLayout.weightIh(layer)).offset(), out);
        copyColumns(recurrent, weightHh.offset(), out);
        copyColumns(candidate, weightHh.offset() + candidateFrom * hidden, out);
        System.arraycopy(
                inputBias, 0, out, layout.tensor(ParameterLayout.biasIh(layer)).offset(), inputBias.length);
        int biasHh = layout.tensor(ParameterLayout.biasHh(layer)).offset();
        System.arraycopy(inputBias, 0, out, biasHh, candidateFrom);
        System.arraycopy(candidateBias, 0, out, biasHh + candidateFrom, candidateBias.length);
    }

    private static void copyColumns(float[][] columns, int offset, float[] out) {
        for (int column = 0; column < columns.length; column++) {
            float[] values = columns[column];
            for (int row = 0; row < values.length; row++) {
                out[offset + row * columns.length + column] = values[row];
            }
        }
    }

    private static void clear(float[][] matrix) {
        for (float[] vector : matrix) {
            Arrays.fill(vector, 0);
        }
    }
}
