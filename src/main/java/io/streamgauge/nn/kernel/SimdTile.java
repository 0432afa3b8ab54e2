package io.streamgauge.nn.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product of four rows with one to four vectors of outputs: every value loaded serves four sums, or as many as
 * there are vectors.
 *
 * <pre>
 * out_r,i = start_r,i + Σ_k a_r,k w_k,i, one chain of fused multiply-adds per output, k = 0, 1, …
 * </pre>
 *
 * <p>Places are those of {@link SimdProduct#multiplyAdd}.
 */
final class SimdTile {
    private static final VectorSpecies<Float> LANES = SimdProduct.LANES;
    private static final int WIDTH = SimdProduct.WIDTH;

    private SimdTile() {}

    static void tile4(
            int terms,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            int startRow,
            float[] out,
            int outAt,
            int outRow) {
        FloatVector s00 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s01 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
        FloatVector s02 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s03 = FloatVector.fromArray(LANES, start, startAt + 3 * WIDTH);
        FloatVector s10 = FloatVector.fromArray(LANES, start, startAt + startRow);
        FloatVector s11 = FloatVector.fromArray(LANES, start, startAt + startRow + WIDTH);
        FloatVector s12 = FloatVector.fromArray(LANES, start, startAt + startRow + 2 * WIDTH);
        FloatVector s13 = FloatVector.fromArray(LANES, start, startAt + startRow + 3 * WIDTH);
        FloatVector s20 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow);
        FloatVector s21 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow + WIDTH);
        FloatVector s22 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow + 2 * WIDTH);
        FloatVector s23 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow + 3 * WIDTH);
        FloatVector s30 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow);
        FloatVector s31 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow + WIDTH);
        FloatVector s32 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow + 2 * WIDTH);
        FloatVector s33 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow + 3 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector w0 = FloatVector.fromArray(LANES, w, wAt);
            FloatVector w1 = FloatVector.fromArray(LANES, w, wAt + WIDTH);
            FloatVector w2 = FloatVector.fromArray(LANES, w, wAt + 2 * WIDTH);
            FloatVector w3 = FloatVector.fromArray(LANES, w, wAt + 3 * WIDTH);
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s00 = w0.fma(x, s00);
            s01 = w1.fma(x, s01);
            s02 = w2.fma(x, s02);
            s03 = w3.fma(x, s03);
            int at = aAt + aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s10 = w0.fma(x, s10);
            s11 = w1.fma(x, s11);
            s12 = w2.fma(x, s12);
            s13 = w3.fma(x, s13);
            at += aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s20 = w0.fma(x, s20);
            s21 = w1.fma(x, s21);
            s22 = w2.fma(x, s22);
            s23 = w3.fma(x, s23);
            at += aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s30 = w0.fma(x, s30);
            s31 = w1.fma(x, s31);
            s32 = w2.fma(x, s32);
            s33 = w3.fma(x, s33);
            aAt += aStep;
            wAt += wStep;
        }
        s00.intoArray(out, outAt);
        s01.intoArray(out, outAt + WIDTH);
        s02.intoArray(out, outAt + 2 * WIDTH);
        s03.intoArray(out, outAt + 3 * WIDTH);
        s10.intoArray(out, outAt + outRow);
        s11.intoArray(out, outAt + outRow + WIDTH);
        s12.intoArray(out, outAt + outRow + 2 * WIDTH);
        s13.intoArray(out, outAt + outRow + 3 * WIDTH);
        s20.intoArray(out, outAt + 2 * outRow);
        s21.intoArray(out, outAt + 2 * outRow + WIDTH);
        s22.intoArray(out, outAt + 2 * outRow + 2 * WIDTH);
        s23.intoArray(out, outAt + 2 * outRow + 3 * WIDTH);
        s30.intoArray(out, outAt + 3 * outRow);
        s31.intoArray(out, outAt + 3 * outRow + WIDTH);
        s32.intoArray(out, outAt + 3 * outRow + 2 * WIDTH);
        s33.intoArray(out, outAt + 3 * outRow + 3 * WIDTH);
    }

    static void tile3(
            int terms,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            int startRow,
            float[] out,
            int outAt,
            int outRow) {
        FloatVector s00 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s01 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
        FloatVector s02 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s10 = FloatVector.fromArray(LANES, start, startAt + startRow);
        FloatVector s11 = FloatVector.fromArray(LANES, start, startAt + startRow + WIDTH);
        FloatVector s12 = FloatVector.fromArray(LANES, start, startAt + startRow + 2 * WIDTH);
        FloatVector s20 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow);
        FloatVector s21 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow + WIDTH);
        FloatVector s22 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow + 2 * WIDTH);
        FloatVector s30 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow);
        FloatVector s31 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow + WIDTH);
        FloatVector s32 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow + 2 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector w0 = FloatVector.fromArray(LANES, w, wAt);
            FloatVector w1 = FloatVector.fromArray(LANES, w, wAt + WIDTH);
            FloatVector w2 = FloatVector.fromArray(LANES, w, wAt + 2 * WIDTH);
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s00 = w0.fma(x, s00);
            s01 = w1.fma(x, s01);
            s02 = w2.fma(x, s02);
            int at = aAt + aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s10 = w0.fma(x, s10);
            s11 = w1.fma(x, s11);
            s12 = w2.fma(x, s12);
            at += aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s20 = w0.fma(x, s20);
            s21 = w1.fma(x, s21);
            s22 = w2.fma(x, s22);
            at += aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s30 = w0.fma(x, s30);
            s31 = w1.fma(x, s31);
            s32 = w2.fma(x, s32);
            aAt += aStep;
            wAt += wStep;
        }
        s00.intoArray(out, outAt);
        s01.intoArray(out, outAt + WIDTH);
        s02.intoArray(out, outAt + 2 * WIDTH);
        s10.intoArray(out, outAt + outRow);
        s11.intoArray(out, outAt + outRow + WIDTH);
        s12.intoArray(out, outAt + outRow + 2 * WIDTH);
        s20.intoArray(out, outAt + 2 * outRow);
        s21.intoArray(out, outAt + 2 * outRow + WIDTH);
        s22.intoArray(out, outAt + 2 * outRow + 2 * WIDTH);
        s30.intoArray(out, outAt + 3 * outRow);
        s31.intoArray(out, outAt + 3 * outRow + WIDTH);
        s32.intoArray(out, outAt + 3 * outRow + 2 * WIDTH);
    }

    static void tile2(
            int terms,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
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
        for (int k = 0; k < terms; k++) {
            FloatVector w0 = FloatVector.fromArray(LANES, w, wAt);
            FloatVector w1 = FloatVector.fromArray(LANES, w, wAt + WIDTH);
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s00 = w0.fma(x, s00);
            s01 = w1.fma(x, s01);
            int at = aAt + aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s10 = w0.fma(x, s10);
            s11 = w1.fma(x, s11);
            at += aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s20 = w0.fma(x, s20);
            s21 = w1.fma(x, s21);
            at += aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s30 = w0.fma(x, s30);
            s31 = w1.fma(x, s31);
            aAt += aStep;
            wAt += wStep;
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

    static void tile1(
            int terms,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            int startRow,
            float[] out,
            int outAt,
            int outRow) {
        FloatVector s00 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s10 = FloatVector.fromArray(LANES, start, startAt + startRow);
        FloatVector s20 = FloatVector.fromArray(LANES, start, startAt + 2 * startRow);
        FloatVector s30 = FloatVector.fromArray(LANES, start, startAt + 3 * startRow);
        for (int k = 0; k < terms; k++) {
            FloatVector w0 = FloatVector.fromArray(LANES, w, wAt);
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s00 = w0.fma(x, s00);
            int at = aAt + aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s10 = w0.fma(x, s10);
            at += aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s20 = w0.fma(x, s20);
            at += aRow;
            x = FloatVector.broadcast(LANES, a[at]);
            s30 = w0.fma(x, s30);
            aAt += aStep;
            wAt += wStep;
        }
        s00.intoArray(out, outAt);
        s10.intoArray(out, outAt + outRow);
        s20.intoArray(out, outAt + 2 * outRow);
        s30.intoArray(out, outAt + 3 * outRow);
    }
}
