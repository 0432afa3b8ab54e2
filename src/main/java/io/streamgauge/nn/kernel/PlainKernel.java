package io.streamgauge.nn.kernel;

/**
 * The kernel in plain Java, written so that the compiler vectorises it: unit-stride loops over the outputs that start
 * at 0 in every array, several columns to a pass so that an output is loaded and stored once per pass.
 */
public final class PlainKernel implements Kernel {
    private static final int COLUMNS_PER_PASS = 8;

    @Override
    public void multiplyAdd(float[][] columns, int columnCount, float[] x, int xOffset, float[] out) {
        int k = 0;
        for (; k + COLUMNS_PER_PASS <= columnCount; k += COLUMNS_PER_PASS) {
            eightColumns(columns, k, x, xOffset + k, out);
        }
        for (; k < columnCount; k++) {
            oneColumn(columns[k], x[xOffset + k], out);
        }
    }

    private static void eightColumns(float[][] columns, int k, float[] x, int xOffset, float[] out) {
        float[] w0 = columns[k];
        float[] w1 = columns[k + 1];
        float[] w2 = columns[k + 2];
        float[] w3 = columns[k + 3];
        float[] w4 = columns[k + 4];
        float[] w5 = columns[k + 5];
        float[] w6 = columns[k + 6];
        float[] w7 = columns[k + 7];
        float x0 = x[xOffset];
        float x1 = x[xOffset + 1];
        float x2 = x[xOffset + 2];
        float x3 = x[xOffset + 3];
        float x4 = x[xOffset + 4];
        float x5 = x[xOffset + 5];
        float x6 = x[xOffset + 6];
        float x7 = x[xOffset + 7];
        for (int i = 0; i < out.length; i++) {
            float sum = Math.fma(w0[i], x0, out[i]);
            sum = Math.fma(w1[i], x1, sum);
            sum = Math.fma(w2[i], x2, sum);
            sum = Math.fma(w3[i], x3, sum);
            sum = Math.fma(w4[i], x4, sum);
            sum = Math.fma(w5[i], x5, sum);
            sum = Math.fma(w6[i], x6, sum);
            out[i] = Math.fma(w7[i], x7, sum);
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
