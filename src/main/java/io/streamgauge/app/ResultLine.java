package io.streamgauge.app;

import java.util.Locale;

/** The last words of every command that measures: {@code RESULT name value unit}, one line per figure. */
final class ResultLine {
    /** Up to here every whole number is one double, and no digit of it is made up. */
    private static final double WHOLE = 1e15;

    private ResultLine() {}

    static String of(String name, double value, String unit) {
        String text = value == Math.rint(value) && Math.abs(value) < WHOLE
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.5g", value);
        return "RESULT " + name + " " + text + " " + unit;
    }
}
