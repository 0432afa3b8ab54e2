package io.streamgauge.signal;

/**
 * Pauses of three bytes: a count of 22 bits in one of four units, of 1, 10³, 10⁶ and 10⁹ ms.
 *
 * <p>Below 70 minutes, and as whole seconds up to 48 days, a pause is kept as it is; otherwise to the nearest unit that
 * can hold it.
 */
public final class ShortPause {

    /** Bytes of one. */
    public static final int BYTES = 3;

    private static final int COUNT_BITS = 22;
    private static final int LARGEST_COUNT = (1 << COUNT_BITS) - 1;
    private static final int LAST_UNIT = 3;
    private static final long RATIO = 1_000;
    private static final int BYTE = 0xff;

    private ShortPause() {}

    /** Writes a pause of {@code millis}, not negative, to {@code out} from {@code at} on. */
    public static void put(long millis, byte[] out, int at) {
        int unit = 0;
        long size = 1;
        while (unit < LAST_UNIT && rounded(millis, size) > LARGEST_COUNT) {
            unit++;
            size *= RATIO;
        }
        int code = unit << COUNT_BITS | (int) Math.min(LARGEST_COUNT, rounded(millis, size));
        for (int i = 0; i < BYTES; i++) {
            out[at + i] = (byte) (code >> i * Byte.SIZE);
        }
    }

    private static long rounded(long millis, long size) {
        return millis / size + (millis % size * 2 >= size && size > 1 ? 1 : 0);
    }

    /** The pause that stands in {@code kept} from {@code at} on, in milliseconds. */
    public static long millis(byte[] kept, int at) {
        int code = 0;
        for (int i = 0; i < BYTES; i++) {
            code |= (kept[at + i] & BYTE) << i * Byte.SIZE;
        }
        long millis = code & LARGEST_COUNT;
        for (int unit = code >> COUNT_BITS; unit > 0; unit--) {
            millis *= RATIO;
        }
        return millis;
    }
}
