package io.streamgauge.nn;

/**
 * One layer's weights, copied out of {@link Parameters} by columns for the forward pass and by rows for the backward
 * pass.
 *
 * <p>The recurrent matrix is split where a cell multiplies its blocks at different moments: a gated recurrent unit has
 * the rows of r|z in {@code recurrent} and those of the candidate n in {@code candidate}; the other kinds have all rows
 * in {@code recurrent}.
 */
final class CellWeights {
    final int inputSize;
    final int hiddenSize;
    /** W by columns, [inputSize][gates·H]. */
    final float[][] input;
    /** U's first rows by columns, [H][recurrentRows]. */
    final float[][] recurrent;
    /** U's last rows by columns, [H][candidateRows]. */
    final float[][] candidate;
    /** W by rows, [gates·H][inputSize]. */
    final float[][] inputRows;
    /** U's first rows, [recurrentRows][H]. */
    final float[][] recurrentRows;
    /** U's last rows, [candidateRows][H]. */
    final float[][] candidateRows;
    /** [gates·H]. */
    final float[] inputBias;
    /** [gates·H]. */
    final float[] recurrentBias;

    CellWeights(NetworkSpec spec, int layer, Parameters parameters) {
        inputSize = spec.layerInputSize(layer);
        hiddenSize = spec.hiddenSize();
        int rows = spec.cell().gates() * hiddenSize;
        int candidateFrom = rows - candidateRows(spec);
        String weightIh = ParameterLayout.weightIh(layer);
        String weightHh = ParameterLayout.weightHh(layer);
        inputRows = rows(parameters, weightIh, 0, rows, inputSize);
        recurrentRows = rows(parameters, weightHh, 0, candidateFrom, hiddenSize);
        candidateRows = rows(parameters, weightHh, candidateFrom, rows, hiddenSize);
        input = transpose(inputRows, inputSize);
        recurrent = transpose(recurrentRows, hiddenSize);
        candidate = transpose(candidateRows, hiddenSize);
        inputBias = vector(parameters, ParameterLayout.biasIh(layer));
        recurrentBias = vector(parameters, ParameterLayout.biasHh(layer));
    }

    /** The number of recurrent rows that wait for the reset gate. */
    static int candidateRows(NetworkSpec spec) {
        return switch (spec.cell()) {
            case RNN_TANH, RNN_RELU, LSTM -> 0;
            case GRU, GRU_RESET_BEFORE -> spec.hiddenSize();
        };
    }

    /** The rows {@code from} to {@code to - 1} of the named matrix. */
    static float[][] rows(Parameters parameters, String name, int from, int to, int columns) {
        int offset = parameters.layout().tensor(name).offset();
        float[][] rows = new float[to - from][columns];
        for (int row = from; row < to; row++) {
            for (int column = 0; column < columns; column++) {
                rows[row - from][column] = parameters.get(offset + row * columns + column);
            }
        }
        return rows;
    }

    static float[][] transpose(float[][] rows, int columns) {
        float[][] transposed = new float[columns][rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column][row] = rows[row][column];
            }
        }
        return transposed;
    }

    static float[] vector(Parameters parameters, String name) {
        var tensor = parameters.layout().tensor(name);
        float[] vector = new float[tensor.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = parameters.get(tensor.offset() + i);
        }
        return vector;
    }
}
