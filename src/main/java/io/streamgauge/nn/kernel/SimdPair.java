package io.streamgauge.nn.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product of rows with two vectors of outputs, six or four rows at a time.
 *
 * <pre>
 * out_r,i = start_r,i + Σ_k a_r,k w_k,i, one chain of fused multiply-adds per output, k = 0, 1, …
 * </pre>
 *
 * <p>A row of a is contiguous, a_r,k at {@code aAt + r·aRow + k}. The values of w stand
 * without a gap, w_k,i at {@code wAt + k·2·WIDTH + i}; the other places are those of {@link SimdProduct#multiplyAdd}.
 * Steps that are known when the code is compiled leave the loop without checks and with few addresses: with steps that
 * are not, these were moved through vector registers at every turn.
 */
final class SimdPair {
    private static final VectorSpecies<Float> LANES = SimdProduct.LANES;
    private static final int WIDTH = SimdProduct.WIDTH;

    private SimdPair() {}

    /** The product of {@code rows} rows, as many as {@link SimdProduct#tiled} says, with two vectors of outputs. */
    static void pair(
            int rows,
            int terms,
            float[] a,
            int aAt,
            int aRow,
            float[] w,
            int wAt,
            float[] start,
            int startAt,
            int startRow,
            float[] out,
            int outAt,
            int outRow) {
        int sixes = SimdProduct.rowsBySix(rows);
        for (int r = 0; r < sixes; r += 6) {
            six(
                    terms,
                    a,
                    aAt + r * aRow,
                    aRow,
                    w,
                    wAt,
                    start,
                    startAt + r * startRow,
                    startRow,
                    out,
                    outAt + r * outRow,
                    outRow);
        }
        for (int r = sixes; r < rows; r += 4) {
            four(
                    terms,
                    a,
                    aAt + r * aRow,
                    aRow,
                    w,
                    wAt,
                    start,
                    startAt + r * startRow,
                    startRow,
                    out,
                    outAt + r * outRow,
                    outRow);
        }
    }

    private static void six(
            int terms,
            float[] a,
            int aAt,
            int aRow,
            float[] w,
            int wAt,
            float[] start,
            int startAt,
            int startRow,
            float[] out,
            int outAt,
            int outRow) {
        FloatVector s00 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s01 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
        FloatVector s10 = FloatVector.fromArray(LANES, start, startAt + startRow);
        FloatVector s11 = FloatVector.fromArray(LANES, start, startAt + startRow + WIDTH);
        FloatVector s20 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow);
        FloatVector s21 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow + WIDTH);
        FloatVector s30 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow);
        FloatVector s31 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow + WIDTH);
        FloatVector s40 = FloatVector.fromArray(LANES, start, startAt + 4 * startRow);
        FloatVector s41 = FloatVector.fromArray(LANES, start, startAt + 4 * startRow + WIDTH);
        FloatVector s50 = FloatVector.fromArray(LANES, start, startAt + 5 * startRow);
        FloatVector s51 = FloatVector.fromArray(LANES, start, startAt + 5 * startRow + WIDTH);
        int a1 = aAt + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        for (int k = 0; k < terms; k++) {
            FloatVector w0 = FloatVector.fromArray(LANES, w, wAt + k * 2 * WIDTH);
            FloatVector w1 = FloatVector.fromArray(LANES, w, wAt + k * 2 * WIDTH + WIDTH);
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k]);
            s00 = w0.fma(x, s00);
            s01 = w1.fma(x, s01);
            x = FloatVector.broadcast(LANES, a[a1 + k]);
            s10 = w0.fma(x, s10);
            s11 = w1.fma(x, s11);
            x = FloatVector.broadcast(LANES, a[a2 + k]);
            s20 = w0.fma(x, s20);
            s21 = w1.fma(x, s21);
            x = FloatVector.broadcast(LANES, a[a3 + k]);
            s30 = w0.fma(x, s30);
            s31 = w1.fma(x, s31);
            x = FloatVector.broadcast(LANES, a[a4 + k]);
            s40 = w0.fma(x, s40);
            s41 = w1.fma(x, s41);
            x = FloatVector.broadcast(LANES, a[a5 + k]);
            s50 = w0.fma(x, s50);
            s51 = w1.fma(x, s51);
        }
        s00.intoArray(out, outAt);
        s01.intoArray(out, outAt + WIDTH);
        s10.intoArray(out, outAt + outRow);
        s11.intoArray(out, outAt + outRow + WIDTH);
        s20.intoArray(out, outAt + 2 * outRow);
        s21.intoArray(out, outAt + 2 * outRow + WIDTH);
        s30.intoArray(out, outAt + 3 * outRow);
        s31.intoArray(out, outAt + 3 * outRow + WIDTH);
        s40.intoArray(out, outAt + 4 * outRow);
        s41.intoArray(out, outAt + 4 * outRow + WIDTH);
        s50.intoArray(out, outAt + 5 * outRow);
        s51.intoArray(out, outAt + 5 * outRow + WIDTH);
    }

    private static void four(
            int terms,
            float[] a,
            int aAt,
            int aRow,
            float[] w,
            int wAt,
            float[] start,
            int startAt,
            int startRow,
            float[] out,
            int outAt,
            int outRow) {
        FloatVector s00 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s01 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
        FloatVector s10 = FloatVector.fromArray(LANES, start, startAt + startRow);
        FloatVector s11 = FloatVector.fromArray(LANES, start, startAt + startRow + WIDTH);
        FloatVector s20 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow);
        FloatVector s21 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow + WIDTH);
        FloatVector s30 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow);
        FloatVector s31 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow + WIDTH);
        int a1 = aAt + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        for (int k = 0; k < terms; k++) {
            FloatVector w0 = FloatVector.fromArray(LANES, w, wAt + k * 2 * WIDTH);
            FloatVector w1 = FloatVector.fromArray(LANES, w, wAt + k * 2 * WIDTH + WIDTH);
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k]);
            s00 = w0.fma(x, s00);
            s01 = w1.fma(x, s01);
            x = FloatVector.broadcast(LANES, a[a1 + k]);
            s10 = w0.fma(x, s10);
            s11 = w1.fma(x, s11);
            x = FloatVector.broadcast(LANES, a[a2 + k]);
            s20 = w0.fma(x, s20);
            s21 = w1.fma(x, s21);
            x = FloatVector.broadcast(LANES, a[a3 + k]);
            s30 = w0.fma(x, s30);
            s31 = w1.fma(x, s31);
        }
        s00.intoArray(out, outAt);
        s01.intoArray(out, outAt + WIDTH);
        s10.intoArray(out, outAt + outRow);
        s11.intoArray(out, outAt + outRow + WIDTH);
        s20.intoArray(out, outAt + 2 * outRow);
        s21.intoArray(out, outAt + 2 * outRow + WIDTH);
        s30.intoArray(out, outAt + 3 * outRow);
        s31.intoArray(out, outAt + 3 * outRow + WIDTH);
    }
}
