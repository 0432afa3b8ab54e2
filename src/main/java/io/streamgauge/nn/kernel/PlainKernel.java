package io.streamgauge.nn.kernel;

/**
 * The kernel in plain Java, written so that the compiler vectorises it: unit-stride loops over the outputs that start
 * at 0 in every array, four columns to a pass so that an output is loaded and stored once for four terms. A loop body of
 * eight columns exceeds what C2 unrolls, and stays scalar.
 */
public final class PlainKernel implements Kernel {
    private static final int COLUMNS_PER_PASS = 4;

    @Override
    public void multiplyAdd(float[][] columns, int columnCount, float[] x, int xOffset, float[] out) {
        int k = 0;
        for (; k + COLUMNS_PER_PASS <= columnCount; k += COLUMNS_PER_PASS) {
            fourColumns(columns, k, x, xOffset + k, out);
        }
        for (; k < columnCount; k++) {
            oneColumn(columns[k], x[xOffset + k], out);
        }
    }

    private static void fourColumns(float[][] columns, int k, float[] x, int xOffset, float[] out) {
        float[] w0 = columns[k];
        float[] w1 = columns[k + 1];
        float[] w2 = columns[k + 2];
        float[] w3 = columns[k + 3];
        float x0 = x[xOffset];
        float x1 = x[xOffset + 1];
        float x2 = x[xOffset + 2];
        float x3 = x[xOffset + 3];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.fma(w3[i], x3, Math.fma(w2[i], x2, Math.fma(w1[i], x1, Math.fma(w0[i], x0, out[i]))));
        }
    }

    private static void oneColumn(float[] column, float x, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.fma(column[i], x, out[i]);
        }
    }

    @Override
    public void tanh(int from, int to, float[] out) {
        for (int i = from; i < to; i++) {
            out[i] = RationalTanh.tanh(out[i]);
        }
    }

    @Override
    public void sigmoid(int from, int to, float[] out) {
        for (int i = from; i < to; i++) {
            out[i] = RationalTanh.sigmoid(out[i]);
        }
    }
}
