package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.signal.Elementary;
import java.io.IOException;

/**
 * Numbers in a series' own units with the digits that tell something: to the next multiple of a power of ten which is at
 * most a millionth of the series' usual step, and without the zeros at the end.
 *
 * <p>17 digits, which tell every double from every other one, take a third of a record and most of the time that it takes
 * to write. Not thread-safe.
 */
final class ShortDecimal {

    /** Decimal places of the usual step that are kept, its first one not counted. */
    static final int PLACES = 6;

    /** Powers of ten that are exact, so that a product is rounded once. */
    private static final int MOST_DECIMALS = 15;

    /** Integers below are exact doubles. */
    private static final double EXACT = 0x1p53;

    private static final double[] POWERS = new double[MOST_DECIMALS + 1];

    static {
        for (int i = 0; i <= MOST_DECIMALS; i++) {
            POWERS[i] = StrictMath.pow(10, i);
        }
    }

    private final char[] text = new char[24];
    /** Below 0 where all digits are written. */
    private int decimals;

    /** All digits, until {@link #scale} says otherwise. */
    ShortDecimal() {
        this(-1);
    }

    /** A number of decimal places, whatever the number is. */
    ShortDecimal(int decimals) {
        this.decimals = decimals;
    }

    /**
     * Sets what numbers are written to.
     *
     * @param usualStep of the series they are of; 0 for all digits
     */
    void scale(double usualStep) {
        if (!(usualStep > 0 && usualStep < Double.POSITIVE_INFINITY)) {
            decimals = -1;
            return;
        }
        int wanted = PLACES - (int) Math.floor(Elementary.log10(usualStep));
        decimals = wanted > MOST_DECIMALS ? -1 : Math.max(0, wanted);
    }

    /** What is read of a number that was written. */
    double written(double value) {
        double scaled = scaled(value);
        // Both are exact, so that the quotient is the double next to the decimal; a zero has no sign there.
        return Math.abs(scaled) < EXACT ? scaled / POWERS[decimals] + 0. : value;
    }

    /** In units of the last decimal; NaN where all digits are written. */
    private double scaled(double value) {
        return decimals < 0 ? Double.NaN : Math.rint(value * POWERS[decimals]);
    }

    /** Writes a number; all digits of one that is too large for so many decimals. */
    void write(JsonGenerator json, double value) throws IOException {
        double scaled = scaled(value);
        if (Math.abs(scaled) < EXACT) {
            int from = format((long) scaled);
            json.writeNumber(text, from, text.length - from);
        } else {
            json.writeNumber(value);
        }
    }

    /** Writes {@code digits}·10^−{@link #decimals} to the end of the text; where it begins. */
    private int format(long digits) {
        long left = Math.abs(digits);
        int places = decimals;
        while (places > 0 && left % 10 == 0) {
            left /= 10;
            places--;
        }
        int at = text.length;
        if (places == 0) {
            // A decimal stays one for readers that tell them from integers.
            text[--at] = '0';
        }
        for (int i = 0; i < places; i++) {
            text[--at] = (char) ('0' + left % 10);
            left /= 10;
        }
        text[--at] = '.';
        do {
            text[--at] = (char) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
        if (digits < 0) {
            text[--at] = '-';
        }
        return at;
    }
}
