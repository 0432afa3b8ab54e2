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
 * <p>Four rows and up to four vectors of outputs make a tile: every value loaded serves four sums. Rows that are left over
 * go by up to four vectors at once, from arrays with strides; {@link SimdRow} has those of a matrix. The sums
 * never leave their registers; no vector crosses a call, for the compiler sometimes puts those on the heap.
 */
final class SimdProduct {
    static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    static final int WIDTH = LANES.length();

    private static final int TILE_ROWS = 4;
    /** A tile of 4 × 4 needs 21 registers, one of 4 × 3 needs 16: all that machines with narrower vectors have. */
    static final int TILE_VECTORS = WIDTH == 16 ? 4 : 3;

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
        int tiled = tiled(rows);
        if (tiled > 0) {
            tiles(
                    tiled, outputs, terms, a, aAt, aRow, aStep, w, wAt, wStep, start, startAt, startRow, out, outAt,
                    outRow);
        }
        for (int r = tiled; r < rows; r++) {
            row(
                    outputs / WIDTH,
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

    /** How many of a number of rows make whole tiles. */
    static int tiled(int rows) {
        return rows / TILE_ROWS * TILE_ROWS;
    }

    /** The product of as many rows as {@link #tiled} says; the arguments are those of {@link #multiplyAdd}. */
    static void tiles(
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
        int vectors = outputs / WIDTH;
        for (int vector = 0; vector < vectors; ) {
            int count = tileVectors(vectors - vector);
            int i = vector * WIDTH;
            for (int r = 0; r < rows; r += TILE_ROWS) {
                int ar = aAt + r * aRow;
                int sr = startAt + r * startRow + i;
                int or = outAt + r * outRow + i;
                switch (count) {
                    case 4 ->
                        SimdTile.tile4(
                                terms, a, ar, aRow, aStep, w, wAt + i, wStep, start, sr, startRow, out, or, outRow);
                    case 3 ->
                        SimdTile.tile3(
                                terms, a, ar, aRow, aStep, w, wAt + i, wStep, start, sr, startRow, out, or, outRow);
                    case 2 ->
                        SimdTile.tile2(
                                terms, a, ar, aRow, aStep, w, wAt + i, wStep, start, sr, startRow, out, or, outRow);
                    default ->
                        SimdTile.tile1(
                                terms, a, ar, aRow, aStep, w, wAt + i, wStep, start, sr, startRow, out, or, outRow);
                }
            }
            vector += count;
        }
    }

    /** Copies rows of vectors to where they follow each other without a gap. */
    static void pack(int rows, int outputs, float[] w, int wAt, int wStep, float[] out) {
        int to = 0;
        for (int r = 0; r < rows; r++) {
            int from = wAt + r * wStep;
            for (int i = 0; i < outputs; i += WIDTH) {
                FloatVector.fromArray(LANES, w, from + i).intoArray(out, to + i);
            }
            to += outputs;
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
        int vector = 0;
        for (; vector + 3 < vectors; vector += 4) {
            int i = vector * WIDTH;
            fourVectors(terms, a, aAt, aStep, w, wAt + i, wStep, start, startAt + i, out, outAt + i);
        }
        for (; vector < vectors; vector++) {
            int i = vector * WIDTH;
            oneVector(terms, a, aAt, aStep, w, wAt + i, wStep, start, startAt + i, out, outAt + i);
        }
    }

    private static void fourVectors(
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
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
        FloatVector s2 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(LANES, start, startAt + 3 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k * aStep]);
            int at = wAt + k * wStep;
            s0 = FloatVector.fromArray(LANES, w, at).fma(x, s0);
            s1 = FloatVector.fromArray(LANES, w, at + WIDTH).fma(x, s1);
            s2 = FloatVector.fromArray(LANES, w, at + 2 * WIDTH).fma(x, s2);
            s3 = FloatVector.fromArray(LANES, w, at + 3 * WIDTH).fma(x, s3);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + WIDTH);
        s2.intoArray(out, outAt + 2 * WIDTH);
        s3.intoArray(out, outAt + 3 * WIDTH);
    }

    private static void oneVector(
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
        FloatVector sum = FloatVector.fromArray(LANES, start, startAt);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k * aStep]);
            sum = FloatVector.fromArray(LANES, w, wAt + k * wStep).fma(x, sum);
        }
        sum.intoArray(out, outAt);
    }

    /** As many as leave no single vector behind, which would wait for itself at every term. */
    static int tileVectors(int left) {
        if (left <= TILE_VECTORS) {
            return left;
        }
        return left % TILE_VECTORS == 0 || left > 2 * TILE_VECTORS
                ? TILE_VECTORS
                : Math.min(TILE_VECTORS, (left + 1) / 2);
    }

    /** How many vectors a row takes at once. */
    static int rowVectors(int left) {
        if (left % 12 == 0) {
            return 12;
        }
        if (left >= 8) {
            return 8;
        }
        return left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }
}
