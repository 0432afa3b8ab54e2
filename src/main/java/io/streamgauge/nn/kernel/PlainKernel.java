package io.streamgauge.nn.kernel;

import java.util.Arrays;

/**
 * The kernel in plain Java, written so that the compiler vectorises it: short loop bodies of unit stride, one array per
 * column of a matrix, four columns to a pass so that an output is loaded and stored once for four terms. A loop body of
 * eight columns exceeds what C2 unrolls, and stays scalar.
 */
public final class PlainKernel implements Kernel {
    private static final int TERMS_PER_PASS = 4;

    private record Columns(int inputs, int outputs, float[][] columns) implements Matrix {
        @Override
        public void load(float[] values) {
            for (int k = 0; k < inputs; k++) {
                System.arraycopy(values, k * outputs, columns[k], 0, outputs);
            }
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private static final class Rows implements OuterSum {
        private final float[][] sums;
        /** Copies of the rows of a pass, which begin at 0 as the compiler wants them. */
        private final float[][] terms;

        Rows(int inputs, int outputs) {
            sums = new float[inputs][outputs];
            terms = new float[TERMS_PER_PASS][outputs];
        }

        @Override
        public void clear() {
            for (float[] sum : sums) {
                Arrays.fill(sum, 0);
            }
        }

        @Override
        public void add(int rows, float[] a, int aOffset, int aStride, float[] d, int dOffset, int dStride) {
            for (int r = 0; r < rows; r += TERMS_PER_PASS) {
                int count = Math.min(TERMS_PER_PASS, rows - r);
                for (int i = 0; i < count; i++) {
                    System.arraycopy(d, dOffset + (r + i) * dStride, terms[i], 0, terms[i].length);
                }
                for (int k = 0; k < sums.length; k++) {
                    addPass(sums[k], count, a, aOffset + r * aStride + k, aStride);
                }
            }
        }

        private void addPass(float[] sum, int count, float[] a, int at, int stride) {
            if (count == TERMS_PER_PASS) {
                fourTerms(terms, 0, a[at], a[at + stride], a[at + 2 * stride], a[at + 3 * stride], sum, 0);
            } else {
                for (int i = 0; i < count; i++) {
                    oneTerm(terms[i], a[at + i * stride], sum, 0);
                }
            }
        }

        @Override
        public void add(OuterSum other) {
            float[][] others = ((Rows) other).sums;
            for (int k = 0; k < sums.length; k++) {
                float[] sum = sums[k];
                float[] more = others[k];
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += more[i];
                }
            }
        }

        @Override
        public void copyTo(float[] out) {
            for (int k = 0; k < sums.length; k++) {
                System.arraycopy(sums[k], 0, out, k * sums[k].length, sums[k].length);
            }
        }
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Matrix matrix(int inputs, int outputs) {
        return new Columns(inputs, outputs, new float[inputs][outputs]);
    }

    @Override
    public OuterSum outerSum(int inputs, int outputs) {
        return new Rows(inputs, outputs);
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
        float[][] columns = ((Columns) w).columns;
        int outputs = w.outputs();
        for (int r = 0; r < rows; r++) {
            int from = startOffset + r * startStride;
            int to = outOffset + r * outStride;
            if (start != out || from != to) {
                System.arraycopy(start, from, out, to, outputs);
            }
            chain(columns, x, xOffset + r * xStride, out, to);
        }
    }

    private static void chain(float[][] columns, float[] x, int xOffset, float[] out, int outOffset) {
        int k = 0;
        for (; k + TERMS_PER_PASS <= columns.length; k += TERMS_PER_PASS) {
            int at = xOffset + k;
            fourTerms(columns, k, x[at], x[at + 1], x[at + 2], x[at + 3], out, outOffset);
        }
        for (; k < columns.length; k++) {
            oneTerm(columns[k], x[xOffset + k], out, outOffset);
        }
    }

    private static void fourTerms(
            float[][] columns, int k, float x0, float x1, float x2, float x3, float[] out, int offset) {
        float[] w0 = columns[k];
        float[] w1 = columns[k + 1];
        float[] w2 = columns[k + 2];
        float[] w3 = columns[k + 3];
        for (int i = 0; i < w0.length; i++) {
            out[offset + i] =
                    Math.fma(w3[i], x3, Math.fma(w2[i], x2, Math.fma(w1[i], x1, Math.fma(w0[i], x0, out[offset + i]))));
        }
    }

    private static void oneTerm(float[] column, float x, float[] out, int offset) {
        for (int i = 0; i < column.length; i++) {
            out[offset + i] = Math.fma(column[i], x, out[offset + i]);
        }
    }

    @Override
    public void sigmoid(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = RationalTanh.sigmoid(values[i]);
        }
    }

    @Override
    public void tanh(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = RationalTanh.tanh(values[i]);
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
            for (int i = 0; i < size; i++) {
                gates[n + i] = Math.fma(gates[r + i], gates[q + i], gates[n + i]);
            }
            tanh(gates, n, r);
            // h' = n + z ⊙ (h − n)
            for (int i = 0; i < size; i++) {
                float candidate = gates[n + i];
                next[at + i] = Math.fma(gates[z + i], previous[at + i] - candidate, candidate);
            }
        }
    }

    @Override
    public void gruBackward(
            int row, int rows, int size, float[] gates, float[] previous, float[] hiddenDelta, float[] deltas) {
        for (int b = 0; b < rows; b++) {
            int at = (row + b) * size;
            int g = 4 * at;
            for (int i = 0; i < size; i++) {
                float n = gates[g + i];
                float r = gates[g + size + i];
                float z = gates[g + 2 * size + i];
                float dh = hiddenDelta[b * size + i];
                float dn = dh * (1 - z) * (1 - n * n);
                deltas[g + i] = dn;
                deltas[g + size + i] = dn * gates[g + 3 * size + i] * r * (1 - r);
                deltas[g + 2 * size + i] = dh * (previous[at + i] - n) * z * (1 - z);
                deltas[g + 3 * size + i] = dn * r;
                hiddenDelta[b * size + i] = dh * z;
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
            for (int i = 0; i < size; i++) {
                float c = Math.fma(gates[g + size + i], previousCell[at + i], gates[g + i] * gates[g + 2 * size + i]);
                cell[at + i] = c;
                squashed[at + i] = c;
            }
            tanh(squashed, at, at + size);
            // h' = o ⊙ tanh c'
            for (int i = 0; i < size; i++) {
                next[at + i] = gates[g + 3 * size + i] * squashed[at + i];
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
        for (int b = 0; b < rows; b++) {
            int g = (row + b) * 4 * size;
            int at = (row + b) * size;
            for (int j = 0; j < size; j++) {
                float i = gates[g + j];
                float f = gates[g + size + j];
                float candidate = gates[g + 2 * size + j];
                float o = gates[g + 3 * size + j];
                float s = squashed[at + j];
                float dh = hiddenDelta[b * size + j];
                float dc = Math.fma(dh * o, 1 - s * s, cellDelta[b * size + j]);
                deltas[g + j] = dc * candidate * i * (1 - i);
                deltas[g + size + j] = dc * previousCell[at + j] * f * (1 - f);
                deltas[g + 2 * size + j] = dc * i * (1 - candidate * candidate);
                deltas[g + 3 * size + j] = dh * s * o * (1 - o);
                cellDelta[b * size + j] = dc * f;
                hiddenDelta[b * size + j] = 0;
            }
        }
    }
}
