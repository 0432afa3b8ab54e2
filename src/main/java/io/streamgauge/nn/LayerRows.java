package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import java.util.Arrays;

/**
 * What one layer computed for a number of rows, and the deltas of its way back; a row is one step of one sequence.
 *
 * <p>H is the number of units, padded ({@link Kernel#padded}). Arrays grow and are reused. What a kind of cell does not
 * need stays empty.
 */
final class LayerRows {
    private static final float[] NONE = {};

    private final CellKind kind;
    /** Padded number of units. */
    final int size;

    /** h before each row [rows × H]. */
    float[] previous = NONE;
    /** h' [rows × H]. */
    float[] next = NONE;
    /** Pre-activations, then gates, as the cell stacks them [rows × 4·H]; of simple cells not used. */
    float[] gates = NONE;
    /** c before each row [rows × H]. */
    float[] previousCell = NONE;
    /** c' [rows × H]. */
    float[] cell = NONE;
    /** tanh c' [rows × H]. */
    float[] squashed = NONE;
    /**
     * Gradients with respect to pre-activations [rows × blocks·H], as the cell stacks them. Of cells with gates the same
     * array as {@link #gates}: a step back needs its gates but once, and half the memory stays nearer.
     */
    float[] deltas = NONE;

    LayerRows(CellKind kind, int hiddenSize) {
        this.kind = kind;
        size = Kernel.padded(hiddenSize);
    }

    /** Makes room for a number of rows; what the arrays hold is lost where they grow. */
    void ensureForward(int rows) {
        int length = rows * size;
        if (length <= next.length) {
            return;
        }
        previous = new float[length];
        next = new float[length];
        switch (kind) {
            case RNN_TANH, RNN_RELU, RNN_COMBINED -> {}
            case GRU, GRU_RESET_BEFORE -> gates = new float[4 * length];
            case LSTM -> {
                gates = new float[4 * length];
                previousCell = new float[length];
                cell = new float[length];
                squashed = new float[length];
            }
        }
    }

    /** As {@link #ensureForward}, with room for the way back. */
    void ensureBackward(int rows) {
        ensureForward(rows);
        switch (kind) {
            case RNN_TANH, RNN_RELU, RNN_COMBINED -> {
                if (rows * size > deltas.length) {
                    deltas = new float[rows * size];
                }
            }
            case GRU, GRU_RESET_BEFORE, LSTM -> deltas = gates;
        }
    }

    /**
     * Takes the layer's part of a state, h [hiddenSize] then c, as what comes before a row. The padding becomes 0: a NaN
     * that an earlier row left there would come back by the way of the gradient.
     */
    void putState(int row, float[] state, int offset, int hiddenSize) {
        int at = row * size;
        System.arraycopy(state, offset, previous, at, hiddenSize);
        Arrays.fill(previous, at + hiddenSize, at + size, 0);
        if (kind.stateParts() > 1) {
            System.arraycopy(state, offset + hiddenSize, previousCell, at, hiddenSize);
            Arrays.fill(previousCell, at + hiddenSize, at + size, 0);
        }
    }

    /** Gives the state after a row. */
    void takeState(int row, float[] state, int offset, int hiddenSize) {
        System.arraycopy(next, row * size, state, offset, hiddenSize);
        if (kind.stateParts() > 1) {
            System.arraycopy(cell, row * size, state, offset + hiddenSize, hiddenSize);
        }
    }

    /** Makes the states after {@code count} rows from {@code from} on those before the rows from {@code to} on. */
    void carry(int from, int to, int count) {
        System.arraycopy(next, from * size, previous, to * size, count * size);
        if (kind.stateParts() > 1) {
            System.arraycopy(cell, from * size, previousCell, to * size, count * size);
        }
    }
}
