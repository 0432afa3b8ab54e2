package io.streamgauge.signal;

/**
 * Positive doubles of two bytes: a double's range and six significant bits, within 1.6 %.
 *
 * <p>Units are kept so that a few numbers of one series are told in, and nothing is added to.
 */
public final class QuarterDouble {

    /** Bits of a double below the exponent and five digits. */
    private static final int DROPPED = 47;

    private static final long HALF = 1L << DROPPED - 1;
    private static final long BITS = 0xffff;

    private QuarterDouble() {}

    /** What is kept of {@code value}, which is normal and positive. */
    public static short of(double value) {
        return (short) (Double.doubleToRawLongBits(value) + HALF >>> DROPPED);
    }

    /** The number that is kept. */
    public static double value(short code) {
        return Double.longBitsToDouble((code & BITS) << DROPPED);
    }
}
