package io.streamgauge.nn.kernel;

/**
 * The inner loops of a recurrent network, which every implementation computes to the same bit.
 *
 * <p>The order of every sum is fixed, one chain of fused multiply-adds per output, so that the width of the machine's
 * vectors cannot show in the result: lanes are outputs, never partial sums. Elementwise formulas are evaluated
 * operation by operation as they are written here.
 *
 * <p>Vectors are padded to a multiple of {@link #PADDING} values ({@link #padded}), so that loops need no tail; what
 * the padding holds is computed like the rest and means nothing. A <em>row</em> is one step of one sequence; the rows of
 * a matrix of activations follow each other without a gap. Implementations have no state and serve any thread.
 */
public interface Kernel {
    /** Every padded length is a multiple of this, the lanes of the widest vectors known. */
    int PADDING = 16;

    /** The smallest multiple of {@link #PADDING} that is not below {@code length}. */
    static int padded(int length) {
        return (length + PADDING - 1) / PADDING * PADDING;
    }

    /** The name in logs and metrics. */
    String name();

    /** A weight matrix that maps {@code inputs} values to {@code outputs} values, a multiple of {@link #PADDING}. */
    Matrix matrix(int inputs, int outputs);

    /** A sum of outer products, of the shape of {@link #matrix}. */
    OuterSum outerSum(int inputs, int outputs);

    /**
     * The chains {@code out_r,i = fma(w_i,k, x_r,k, out_r,i)} for k = 0, 1, …, inputs − 1, in this order, of a number of
     * rows.
     *
     * @param w made by this kernel
     * @param x row r begins at {@code xOffset + r·xStride}; not modified
     * @param start where the chains begin: row r at {@code startOffset + r·startStride}; a stride of 0 starts every row at
     *     the same values; may be {@code out} at the same places
     * @param out row r begins at {@code outOffset + r·outStride}
     */
    void multiplyAdd(
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
            int outStride);

    /** The logistic function of {@code values[from]} to {@code values[to − 1]}, in place; both are padded. */
    void sigmoid(float[] values, int from, int to);

    /** The hyperbolic tangent of {@code values[from]} to {@code values[to − 1]}, in place; both are padded. */
    void tanh(float[] values, int from, int to);

    /**
     * The gates of gated recurrent units with the reset gate after the recurrent product:
     *
     * <pre>
     * r ← σ(r), z ← σ(z), n ← tanh(n + r ⊙ q), h' = n + z ⊙ (h − n)
     * </pre>
     *
     * @param row the first row
     * @param size the padded number of units
     * @param gates rows of n|r|z|q [4·size], on entry pre-activations, in n only the part W_n x + b_in; q = U_n h + b_hn
     *     stays as it is
     * @param previous rows of h [size]
     * @param next rows of h' [size]
     */
    void gruForward(int row, int rows, int size, float[] gates, float[] previous, float[] next);

    /**
     * The way back through {@link #gruForward}:
     *
     * <pre>
     * δn = ∂h' ⊙ (1 − z) ⊙ (1 − n²)      δz = ∂h' ⊙ (h − n) ⊙ z ⊙ (1 − z)
     * δr = δn ⊙ q ⊙ r ⊙ (1 − r)          δq = δn ⊙ r          ∂h = ∂h' ⊙ z
     * </pre>
     *
     * @param hiddenDelta one row [size] per row from {@code row} on: on entry ∂L/∂h', then the part of ∂L/∂h that goes
     *     past the gates
     * @param deltas rows of δn|δr|δz|δq [4·size]; may be {@code gates}
     */
    void gruBackward(int row, int rows, int size, float[] gates, float[] previous, float[] hiddenDelta, float[] deltas);

    /**
     * The gates of long short-term memory:
     *
     * <pre>
     * i ← σ(i), f ← σ(f), g ← tanh(g), o ← σ(o), c' = f ⊙ c + i ⊙ g, s = tanh(c'), h' = o ⊙ s
     * </pre>
     *
     * @param gates rows of i|f|g|o [4·size], on entry their pre-activations
     * @param previousCell rows of c [size]
     * @param cell rows of c' [size]
     * @param squashed rows of s [size]
     * @param next rows of h' [size]
     */
    void lstmForward(
            int row,
            int rows,
            int size,
            float[] gates,
            float[] previousCell,
            float[] cell,
            float[] squashed,
            float[] next);

    /**
     * The way back through {@link #lstmForward}:
     *
     * <pre>
     * ∂c' = ∂c'(next step) + ∂h' ⊙ o ⊙ (1 − s²)
     * δi = ∂c' ⊙ g ⊙ i ⊙ (1 − i)      δf = ∂c' ⊙ c ⊙ f ⊙ (1 − f)
     * δg = ∂c' ⊙ i ⊙ (1 − g²)         δo = ∂h' ⊙ s ⊙ o ⊙ (1 − o)          ∂c = ∂c' ⊙ f
     * </pre>
     *
     * @param hiddenDelta one row [size] of ∂L/∂h' per row from {@code row} on; set to 0, for nothing goes past the gates
     * @param cellDelta one row [size] per row from {@code row} on: on entry ∂c' from the next step, then ∂c
     * @param deltas rows of δi|δf|δg|δo [4·size]; may be {@code gates}
     */
    void lstmBackward(
            int row,
            int rows,
            int size,
            float[] gates,
            float[] previousCell,
            float[] squashed,
            float[] hiddenDelta,
            float[] cellDelta,
            float[] deltas);
}
