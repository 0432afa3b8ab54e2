package io.streamgauge.nn.kernel;

/** A sum of outer products Σ_r a_r d_rᵀ, the gradient of a weight matrix; for one thread at a time. */
public interface OuterSum {

    void clear();

    /**
     * Adds row after row: {@code s_k,i = fma(a_r,k, d_r,i, s_k,i)} for r = 0, 1, …, rows − 1, in this order.
     *
     * @param a row r begins at {@code aOffset + r·aStride} and has as many values as the sum has inputs; a stride of 0
     *     repeats one row; not modified
     * @param d row r begins at {@code dOffset + r·dStride} and has as many values as the sum has outputs; not modified
     */
    void add(int rows, float[] a, int aOffset, int aStride, float[] d, int dOffset, int dStride);

    /** Adds another sum of the same kernel and shape. */
    void add(OuterSum other);

    /** Writes the sums, input-major [inputs × outputs]. */
    void copyTo(float[] out);
}
