package io.streamgauge.signal;

/**
 * Doubles of four bytes: the upper half of a double's bits, which has its range and 21 significant bits.
 *
 * <p>Units are kept so, which may lie far beyond a float's range. Doubling and halving lose nothing.
 */
public final class HalfDouble {

    private HalfDouble() {}

    /** What is kept of {@code value}; what is below it is dropped. */
    public static int of(double value) {
        return (int) (Double.doubleToRawLongBits(value) >>> Integer.SIZE);
    }

    /** The number that is kept. */
    public static double value(int half) {
        return Double.longBitsToDouble((long) half << Integer.SIZE);
    }
}
