package io.streamgauge.signal;

/**
 * A cursor over the fields of a key's state, either writing or reading.
 *
 * <p>Every piece of state passes its fields through the cursor in one fixed order and keeps what comes back: a writing
 * cursor stores the value and returns it, a reading cursor ignores it and returns the stored one. The order of fields
 * therefore stands in one place only.
 */
public interface StateFields {

    /** The version of the format in which the fields are: older ones may lack some. */
    default int format() {
        return Integer.MAX_VALUE;
    }

    /** Names the fields that follow, up to the next name, for those who count bytes. */
    default void part(String name) {}

    long integer(long value);

    /** A count or another number of four bytes. */
    int small(int value);

    double number(double value);

    /** Writes all of {@code values}, or overwrites all of them with what was stored. */
    void reals(float[] values);

    /** Writes all of {@code values}, or overwrites all of them with what was stored. */
    void numbers(double[] values);

    /** Writes all of {@code values}, or overwrites all of them with what was stored. */
    void integers(long[] values);

    /** Writes all of {@code values}, two bytes each, such as a {@link Half}, or overwrites all of them with what was stored. */
    void shorts(short[] values);

    /** Writes all of {@code values}, {@link ShortFloat} each, or overwrites all of them with what was stored. */
    void shortFloats(float[] values);
}
