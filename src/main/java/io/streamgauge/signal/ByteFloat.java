package io.streamgauge.signal;

/**
 * Numbers of one byte within ±range, on a grid that is finer near 0.
 *
 * <pre>
 *   value = ±range·(|b|/127)²
 * </pre>
 *
 * <p>At a share s of the range the grid is 1.6 % · √s of the range wide. What lies beyond the range becomes its end, and
 * what is no number becomes 0.
 */
public final class ByteFloat {

    private static final double LARGEST = Byte.MAX_VALUE;

    private ByteFloat() {}

    /** The byte whose root is nearest to that of {@code value}. */
    public static byte of(double value, double range) {
        double code = LARGEST * Math.sqrt(Math.min(1, Math.abs(value) / range)) + .5;
        return (byte) (value < 0 ? -(int) code : (int) code);
    }

    /** The number that a byte stands for. */
    public static float value(byte code, double range) {
        double root = code / LARGEST;
        return (float) (range * root * Math.abs(root));
    }
}
