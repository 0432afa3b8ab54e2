package io.streamgauge.nn.kernel;

/**
 * The inner loops of a recurrent network, which every implementation computes to the same bit.
 *
 * <p>A matrix is given as one array per column. The order of every sum is fixed, one chain of fused multiply-adds per
 * output, so that the width of the machine's vectors cannot show in the result: lanes are outputs, never partial sums.
 */
public interface Kernel {

    /**
     * The chain {@code out_i = fma(W_i,k, x_k, out_i)} for k = 0, 1, …, {@code columnCount} − 1, in this order.
     *
     * @param columns W by columns, each at least as long as {@code out}; not modified
     * @param columnCount number of columns that take part
     * @param x holds x_0 at {@code xOffset}; not modified
     * @param out start of the chains and, after the call, their end; its length is the number of rows
     */
    void multiplyAdd(float[][] columns, int columnCount, float[] x, int xOffset, float[] out);

    /** The hyperbolic tangent of {@code out[from]} to {@code out[to - 1]}, in place. */
    void tanh(int from, int to, float[] out);

    /** The logistic function of {@code out[from]} to {@code out[to - 1]}, in place. */
    void sigmoid(int from, int to, float[] out);
}
