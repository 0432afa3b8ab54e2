package io.streamgauge.signal;

/**
 * A cursor over the fields of a key's state, either writing or reading.
 *
 * <p>Every piece of state passes its fields through the cursor in one fixed order and keeps what comes back: a writing
 * cursor stores the value and returns it, a reading cursor ignores it and returns the stored one. The order of fields
 * therefore stands in one place only.
 */
public interface StateFields {

    /** The newest order of fields; an older one is read only. */
    int LATEST = 11;

    /** The format since which running figures take fewer bytes. */
    int SHORTER_SINCE = 11;

    /** The format version of the bytes, which decides what stands where. */
    default int version() {
        return LATEST;
    }

    /** Names the fields that follow, up to the next name, for those who count bytes. */
    default void part(String name) {}

    long integer(long value);

    /** A count or another number of four bytes. */
    int small(int value);

    /** A number from −32,768 to 32,767, of two bytes. */
    default int tiny(int value) {
        short[] one = {(short) value};
        shorts(one);
        return one[0];
    }

    /** A count, which had eight bytes before version 9. */
    default int count(int value) {
        return version() < 9
                ? (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, integer(value)))
                : small(value);
    }

    double number(double value);

    /** A {@link ShortFloat}. */
    default float shortFloat(float value) {
        float[] one = {value};
        shortFloats(one);
        return one[0];
    }

    /** Whether running figures take fewer bytes. */
    default boolean isShorter() {
        return version() >= SHORTER_SINCE;
    }

    /** A {@link ShortFloat}, which was a float before version {@value #SHORTER_SINCE}. */
    default float shorter(float value) {
        return isShorter()
                ? shortFloat(value)
                : ShortFloat.bounded(Float.intBitsToFloat(small(Float.floatToRawIntBits(value))));
    }

    /** Writes all of {@code values}, or overwrites all of them with what was stored. */
    void reals(float[] values);

    /** Writes all of {@code values}, or overwrites all of them with what was stored. */
    void numbers(double[] values);

    /** Writes all of {@code values}, or overwrites all of them with what was stored. */
    void integers(long[] values);

    /** Writes all of {@code values}, two bytes each, such as a {@link Half}, or overwrites all of them with what was stored. */
    void shorts(short[] values);

    /** Writes all of {@code values}, {@link Half} each, or overwrites all of them with what was stored. */
    default void halves(float[] values) {
        short[] kept = new short[values.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = Half.of(values[i]);
        }
        shorts(kept);
        for (int i = 0; i < kept.length; i++) {
            values[i] = Half.value(kept[i]);
        }
    }

    /** Writes all of {@code values}, {@link ShortFloat} each, or overwrites all of them with what was stored. */
    void shortFloats(float[] values);

    /** The same; they were floats before version {@value #SHORTER_SINCE}. */
    default void shorter(float[] values) {
        if (isShorter()) {
            shortFloats(values);
            return;
        }
        reals(values);
        for (int i = 0; i < values.length; i++) {
            values[i] = ShortFloat.bounded(values[i]);
        }
    }

    /** Writes all of {@code values}, or overwrites all of them with what was stored. */
    void bytes(byte[] values);
}
