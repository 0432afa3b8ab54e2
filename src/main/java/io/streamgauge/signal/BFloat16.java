package io.streamgauge.signal;

/**
 * Floats of two bytes: a float without its last sixteen bits, which has its range and eight significant bits.
 *
 * <p>Distances of which the magnitude matters are kept so.
 */
public final class BFloat16 {

    private BFloat16() {}

    /** What is kept of {@code value}: the next such number towards 0. */
    public static short of(double value) {
        return (short) (Float.floatToRawIntBits((float) value) >>> Short.SIZE);
    }

    /** The number that is kept. */
    public static float value(short kept) {
        return Float.intBitsToFloat(kept << Short.SIZE);
    }
}
