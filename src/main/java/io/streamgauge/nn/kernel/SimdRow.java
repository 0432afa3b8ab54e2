package io.streamgauge.nn.kernel;

import java.lang.invoke.MethodHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product of one row with one to twelve vectors of outputs: as many sums at once as keep the units for
 * multiply-adds busy.
 *
 * <pre>
 * out_i = start_i + Σ_k a_k w_k,i, one chain of fused multiply-adds per output, k = 0, 1, …
 * </pre>
 *
 * <p>a_k lies at {@code aAt + k}, w_k,i in a {@link VectorMemory} at {@code wAt + k·n + i}, n the number of outputs.
 */
final class SimdRow {
    private static final VectorSpecies<Float> LANES = SimdProduct.LANES;
    private static final int WIDTH = SimdProduct.WIDTH;
    /** A constant of this class, which the compiler sees through. */
    private static final MethodHandle LOAD = VectorMemory.LOAD;

    private SimdRow() {}

    /** The product with as many vectors as {@link SimdProduct#rowVectors} says. */
    static void row(
            int vectors,
            int terms,
            float[] a,
            int aAt,
            VectorMemory memory,
            int wAt,
            float[] start,
            int startAt,
            float[] out,
            int outAt) {
        Object w = memory.memory();
        try {
            switch (vectors) {
                case 12 -> row12(terms, a, aAt, w, wAt, start, startAt, out, outAt);
                case 8 -> row8(terms, a, aAt, w, wAt, start, startAt, out, outAt);
                case 6 -> row6(terms, a, aAt, w, wAt, start, startAt, out, outAt);
                case 4 -> row4(terms, a, aAt, w, wAt, start, startAt, out, outAt);
                case 2 -> row2(terms, a, aAt, w, wAt, start, startAt, out, outAt);
                default -> row1(terms, a, aAt, w, wAt, start, startAt, out, outAt);
            }
        } catch (Throwable e) {
            throw VectorMemory.unchecked(e);
        }
    }

    private static void row12(
            int terms, float[] a, int aAt, Object w, int wAt, float[] start, int startAt, float[] out, int outAt)
            throws Throwable {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
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
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k]);
            int at = wAt + k * (12 * WIDTH);
            s0 = ((FloatVector) LOAD.invokeExact(w, at)).fma(x, s0);
            s1 = ((FloatVector) LOAD.invokeExact(w, at + WIDTH)).fma(x, s1);
            s2 = ((FloatVector) LOAD.invokeExact(w, at + 2 * WIDTH)).fma(x, s2);
            s3 = ((FloatVector) LOAD.invokeExact(w, at + 3 * WIDTH)).fma(x, s3);
            s4 = ((FloatVector) LOAD.invokeExact(w, at + 4 * WIDTH)).fma(x, s4);
            s5 = ((FloatVector) LOAD.invokeExact(w, at + 5 * WIDTH)).fma(x, s5);
            s6 = ((FloatVector) LOAD.invokeExact(w, at + 6 * WIDTH)).fma(x, s6);
            s7 = ((FloatVector) LOAD.invokeExact(w, at + 7 * WIDTH)).fma(x, s7);
            s8 = ((FloatVector) LOAD.invokeExact(w, at + 8 * WIDTH)).fma(x, s8);
            s9 = ((FloatVector) LOAD.invokeExact(w, at + 9 * WIDTH)).fma(x, s9);
            s10 = ((FloatVector) LOAD.invokeExact(w, at + 10 * WIDTH)).fma(x, s10);
            s11 = ((FloatVector) LOAD.invokeExact(w, at + 11 * WIDTH)).fma(x, s11);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + WIDTH);
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
            int terms, float[] a, int aAt, Object w, int wAt, float[] start, int startAt, float[] out, int outAt)
            throws Throwable {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
        FloatVector s2 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(LANES, start, startAt + 3 * WIDTH);
        FloatVector s4 = FloatVector.fromArray(LANES, start, startAt + 4 * WIDTH);
        FloatVector s5 = FloatVector.fromArray(LANES, start, startAt + 5 * WIDTH);
        FloatVector s6 = FloatVector.fromArray(LANES, start, startAt + 6 * WIDTH);
        FloatVector s7 = FloatVector.fromArray(LANES, start, startAt + 7 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k]);
            int at = wAt + k * (8 * WIDTH);
            s0 = ((FloatVector) LOAD.invokeExact(w, at)).fma(x, s0);
            s1 = ((FloatVector) LOAD.invokeExact(w, at + WIDTH)).fma(x, s1);
            s2 = ((FloatVector) LOAD.invokeExact(w, at + 2 * WIDTH)).fma(x, s2);
            s3 = ((FloatVector) LOAD.invokeExact(w, at + 3 * WIDTH)).fma(x, s3);
            s4 = ((FloatVector) LOAD.invokeExact(w, at + 4 * WIDTH)).fma(x, s4);
            s5 = ((FloatVector) LOAD.invokeExact(w, at + 5 * WIDTH)).fma(x, s5);
            s6 = ((FloatVector) LOAD.invokeExact(w, at + 6 * WIDTH)).fma(x, s6);
            s7 = ((FloatVector) LOAD.invokeExact(w, at + 7 * WIDTH)).fma(x, s7);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + WIDTH);
        s2.intoArray(out, outAt + 2 * WIDTH);
        s3.intoArray(out, outAt + 3 * WIDTH);
        s4.intoArray(out, outAt + 4 * WIDTH);
        s5.intoArray(out, outAt + 5 * WIDTH);
        s6.intoArray(out, outAt + 6 * WIDTH);
        s7.intoArray(out, outAt + 7 * WIDTH);
    }

    private static void row6(
            int terms, float[] a, int aAt, Object w, int wAt, float[] start, int startAt, float[] out, int outAt)
            throws Throwable {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
        FloatVector s2 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(LANES, start, startAt + 3 * WIDTH);
        FloatVector s4 = FloatVector.fromArray(LANES, start, startAt + 4 * WIDTH);
        FloatVector s5 = FloatVector.fromArray(LANES, start, startAt + 5 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k]);
            int at = wAt + k * (6 * WIDTH);
            s0 = ((FloatVector) LOAD.invokeExact(w, at)).fma(x, s0);
            s1 = ((FloatVector) LOAD.invokeExact(w, at + WIDTH)).fma(x, s1);
            s2 = ((FloatVector) LOAD.invokeExact(w, at + 2 * WIDTH)).fma(x, s2);
            s3 = ((FloatVector) LOAD.invokeExact(w, at + 3 * WIDTH)).fma(x, s3);
            s4 = ((FloatVector) LOAD.invokeExact(w, at + 4 * WIDTH)).fma(x, s4);
            s5 = ((FloatVector) LOAD.invokeExact(w, at + 5 * WIDTH)).fma(x, s5);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + WIDTH);
        s2.intoArray(out, outAt + 2 * WIDTH);
        s3.intoArray(out, outAt + 3 * WIDTH);
        s4.intoArray(out, outAt + 4 * WIDTH);
        s5.intoArray(out, outAt + 5 * WIDTH);
    }

    private static void row4(
            int terms, float[] a, int aAt, Object w, int wAt, float[] start, int startAt, float[] out, int outAt)
            throws Throwable {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
        FloatVector s2 = FloatVector.fromArray(LANES, start, startAt + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(LANES, start, startAt + 3 * WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k]);
            int at = wAt + k * (4 * WIDTH);
            s0 = ((FloatVector) LOAD.invokeExact(w, at)).fma(x, s0);
            s1 = ((FloatVector) LOAD.invokeExact(w, at + WIDTH)).fma(x, s1);
            s2 = ((FloatVector) LOAD.invokeExact(w, at + 2 * WIDTH)).fma(x, s2);
            s3 = ((FloatVector) LOAD.invokeExact(w, at + 3 * WIDTH)).fma(x, s3);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + WIDTH);
        s2.intoArray(out, outAt + 2 * WIDTH);
        s3.intoArray(out, outAt + 3 * WIDTH);
    }

    private static void row2(
            int terms, float[] a, int aAt, Object w, int wAt, float[] start, int startAt, float[] out, int outAt)
            throws Throwable {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        FloatVector s1 = FloatVector.fromArray(LANES, start, startAt + WIDTH);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k]);
            int at = wAt + k * (2 * WIDTH);
            s0 = ((FloatVector) LOAD.invokeExact(w, at)).fma(x, s0);
            s1 = ((FloatVector) LOAD.invokeExact(w, at + WIDTH)).fma(x, s1);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + WIDTH);
    }

    private static void row1(
            int terms, float[] a, int aAt, Object w, int wAt, float[] start, int startAt, float[] out, int outAt)
            throws Throwable {
        FloatVector s0 = FloatVector.fromArray(LANES, start, startAt);
        for (int k = 0; k < terms; k++) {
            FloatVector x = FloatVector.broadcast(LANES, a[aAt + k]);
            int at = wAt + k * WIDTH;
            s0 = ((FloatVector) LOAD.invokeExact(w, at)).fma(x, s0);
        }
        s0.intoArray(out, outAt);
    }
}
