package io.streamgauge.signal;

/**
 * Floats of three bytes: a float without its last eight bits, 16 significant ones.
 *
 * <p>Weights that move by small steps are kept so: a half would lose the steps, a whole float keeps more than they mean.
 */
public final class ShortFloat {

    /** Bytes of one. */
    public static final int BYTES = 3;

    private static final float LARGEST = 0x1.fffep127f;

    private static final int DROPPED = 8;
    private static final int BELOW_HALF = (1 << DROPPED - 1) - 1;

    private ShortFloat() {}

    /** The nearest such float; of two equally near, the even one. NaN (the one that arithmetic makes) and infinities stay. */
    public static float of(double value) {
        int bits = Float.floatToRawIntBits((float) value);
        return Float.intBitsToFloat(bits + BELOW_HALF + (bits >> DROPPED & 1) & -1 << DROPPED);
    }

    /** The same within the range: what is beyond it becomes its end. */
    public static float bounded(double value) {
        return of(Math.max(-LARGEST, Math.min(LARGEST, value)));
    }

    /** Rounds all of {@code values} to the nearest such floats. */
    public static void round(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = of(values[i]);
        }
    }
}
