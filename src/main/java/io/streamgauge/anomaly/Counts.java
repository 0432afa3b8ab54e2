package io.streamgauge.anomaly;

import io.streamgauge.signal.StateFields;

/**
 * A row of counters of one byte each, in which old counts fade.
 *
 * <pre>
 *   n(c) = c                                c &lt; 32
 *   n(c) = (16 + c mod 16)·2^(c div 16 − 1)   otherwise          a floating-point number of four digits and four exponent bits
 * </pre>
 *
 * <p>Up to 31 a counter is exact. Beyond, it counts up with such a probability that its expectation is right (Morris 1978);
 * chance is a hash of the value's number, so that the same history leaves the same bytes. Once the row holds the limit, all
 * counters are halved, as in a frequency sketch (Einziger, Friedman and Manes 2017): the memory is between half the limit
 * and the limit.
 *
 * <p>A count is {@value #UNIT} units, so that it fades over three halvings.
 */
final class Counts {

    static final int UNIT = 4;

    private static final int EXACT = 32;
    private static final int DIGITS = 16;
    private static final int PER_LONG = 8;
    private static final int LARGEST = 255;
    private static final long SCATTER = 0x9E3779B97F4A7C15L;
    /** n(c). */
    private static final int[] VALUES = values();

    private final long[] packed;
    private final int limit;
    private int total;

    /**
     * @param size number of counters, a multiple of eight
     * @param limit counts that the row holds before it is halved
     */
    Counts(int size, int limit) {
        packed = new long[size / PER_LONG];
        this.limit = limit * UNIT;
    }

    int size() {
        return packed.length * PER_LONG;
    }

    /** Units in all counters. */
    int total() {
        return total;
    }

    /** Units in counter {@code i}. */
    int units(int i) {
        return units(packed, i);
    }

    /** Units in counters {@code from} and above; the last of them are often empty, eight at once. */
    int unitsFrom(int from) {
        int units = 0;
        for (int word = packed.length - 1; word >= from / PER_LONG && word >= 0; word--) {
            long codes = packed[word];
            if (word == from / PER_LONG) {
                codes &= -1L << from % PER_LONG * Byte.SIZE;
            }
            for (; codes != 0; codes >>>= Byte.SIZE) {
                units += value((int) codes & LARGEST);
            }
        }
        return units;
    }

    /**
     * Counts once in counter {@code i}.
     *
     * @param number of what is counted, another one each time: chance is drawn from it
     */
    void add(int i, long number) {
        add(i, UNIT, number);
        if (total >= limit) {
            halve();
        }
    }

    /** Adds so many units to counter {@code i}. */
    void add(int i, int units, long number) {
        int before = units(i);
        int code = nearest(before + units, number);
        total += value(code) - before;
        put(i, code);
    }

    /** The code of a number; which of the two neighbours is chance, such that the expectation is right. */
    private int nearest(int units, long number) {
        int code = floor(units);
        if (code == LARGEST) {
            return code;
        }
        int rest = units - value(code);
        int step = value(code + 1) - value(code);
        if (rest == 0) {
            return code;
        }
        long chance = (number ^ number >>> Short.SIZE) * SCATTER >>> Integer.SIZE;
        return chance % step < rest ? code + 1 : code;
    }

    private static int floor(int units) {
        if (units < EXACT) {
            return units;
        }
        int exponent = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(units) - 4;
        return Math.min(LARGEST, (exponent + 1) * DIGITS + (units >> exponent) - DIGITS);
    }

    private static int value(int code) {
        return VALUES[code];
    }

    private static int[] values() {
        int[] values = new int[LARGEST + 1];
        for (int code = 0; code <= LARGEST; code++) {
            values[code] = code < EXACT ? code : (DIGITS + (code & DIGITS - 1)) << (code / DIGITS - 1);
        }
        return values;
    }

    private void halve() {
        total = 0;
        for (int i = 0; i < size(); i++) {
            int code = code(packed, i);
            put(i, code < EXACT ? code >> 1 : code - DIGITS);
            total += units(i);
        }
    }

    private static int units(long[] packed, int i) {
        return value(code(packed, i));
    }

    private static int code(long[] packed, int i) {
        return (int) (packed[i / PER_LONG] >>> i % PER_LONG * Byte.SIZE) & LARGEST;
    }

    private void put(int i, int code) {
        int shift = i % PER_LONG * Byte.SIZE;
        packed[i / PER_LONG] = packed[i / PER_LONG] & ~((long) LARGEST << shift) | (long) code << shift;
    }

    void fields(StateFields fields) {
        fields.integers(packed);
        total = unitsFrom(0);
    }
}
