package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.kernel.Kernel;
import io.streamgauge.nn.kernel.Matrix;
import io.streamgauge.nn.kernel.OuterSum;

/**
 * A block of a weight tensor as the kernel reads it: a number of columns of all or some gates' rows.
 *
 * <p>The tensor's rows are stacked by gate, {@code units} rows each; in the matrix every gate has padded(units) outputs,
 * in the order of {@code gates}.
 */
final class WeightBlock {
    private final int offset;
    private final int tensorColumns;
    private final int firstColumn;
    private final int columns;
    private final int units;
    private final int paddedUnits;
    private final int[] gates;
    /** Input-major, as {@link Matrix#load} wants it. */
    private final float[] buffer;

    private final Matrix forward;
    /** The transpose, which leads gradients back; only where asked for. */
    private Matrix backward;

    private float[] backwardBuffer = {};

    /**
     * @param tensor [stacked gates·units × tensorColumns]
     * @param firstColumn of the block
     * @param columns of the block
     * @param gates the gates that take part, in the order of the matrix
     */
    WeightBlock(Kernel kernel, Tensor tensor, int firstColumn, int columns, int units, int... gates) {
        offset = tensor.offset();
        tensorColumns = tensor.shape().get(1);
        this.firstColumn = firstColumn;
        this.columns = columns;
        this.units = units;
        this.gates = gates;
        paddedUnits = Kernel.padded(units);
        buffer = new float[columns * outputs()];
        forward = kernel.matrix(columns, outputs());
        backward = kernel.matrix(0, Kernel.PADDING);
    }

    /** Prepares {@link #backward()}. */
    void trainable(Kernel kernel) {
        // The padding of a single gate comes last: its rows are zero and need no terms.
        int terms = gates.length == 1 ? units : outputs();
        backward = kernel.matrix(terms, Kernel.padded(columns));
        backwardBuffer = new float[terms * Kernel.padded(columns)];
    }

    int columns() {
        return columns;
    }

    int outputs() {
        return gates.length * paddedUnits;
    }

    /** W: columns → gates. */
    Matrix forward() {
        return forward;
    }

    /** Wᵀ: gates → padded columns. */
    Matrix backward() {
        return backward;
    }

    /** Takes the block out of the flat parameters. */
    void load(float[] parameters) {
        int outputs = outputs();
        for (int g = 0; g < gates.length; g++) {
            for (int u = 0; u < units; u++) {
                int from = row(g, u);
                int output = g * paddedUnits + u;
                for (int k = 0; k < columns; k++) {
                    buffer[k * outputs + output] = parameters[from + k];
                }
            }
        }
        forward.load(buffer);
        if (backwardBuffer.length > 0) {
            loadBackward(parameters);
        }
    }

    private void loadBackward(float[] parameters) {
        int width = backward.outputs();
        for (int g = 0; g < gates.length; g++) {
            for (int u = 0; u < units; u++) {
                System.arraycopy(parameters, row(g, u), backwardBuffer, (g * paddedUnits + u) * width, columns);
            }
        }
        backward.load(backwardBuffer);
    }

    /** A sum of the shape of {@link #forward()}. */
    OuterSum newGradient(Kernel kernel) {
        return kernel.outerSum(columns, outputs());
    }

    /** Writes a gradient to the block's place in the flat array. */
    void store(OuterSum gradient, float[] out) {
        gradient.copyTo(buffer);
        int outputs = outputs();
        for (int g = 0; g < gates.length; g++) {
            for (int u = 0; u < units; u++) {
                int to = row(g, u);
                int output = g * paddedUnits + u;
                for (int k = 0; k < columns; k++) {
                    out[to + k] = buffer[k * outputs + output];
                }
            }
        }
    }

    /** A sum of the shape of {@link #backward()}. */
    OuterSum newTransposedGradient(Kernel kernel) {
        return kernel.outerSum(backward.inputs(), backward.outputs());
    }

    /** As {@link #store}, of a gradient from {@link #newTransposedGradient}. */
    void storeTransposed(OuterSum gradient, float[] out) {
        gradient.copyTo(backwardBuffer);
        int width = backward.outputs();
        for (int g = 0; g < gates.length; g++) {
            for (int u = 0; u < units; u++) {
                System.arraycopy(backwardBuffer, (g * paddedUnits + u) * width, out, row(g, u), columns);
            }
        }
    }

    private int row(int g, int unit) {
        return offset + (gates[g] * units + unit) * tensorColumns + firstColumn;
    }
}
