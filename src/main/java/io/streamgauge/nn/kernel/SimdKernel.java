package io.streamgauge.nn.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel on the vectors of the machine, by {@code jdk.incubator.vector}.
 *
 * <p>Arguments are clamped by comparing and blending, which lets NaN pass as the plain kernel's minimum and maximum do,
 * in half the instructions. Matrices and gates keep to whole arrays: no vector crosses a call.
 */
final class SimdKernel implements Kernel {
    private static final VectorSpecies<Float> LANES = SimdProduct.LANES;
    private static final int WIDTH = SimdProduct.WIDTH;

    /**
     * A matrix in panels of as many outputs as a row takes at once; a panel is input-major, so that a row reads it from
     * its first value to its last.
     */
    private static final class Panels implements Matrix {
        private final int inputs;
        private final int outputs;
        private final float[] values;

        Panels(int inputs, int outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
            values = new float[inputs * outputs];
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
                count = panel(outputs - i);
                for (int k = 0; k < inputs; k++) {
                    System.arraycopy(source, k * outputs + i, values, i * inputs + k * count, count);
                }
            }
        }

        static int panel(int left) {
            return SimdProduct.rowVectors(left / WIDTH) * WIDTH;
        }
    }

    private static final class Sums implements OuterSum {
        private final int inputs;
        private final int outputs;
        /** Input-major [inputs × outputs]. */
        private final float[] values;

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
            SimdProduct.multiplyAdd(
                    inputs, outputs, rows, a, aOffset, 1, aStride, d, dOffset, dStride, values, 0, outputs, values, 0,
                    outputs);
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
        int outputs = panels.outputs;
        if (rows == 1) {
            row(panels, x, xOffset, start, startOffset, out, outOffset);
            return;
        }
        for (int i = 0, count; i < outputs; i += count) {
            count = Panels.panel(outputs - i);
            SimdProduct.multiplyAdd(
                    rows,
                    count,
                    panels.inputs,
                    x,
                    xOffset,
                    xStride,
                    1,
                    panels.values,
                    i * panels.inputs,
                    count,
                    start,
                    startOffset + i,
                    startStride,
                    out,
                    outOffset + i,
                    outStride);
        }
    }

    /** One row, with as few calls as possible. */
    private static void row(
            Panels panels, float[] x, int xOffset, float[] start, int startOffset, float[] out, int outOffset) {
        int inputs = panels.inputs;
        float[] w = panels.values;
        for (int i = 0, count; i < panels.outputs; i += count) {
            count = Panels.panel(panels.outputs - i);
            int at = i * inputs;
            int from = startOffset + i;
            int to = outOffset + i;
            switch (count / WIDTH) {
                case 12 -> SimdRow.row12(inputs, x, xOffset, 1, w, at, count, start, from, out, to);
                case 8 -> SimdRow.row8(inputs, x, xOffset, 1, w, at, count, start, from, out, to);
                case 6 -> SimdRow.row6(inputs, x, xOffset, 1, w, at, count, start, from, out, to);
                case 4 -> SimdRow.row4(inputs, x, xOffset, 1, w, at, count, start, from, out, to);
                case 2 -> SimdRow.row2(inputs, x, xOffset, 1, w, at, count, start, from, out, to);
                default -> SimdRow.row1(inputs, x, xOffset, 1, w, at, count, start, from, out, to);
            }
        }
    }

    @Override
    public void sigmoid(float[] values, int from, int to) {
        FloatVector half = FloatVector.broadcast(LANES, 0.5f);
        FloatVector most = FloatVector.broadcast(LANES, RationalTanh.CLAMP);
        FloatVector least = FloatVector.broadcast(LANES, -RationalTanh.CLAMP);
        for (int i = from; i < to; i += WIDTH) {
            // σ(x) = tanh(x/2)/2 + 1/2
            FloatVector x = FloatVector.fromArray(LANES, values, i).mul(half);
            x = x.blend(most, x.compare(VectorOperators.GT, most));
            x = x.blend(least, x.compare(VectorOperators.LT, least));
            FloatVector square = x.mul(x);
            FloatVector p = square.fma(
                    FloatVector.broadcast(LANES, RationalTanh.P13), FloatVector.broadcast(LANES, RationalTanh.P11));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P9));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P7));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P5));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P3));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P1));
            FloatVector q = square.fma(
                    FloatVector.broadcast(LANES, RationalTanh.Q6), FloatVector.broadcast(LANES, RationalTanh.Q4));
            q = square.fma(q, FloatVector.broadcast(LANES, RationalTanh.Q2));
            q = square.fma(q, FloatVector.broadcast(LANES, RationalTanh.Q0));
            x.mul(p).div(q).fma(half, half).intoArray(values, i);
        }
    }

    @Override
    public void tanh(float[] values, int from, int to) {
        FloatVector most = FloatVector.broadcast(LANES, RationalTanh.CLAMP);
        FloatVector least = FloatVector.broadcast(LANES, -RationalTanh.CLAMP);
        for (int i = from; i < to; i += WIDTH) {
            FloatVector x = FloatVector.fromArray(LANES, values, i);
            x = x.blend(most, x.compare(VectorOperators.GT, most));
            x = x.blend(least, x.compare(VectorOperators.LT, least));
            FloatVector square = x.mul(x);
            FloatVector p = square.fma(
                    FloatVector.broadcast(LANES, RationalTanh.P13), FloatVector.broadcast(LANES, RationalTanh.P11));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P9));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P7));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P5));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P3));
            p = square.fma(p, FloatVector.broadcast(LANES, RationalTanh.P1));
            FloatVector q = square.fma(
                    FloatVector.broadcast(LANES, RationalTanh.Q6), FloatVector.broadcast(LANES, RationalTanh.Q4));
            q = square.fma(q, FloatVector.broadcast(LANES, RationalTanh.Q2));
            q = square.fma(q, FloatVector.broadcast(LANES, RationalTanh.Q0));
            x.mul(p).div(q).intoArray(values, i);
        }
    }

    @Override
    public void gruForward(int row, int rows, int size, float[] gates, float[] previous, float[] next) {
        for (int b = row; b < row + rows; b++) {
            int at = b * size;
            int n = 4 * at;
            int r = n + size;
            int z = r + size;
            int q = z + size;
            sigmoid(gates, r, q);
            // n = tanh(W_n x + b_in + r ⊙ q)
            for (int i = 0; i < size; i += WIDTH) {
                FloatVector.fromArray(LANES, gates, r + i)
                        .fma(FloatVector.fromArray(LANES, gates, q + i), FloatVector.fromArray(LANES, gates, n + i))
                        .intoArray(gates, n + i);
            }
            tanh(gates, n, r);
            // h' = n + z ⊙ (h − n)
            for (int i = 0; i < size; i += WIDTH) {
                FloatVector candidate = FloatVector.fromArray(LANES, gates, n + i);
                FloatVector.fromArray(LANES, gates, z + i)
                        .fma(FloatVector.fromArray(LANES, previous, at + i).sub(candidate), candidate)
                        .intoArray(next, at + i);
            }
        }
    }

    @Override
    public void gruBackward(
            int row, int rows, int size, float[] gates, float[] previous, float[] hiddenDelta, float[] deltas) {
        FloatVector one = FloatVector.broadcast(LANES, 1f);
        for (int b = 0; b < rows; b++) {
            int at = (row + b) * size;
            int g = 4 * at;
            for (int i = 0; i < size; i += WIDTH) {
                FloatVector n = FloatVector.fromArray(LANES, gates, g + i);
                FloatVector r = FloatVector.fromArray(LANES, gates, g + size + i);
                FloatVector z = FloatVector.fromArray(LANES, gates, g + 2 * size + i);
                FloatVector dh = FloatVector.fromArray(LANES, hiddenDelta, b * size + i);
                FloatVector dn = dh.mul(one.sub(z)).mul(one.sub(n.mul(n)));
                dn.intoArray(deltas, g + i);
                dn.mul(FloatVector.fromArray(LANES, gates, g + 3 * size + i))
                        .mul(r)
                        .mul(one.sub(r))
                        .intoArray(deltas, g + size + i);
                dh.mul(FloatVector.fromArray(LANES, previous, at + i).sub(n))
                        .mul(z)
                        .mul(one.sub(z))
                        .intoArray(deltas, g + 2 * size + i);
                dn.mul(r).intoArray(deltas, g + 3 * size + i);
                dh.mul(z).intoArray(hiddenDelta, b * size + i);
            }
        }
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
        for (int r = row; r < row + rows; r++) {
            int g = r * 4 * size;
            int at = r * size;
            sigmoid(gates, g, g + 2 * size);
            tanh(gates, g + 2 * size, g + 3 * size);
            sigmoid(gates, g + 3 * size, g + 4 * size);
            // c' = f ⊙ c + i ⊙ g
            for (int i = 0; i < size; i += WIDTH) {
                FloatVector c = FloatVector.fromArray(LANES, gates, g + size + i)
                        .fma(
                                FloatVector.fromArray(LANES, previousCell, at + i),
                                FloatVector.fromArray(LANES, gates, g + i)
                                        .mul(FloatVector.fromArray(LANES, gates, g + 2 * size + i)));
                c.intoArray(cell, at + i);
                c.intoArray(squashed, at + i);
            }
            tanh(squashed, at, at + size);
            // h' = o ⊙ tanh c'
            for (int i = 0; i < size; i += WIDTH) {
                FloatVector.fromArray(LANES, gates, g + 3 * size + i)
                        .mul(FloatVector.fromArray(LANES, squashed, at + i))
                        .intoArray(next, at + i);
            }
        }
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
        FloatVector one = FloatVector.broadcast(LANES, 1f);
        FloatVector zero = FloatVector.zero(LANES);
        for (int b = 0; b < rows; b++) {
            int at = (row + b) * size;
            int d = 4 * at;
            for (int j = 0; j < size; j += WIDTH) {
                FloatVector i = FloatVector.fromArray(LANES, gates, d + j);
                FloatVector f = FloatVector.fromArray(LANES, gates, d + size + j);
                FloatVector g = FloatVector.fromArray(LANES, gates, d + 2 * size + j);
                FloatVector o = FloatVector.fromArray(LANES, gates, d + 3 * size + j);
                FloatVector s = FloatVector.fromArray(LANES, squashed, at + j);
                FloatVector dh = FloatVector.fromArray(LANES, hiddenDelta, b * size + j);
                FloatVector dc =
                        dh.mul(o).fma(one.sub(s.mul(s)), FloatVector.fromArray(LANES, cellDelta, b * size + j));
                dc.mul(g).mul(i).mul(one.sub(i)).intoArray(deltas, d + j);
                dc.mul(FloatVector.fromArray(LANES, previousCell, at + j))
                        .mul(f)
                        .mul(one.sub(f))
                        .intoArray(deltas, d + size + j);
                dc.mul(i).mul(one.sub(g.mul(g))).intoArray(deltas, d + 2 * size + j);
                dh.mul(s).mul(o).mul(one.sub(o)).intoArray(deltas, d + 3 * size + j);
                dc.mul(f).intoArray(cellDelta, b * size + j);
                zero.intoArray(hiddenDelta, b * size + j);
            }
        }
    }
}
