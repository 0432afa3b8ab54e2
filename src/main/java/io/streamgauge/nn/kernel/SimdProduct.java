package io.streamgauge.nn.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of matrices with the sums in vector registers.
 *
 * <pre>
 * out_r,i = start_r,i + Σ_k a_r,k w_k,i, one chain of fused multiply-adds per output, k = 0, 1, …
 * </pre>
 *
 * <p>Four rows and up to four vectors of outputs make a tile: every value loaded serves four sums. What is left over,
 * and a single row, goes by up to twelve vectors at once, as many as keep the units for multiply-adds busy. The sums
 * never leave their registers; no vector crosses a call, for the compiler sometimes puts those on the heap.
 */
final class SimdProduct {
    static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    static final int WIDTH = LANES.length();

    private static final int TILE_ROWS = 4;
    /** A tile of 4 × 4 needs 21 registers, one of 4 × 3 needs 16: all that machines with narrower vectors have. */
    private static final int TILE_VECTORS = WIDTH == 16 ? 4 : 3;

    private SimdProduct() {}

    /**
     * The product of all rows.
     *
     * @param terms number of k
     * @param outputs number of i, a multiple of {@link #WIDTH}
     * @param a a_r,k lies at {@code aAt + r·aRow + k·aStep}
     * @param w w_k,i lies at {@code wAt + k·wStep + i}
     * @param start row r at {@code startAt + r·startRow}
     * @param out row r at {@code outAt + r·outRow}
     */
    static void multiplyAdd(
            int rows,
            int outputs,
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
        int tiled = rows / TILE_ROWS * TILE_ROWS;
        int vectors = outputs / WIDTH;
        for (int vector = 0; tiled > 0 && vector < vectors; ) {
            int count = tileVectors(vectors - vector);
            int i = vector * WIDTH;
            for (int r = 0; r < tiled; r += TILE_ROWS) {
                int ar = aAt + r * aRow;
                int sr = startAt + r * startRow + i;
                int or = outAt + r * outRow + i;
                switch (count) {
                    case 4 -> tile4(terms, a, ar, aRow, aStep, w, wAt + i, wStep, start, sr, startRow, out, or, outRow);
                    case 3 -> tile3(terms, a, ar, aRow, aStep, w, wAt + i, wStep, start, sr, startRow, out, or, outRow);
                    case 2 -> tile2(terms, a, ar, aRow, aStep, w, wAt + i, wStep, start, sr, startRow, out, or, outRow);
                    default ->
                        tile1(terms, a, ar, aRow, aStep, w, wAt + i, wStep, start, sr, startRow, out, or, outRow);
                }
            }
            vector += count;
        }
        for (int r = tiled; r < rows; r++) {
            row(
                    vectors,
                    terms,
                    a,
                    aAt + r * aRow,
                    aStep,
                    w,
                    wAt,
                    wStep,
                    start,
                    startAt + r * startRow,
                    out,
                    outAt + r * outRow);
        }
    }

    /** The product of one row. */
    static void row(
            int vectors,
            int terms,
            float[] a,
            int aAt,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            float[] out,
            int outAt) {
        for (int vector = 0; vector < vectors; ) {
            int count = rowVectors(vectors - vector);
            int i = vector * WIDTH;
            switch (count) {
                case 12 -> row12(terms, a, aAt, aStep, w, wAt + i, wStep, start, startAt + i, out, outAt + i);
                case 8 -> row8(terms, a, aAt, aStep, w, wAt + i, wStep, start, startAt + i, out, outAt + i);
                case 6 -> row6(terms, a, aAt, aStep, w, wAt + i, wStep, start, startAt + i, out, outAt + i);
                case 4 -> row4(terms, a, aAt, aStep, w, wAt + i, wStep, start, startAt + i, out, outAt + i);
                case 2 -> row2(terms, a, aAt, aStep, w, wAt + i, wStep, start, startAt + i, out, outAt + i);
                default -> row1(terms, a, aAt, aStep, w, wAt + i, wStep, start, startAt + i, out, outAt + i);
            }
            vector += count;
        }
    }

    /** As many as leave no single vector behind, which would wait for itself at every term. */
    private static int tileVectors(int left) {
        if (left <= TILE_VECTORS) {
            return left;
        }
        return left % TILE_VECTORS == 0 || left > 2 * TILE_VECTORS
                ? TILE_VECTORS
                : Math.min(TILE_VECTORS, (left + 1) / 2);
    }

    private static int rowVectors(int left) {
        if (left % 12 == 0) {
            return 12;
        }
        if (left >= 8) {
            return 8;
        }
        return left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    private static void tile4(
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
        int a1 = aAt + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
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
            x = FloatVector.broadcast(LANES, a[a1]);
            s10 = w0.fma(x, s10);
            s11 = w1.fma(x, s11);
            s12 = w2.fma(x, s12);
            s13 = w3.fma(x, s13);
            x = FloatVector.broadcast(LANES, a[a2]);
            s20 = w0.fma(x, s20);
            s21 = w1.fma(x, s21);
            s22 = w2.fma(x, s22);
            s23 = w3.fma(x, s23);
            x = FloatVector.broadcast(LANES, a[a3]);
            s30 = w0.fma(x, s30);
            s31 = w1.fma(x, s31);
            s32 = w2.fma(x, s32);
            s33 = w3.fma(x, s33);
            aAt += aStep;
            a1 += aStep;
            a2 += aStep;
            a3 += aStep;
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

    private static void tile3(
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
        int a1 = aAt + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        for (int k = 0; k < terms; k++) {
            FloatVector w0 = FloatVector.fromArray(LANES, w, wAt);
            FloatVector w1 = FloatVector.fromArray(LANES, w, wAt + WIDTH);
            FloatVector w2 = FloatVector.fromArray(LANES, w, wAt + 2 * WIDTH);
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s00 = w0.fma(x, s00);
            s01 = w1.fma(x, s01);
            s02 = w2.fma(x, s02);
            x = FloatVector.broadcast(LANES, a[a1]);
            s10 = w0.fma(x, s10);
            s11 = w1.fma(x, s11);
            s12 = w2.fma(x, s12);
            x = FloatVector.broadcast(LANES, a[a2]);
            s20 = w0.fma(x, s20);
            s21 = w1.fma(x, s21);
            s22 = w2.fma(x, s22);
            x = FloatVector.broadcast(LANES, a[a3]);
            s30 = w0.fma(x, s30);
            s31 = w1.fma(x, s31);
            s32 = w2.fma(x, s32);
            aAt += aStep;
            a1 += aStep;
            a2 += aStep;
            a3 += aStep;
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

    private static void tile2(
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
        int a1 = aAt + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        for (int k = 0; k < terms; k++) {
            FloatVector w0 = FloatVector.fromArray(LANES, w, wAt);
            FloatVector w1 = FloatVector.fromArray(LANES, w, wAt + WIDTH);
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s00 = w0.fma(x, s00);
            s01 = w1.fma(x, s01);
            x = FloatVector.broadcast(LANES, a[a1]);
            s10 = w0.fma(x, s10);
            s11 = w1.fma(x, s11);
            x = FloatVector.broadcast(LANES, a[a2]);
            s20 = w0.fma(x, s20);
            s21 = w1.fma(x, s21);
            x = FloatVector.broadcast(LANES, a[a3]);
            s30 = w0.fma(x, s30);
            s31 = w1.fma(x, s31);
            aAt += aStep;
            a1 += aStep;
            a2 += aStep;
            a3 += aStep;
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

    private static void tile1(
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
        int a1 = aAt + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        for (int k = 0; k < terms; k++) {
            FloatVector w0 = FloatVector.fromArray(LANES, w, wAt);
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s00 = w0.fma(x, s00);
            x = FloatVector.broadcast(LANES, a[a1]);
            s10 = w0.fma(x, s10);
            x = FloatVector.broadcast(LANES, a[a2]);
            s20 = w0.fma(x, s20);
            x = FloatVector.broadcast(LANES, a[a3]);
            s30 = w0.fma(x, s30);
            aAt += aStep;
            a1 += aStep;
            a2 += aStep;
            a3 += aStep;
            wAt += wStep;
        }
        s00.intoArray(out, outAt);
        s10.intoArray(out, outAt + outRow);
        s20.intoArray(out, outAt + 2 * outRow);
        s30.intoArray(out, outAt + 3 * outRow);
    }

    private static void row12(
            int terms,
            float[] a,
            int aAt,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            float[] out,
            int outAt) {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + 1 * WIDTH);
        FloatVector s2 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(LANES, start, startAt + 3 * WIDTH);
        FloatVector s4 = FloatVector.fromArray(LANES, start, startAt + 4 * WIDTH);
        FloatVector s5 = FloatVector.fromArray(LANES, start, startAt + 5 * WIDTH);
        FloatVector s6 = FloatVector.fromArray(LANES, start, startAt + 6 * WIDTH);
        FloatVector s7 = FloatVector.fromArray(LANES, start, startAt + 7 * WIDTH);
        FloatVector s8 = FloatVector.fromArray(LANES, start, startAt + 8 * WIDTH);
        FloatVector s9 = FloatVector.fromArray(LANES, start, startAt + 9 * WIDTH);
        FloatVector s10 = FloatVector.fromArray(LANES, start, startAt + 10 * WIDTH);
        FloatVector s11 = FloatVector.fromArray(LANES, start, startAt + 11 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s0 = FloatVector.fromArray(LANES, w, wAt).fma(x, s0);
            s1 = FloatVector.fromArray(LANES, w, wAt + 1 * WIDTH).fma(x, s1);
            s2 = FloatVector.fromArray(LANES, w, wAt + 2 * WIDTH).fma(x, s2);
            s3 = FloatVector.fromArray(LANES, w, wAt + 3 * WIDTH).fma(x, s3);
            s4 = FloatVector.fromArray(LANES, w, wAt + 4 * WIDTH).fma(x, s4);
            s5 = FloatVector.fromArray(LANES, w, wAt + 5 * WIDTH).fma(x, s5);
            s6 = FloatVector.fromArray(LANES, w, wAt + 6 * WIDTH).fma(x, s6);
            s7 = FloatVector.fromArray(LANES, w, wAt + 7 * WIDTH).fma(x, s7);
            s8 = FloatVector.fromArray(LANES, w, wAt + 8 * WIDTH).fma(x, s8);
            s9 = FloatVector.fromArray(LANES, w, wAt + 9 * WIDTH).fma(x, s9);
            s10 = FloatVector.fromArray(LANES, w, wAt + 10 * WIDTH).fma(x, s10);
            s11 = FloatVector.fromArray(LANES, w, wAt + 11 * WIDTH).fma(x, s11);
            aAt += aStep;
            wAt += wStep;
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + 1 * WIDTH);
        s2.intoArray(out, outAt + 2 * WIDTH);
        s3.intoArray(out, outAt + 3 * WIDTH);
        s4.intoArray(out, outAt + 4 * WIDTH);
        s5.intoArray(out, outAt + 5 * WIDTH);
        s6.intoArray(out, outAt + 6 * WIDTH);
        s7.intoArray(out, outAt + 7 * WIDTH);
        s8.intoArray(out, outAt + 8 * WIDTH);
        s9.intoArray(out, outAt + 9 * WIDTH);
        s10.intoArray(out, outAt + 10 * WIDTH);
        s11.intoArray(out, outAt + 11 * WIDTH);
    }

    private static void row8(
            int terms,
            float[] a,
            int aAt,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            float[] out,
            int outAt) {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + 1 * WIDTH);
        FloatVector s2 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(LANES, start, startAt + 3 * WIDTH);
        FloatVector s4 = FloatVector.fromArray(LANES, start, startAt + 4 * WIDTH);
        FloatVector s5 = FloatVector.fromArray(LANES, start, startAt + 5 * WIDTH);
        FloatVector s6 = FloatVector.fromArray(LANES, start, startAt + 6 * WIDTH);
        FloatVector s7 = FloatVector.fromArray(LANES, start, startAt + 7 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s0 = FloatVector.fromArray(LANES, w, wAt).fma(x, s0);
            s1 = FloatVector.fromArray(LANES, w, wAt + 1 * WIDTH).fma(x, s1);
            s2 = FloatVector.fromArray(LANES, w, wAt + 2 * WIDTH).fma(x, s2);
            s3 = FloatVector.fromArray(LANES, w, wAt + 3 * WIDTH).fma(x, s3);
            s4 = FloatVector.fromArray(LANES, w, wAt + 4 * WIDTH).fma(x, s4);
            s5 = FloatVector.fromArray(LANES, w, wAt + 5 * WIDTH).fma(x, s5);
            s6 = FloatVector.fromArray(LANES, w, wAt + 6 * WIDTH).fma(x, s6);
            s7 = FloatVector.fromArray(LANES, w, wAt + 7 * WIDTH).fma(x, s7);
            aAt += aStep;
            wAt += wStep;
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + 1 * WIDTH);
        s2.intoArray(out, outAt + 2 * WIDTH);
        s3.intoArray(out, outAt + 3 * WIDTH);
        s4.intoArray(out, outAt + 4 * WIDTH);
        s5.intoArray(out, outAt + 5 * WIDTH);
        s6.intoArray(out, outAt + 6 * WIDTH);
        s7.intoArray(out, outAt + 7 * WIDTH);
    }

    private static void row6(
            int terms,
            float[] a,
            int aAt,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            float[] out,
            int outAt) {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + 1 * WIDTH);
        FloatVector s2 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(LANES, start, startAt + 3 * WIDTH);
        FloatVector s4 = FloatVector.fromArray(LANES, start, startAt + 4 * WIDTH);
        FloatVector s5 = FloatVector.fromArray(LANES, start, startAt + 5 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s0 = FloatVector.fromArray(LANES, w, wAt).fma(x, s0);
            s1 = FloatVector.fromArray(LANES, w, wAt + 1 * WIDTH).fma(x, s1);
            s2 = FloatVector.fromArray(LANES, w, wAt + 2 * WIDTH).fma(x, s2);
            s3 = FloatVector.fromArray(LANES, w, wAt + 3 * WIDTH).fma(x, s3);
            s4 = FloatVector.fromArray(LANES, w, wAt + 4 * WIDTH).fma(x, s4);
            s5 = FloatVector.fromArray(LANES, w, wAt + 5 * WIDTH).fma(x, s5);
            aAt += aStep;
            wAt += wStep;
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + 1 * WIDTH);
        s2.intoArray(out, outAt + 2 * WIDTH);
        s3.intoArray(out, outAt + 3 * WIDTH);
        s4.intoArray(out, outAt + 4 * WIDTH);
        s5.intoArray(out, outAt + 5 * WIDTH);
    }

    private static void row4(
            int terms,
            float[] a,
            int aAt,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            float[] out,
            int outAt) {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + 1 * WIDTH);
        FloatVector s2 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(LANES, start, startAt + 3 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s0 = FloatVector.fromArray(LANES, w, wAt).fma(x, s0);
            s1 = FloatVector.fromArray(LANES, w, wAt + 1 * WIDTH).fma(x, s1);
            s2 = FloatVector.fromArray(LANES, w, wAt + 2 * WIDTH).fma(x, s2);
            s3 = FloatVector.fromArray(LANES, w, wAt + 3 * WIDTH).fma(x, s3);
            aAt += aStep;
            wAt += wStep;
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + 1 * WIDTH);
        s2.intoArray(out, outAt + 2 * WIDTH);
        s3.intoArray(out, outAt + 3 * WIDTH);
    }

    private static void row2(
            int terms,
            float[] a,
            int aAt,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            float[] out,
            int outAt) {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + 1 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s0 = FloatVector.fromArray(LANES, w, wAt).fma(x, s0);
            s1 = FloatVector.fromArray(LANES, w, wAt + 1 * WIDTH).fma(x, s1);
            aAt += aStep;
            wAt += wStep;
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + 1 * WIDTH);
    }

    private static void row1(
            int terms,
            float[] a,
            int aAt,
            int aStep,
            float[] w,
            int wAt,
            int wStep,
            float[] start,
            int startAt,
            float[] out,
            int outAt) {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt]);
            s0 = FloatVector.fromArray(LANES, w, wAt).fma(x, s0);
            aAt += aStep;
            wAt += wStep;
        }
        s0.intoArray(out, outAt);
    }
}
