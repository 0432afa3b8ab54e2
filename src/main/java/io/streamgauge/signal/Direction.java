package io.streamgauge.signal;

/**
 * The sine and cosine of an angle in one byte, within 1/60.
 *
 * <pre>
 *   p = s/(|s| + |c|)      byte = 64·p to the right of 0, 64·(2 − p) to the left
 *   s, c = p, ±(1 − |p|), divided by the root of the sum of their squares
 * </pre>
 *
 * <p>Where a direction cuts the square |s| + |c| = 1 is told by divisions and a root alone, which are the same on any
 * machine.
 */
final class Direction {

    /** Steps of a quarter turn. */
    private static final int QUARTER = 64;

    private static final int BYTE = 0xff;

    private Direction() {}

    static byte of(double sine, double cosine) {
        double size = Math.abs(sine) + Math.abs(cosine);
        if (!(size > 0)) {
            return 0;
        }
        double p = sine / size;
        double along = cosine >= 0 ? p : 2 - p;
        return (byte) (int) Math.floor(QUARTER * along + .5);
    }

    /** Writes sine and cosine to {@code out} from {@code at} on. */
    static void write(byte code, float[] out, int at) {
        double along = (code & BYTE) / (double) QUARTER;
        boolean right = along <= 1 || along >= 3;
        double p = !right ? 2 - along : along <= 1 ? along : along - 4;
        double across = right ? 1 - Math.abs(p) : Math.abs(p) - 1;
        double size = Math.sqrt(p * p + across * across);
        out[at] = (float) (p / size);
        out[at + 1] = (float) (across / size);
    }
}
