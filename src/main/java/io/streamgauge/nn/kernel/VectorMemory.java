package io.streamgauge.nn.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Floats that are written seldom and read by whole vectors at every step.
 *
 * <p>From JDK 22 on they lie outside the heap, at the beginning of a cache line: in an array, which begins 16 bytes after
 * an address of the collector's choice, a vector as wide as a line would always be two reads. Before, where the only
 * way to such memory is slower than what it saves, they lie in an array. The collector frees them with their buffer.
 *
 * <p>The vectors' interface to memory outside the heap is newer than the language level of this code, so it is found
 * by name; a method handle that is a constant costs nothing once compiled.
 */
final class VectorMemory {
    /** The bytes of a cache line, and of the widest vector. */
    private static final int LINE = 64;

    private static final int ALIGNED_SINCE = 22;
    private static final boolean ALIGNED = Runtime.version().feature() >= ALIGNED_SINCE;

    /** (Object memory, int index) → the vector from this float on, of {@link SimdProduct#LANES}. */
    static final MethodHandle LOAD;

    /** (ByteBuffer) → memory. */
    private static final MethodHandle OF_BUFFER;

    static {
        try {
            LOAD = ALIGNED ? loadFromSegment() : loadFromArray();
            OF_BUFFER =
                    ALIGNED ? ofBuffer() : MethodHandles.empty(MethodType.methodType(Object.class, ByteBuffer.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final FloatBuffer floats;
    private final Object memory;

    VectorMemory(int size) {
        if (ALIGNED && size > 0) {
            // A slice ends at a line's end, too.
            int lines = Math.floorDiv(Math.multiplyExact(size, Float.BYTES) - 1, LINE) + 1;
            ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(lines + 1, LINE))
                    .alignedSlice(LINE)
                    .order(ByteOrder.nativeOrder());
            floats = bytes.asFloatBuffer();
            try {
                memory = (Object) OF_BUFFER.invokeExact(bytes);
            } catch (Throwable e) {
                throw unchecked(e);
            }
        } else {
            float[] array = new float[size];
            floats = FloatBuffer.wrap(array);
            memory = array;
        }
    }

    void put(int index, float[] source, int from, int count) {
        floats.put(index, source, from, count);
    }

    /** What {@link #LOAD} reads from. */
    Object memory() {
        return memory;
    }

    /** What a method handle threw, none of which is checked. */
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private static MethodHandle loadFromArray() throws ReflectiveOperationException {
        return load(MethodHandles.publicLookup()
                .findStatic(
                        FloatVector.class,
                        "fromArray",
                        MethodType.methodType(FloatVector.class, VectorSpecies.class, float[].class, int.class)));
    }

    /** From JDK 22 on {@code FloatVector.fromMemorySegment(species, segment, bytes, order)}. */
    private static MethodHandle loadFromSegment() throws ReflectiveOperationException {
        MethodHandle load = MethodHandles.publicLookup()
                .findStatic(
                        FloatVector.class,
                        "fromMemorySegment",
                        MethodType.methodType(
                                FloatVector.class, VectorSpecies.class, segment(), long.class, ByteOrder.class));
        MethodHandle bytes = MethodHandles.lookup()
                .findStatic(VectorMemory.class, "bytes", MethodType.methodType(long.class, int.class));
        return load(MethodHandles.filterArguments(
                MethodHandles.insertArguments(load, 3, ByteOrder.nativeOrder()), 2, bytes));
    }

    private static MethodHandle load(MethodHandle ofSpecies) {
        return MethodHandles.insertArguments(ofSpecies, 0, SimdProduct.LANES)
                .asType(MethodType.methodType(FloatVector.class, Object.class, int.class));
    }

    private static MethodHandle ofBuffer() throws ReflectiveOperationException {
        return MethodHandles.publicLookup()
                .findStatic(segment(), "ofBuffer", MethodType.methodType(segment(), Buffer.class))
                .asType(MethodType.methodType(Object.class, ByteBuffer.class));
    }

    private static Class<?> segment() throws ClassNotFoundException {
        return Class.forName("java.lang.foreign.MemorySegment");
    }

    private static long bytes(int floats) {
        return (long) Float.BYTES * floats;
    }
}
