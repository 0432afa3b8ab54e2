package io.streamgauge.nn.kernel;

import java.util.Arrays;

/**
 * The kernel on the vectors of the machine, by {@code jdk.incubator.vector}.
 *
 * <p>Its parts keep to whole arrays: no vector crosses a call, for the compiler sometimes puts those on the heap.
 */
final class SimdKernel implements Kernel {
    private static final int WIDTH = SimdProduct.WIDTH;

    /**
     * A matrix twice, in panels of as many outputs as are computed at once: by a row, and by a tile. A panel is
     * input-major, so that it is read from its first value to its last.
     */
    private static final class Panels implements Matrix {
        private final int inputs;
        private final int outputs;
        private final VectorMemory forRows;
        private final float[] forTiles;

        Panels(int inputs, int outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
            forRows = new VectorMemory(inputs * outputs);
            forTiles = new float[inputs * outputs];
        }

        @Override
        public int inputs() {
            return inputs;
        }

        @Override
        public int outputs() {
            return outputs;
        }

        @Override
        public void load(float[] source) {
            for (int i = 0, count; i < outputs; i += count) {
                count = rowPanel(outputs - i);
                for (int k = 0; k < inputs; k++) {
                    forRows.put(i * inputs + k * count, source, k * outputs + i, count);
                }
            }
            for (int i = 0, count; i < outputs; i += count) {
                count = tilePanel(outputs - i);
                for (int k = 0; k < inputs; k++) {
                    System.arraycopy(source, k * outputs + i, forTiles, i * inputs + k * count, count);
                }
            }
        }

        static int rowPanel(int left) {
            return SimdProduct.rowVectors(left / WIDTH) * WIDTH;
        }

        static int tilePanel(int left) {
            return SimdProduct.tileVectors(left / WIDTH) * WIDTH;
        }
    }

    private static final class Sums implements OuterSum {
        /** Fewer inputs do not repay a copy of the rows. */
        private static final int LEAST_INPUTS = 16;
        /** What the nearest cache holds beside the other factor. */
        private static final int PACKED_ROWS = 64;

        private static final int PACKED_OUTPUTS = SimdProduct.TILE_VECTORS * WIDTH;

        private final int inputs;
        private final int outputs;
        /** Input-major [inputs × outputs]. */
        private final float[] values;

        /**
         * As many outputs as a tile takes, row after row: rows that lie a power of two apart would push each other out of
         * the cache.
         */
        private final float[] packed = new float[PACKED_ROWS * PACKED_OUTPUTS];

        Sums(int inputs, int outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
            values = new float[inputs * outputs];
        }

        @Override
        public void clear() {
            Arrays.fill(values, 0);
        }

        @Override
        public void add(int rows, float[] a, int aOffset, int aStride, float[] d, int dOffset, int dStride) {
            if (inputs < LEAST_INPUTS) {
                multiplyAdd(outputs, rows, a, aOffset, aStride, d, dOffset, dStride, 0);
                return;
            }
            for (int r = 0; r < rows; r += PACKED_ROWS) {
                int count = Math.min(PACKED_ROWS, rows - r);
                for (int i = 0; i < outputs; i += PACKED_OUTPUTS) {
                    int width = Math.min(PACKED_OUTPUTS, outputs - i);
                    SimdProduct.pack(count, width, d, dOffset + r * dStride + i, dStride, packed);
                    multiplyAdd(width, count, a, aOffset + r * aStride, aStride, packed, 0, width, i);
                }
            }
        }

        private void multiplyAdd(
                int width, int rows, float[] a, int aAt, int aStep, float[] d, int dAt, int dStep, int at) {
            SimdProduct.multiplyAdd(
                    inputs, width, rows, a, aAt, 1, aStep, d, dAt, dStep, values, at, outputs, values, at, outputs);
        }

        @Override
        public void add(OuterSum other) {
            float[] more = ((Sums) other).values;
            for (int i = 0; i < values.length; i++) {
                values[i] += more[i];
            }
        }

        @Override
        public void copyTo(float[] out) {
            System.arraycopy(values, 0, out, 0, values.length);
        }
    }

    @Override
    public String name() {
        return "simd-" + WIDTH * Float.SIZE;
    }

    @Override
    public Matrix matrix(int inputs, int outputs) {
        return new Panels(inputs, outputs);
    }

    @Override
    public OuterSum outerSum(int inputs, int outputs) {
        return new Sums(inputs, outputs);
    }

    @Override
    public void multiplyAdd(
            Matrix w,
            int rows,
            float[] x,
            int xOffset,
            int xStride,
            float[] start,
            int startOffset,
            int startStride,
            float[] out,
            int outOffset,
            int outStride) {
        Panels panels = (Panels) w;
        int tiled = SimdProduct.tiled(rows);
        for (int i = 0, count; tiled > 0 && i < panels.outputs; i += count) {
            count = Panels.tilePanel(panels.outputs - i);
            SimdProduct.tiles(
                    tiled,
                    count,
                    panels.inputs,
                    x,
                    xOffset,
                    xStride,
                    1,
                    panels.forTiles,
                    i * panels.inputs,
                    count,
                    start,
                    startOffset + i,
                    startStride,
                    out,
                    outOffset + i,
                    outStride);
        }
        for (int r = tiled; r < rows; r++) {
            row(panels, x, xOffset + r * xStride, start, startOffset + r * startStride, out, outOffset + r * outStride);
        }
    }

    /** One row, with as few calls as possible. */
    private static void row(
            Panels panels, float[] x, int xOffset, float[] start, int startOffset, float[] out, int outOffset) {
        int inputs = panels.inputs;
        for (int i = 0, count; i < panels.outputs; i += count) {
            count = Panels.rowPanel(panels.outputs - i);
            SimdRow.row(
                    count / WIDTH,
                    inputs,
                    x,
                    xOffset,
                    panels.forRows,
                    i * inputs,
                    start,
                    startOffset + i,
                    out,
                    outOffset + i);
        }
    }

    @Override
    public void sigmoid(float[] values, int from, int to) {
        SimdActivation.sigmoid(values, from, to);
    }

    @Override
    public void tanh(float[] values, int from, int to) {
        SimdActivation.tanh(values, from, to);
    }

    @Override
    public void gruForward(int row, int rows, int size, float[] gates, float[] previous, float[] next) {
        SimdGates.gruForward(row, rows, size, gates, previous, next);
    }

    @Override
    public void gruBackward(
            int row, int rows, int size, float[] gates, float[] previous, float[] hiddenDelta, float[] deltas) {
        SimdGates.gruBackward(row, rows, size, gates, previous, hiddenDelta, deltas);
    }

    @Override
    public void lstmForward(
            int row,
            int rows,
            int size,
            float[] gates,
            float[] previousCell,
            float[] cell,
            float[] squashed,
            float[] next) {
        SimdGates.lstmForward(row, rows, size, gates, previousCell, cell, squashed, next);
    }

    @Override
    public void lstmBackward(
            int row,
            int rows,
            int size,
            float[] gates,
            float[] previousCell,
            float[] squashed,
            float[] hiddenDelta,
            float[] cellDelta,
            float[] deltas) {
        SimdGates.lstmBackward(row, rows, size, gates, previousCell, squashed, hiddenDelta, cellDelta, deltas);
    }
}
