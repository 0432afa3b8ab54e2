package io.streamgauge.example;

import java.util.Locale;

/** The place where a program says what it does. */
public interface Console {
    /** A console that shows nothing. */
    Console SILENT = new Console() {
        @Override
        public void line(String text) {
            // Nobody reads it.
        }

        @Override
        public void progress(String text) {
            // Nobody reads it.
        }
    };

    /** A line that stays. */
    void line(String text);

    /** What is being done; the next one takes its place. */
    void progress(String text);

    /** A line that stays, of {@link String#format} in the root locale. */
    default void format(String format, Object... values) {
        line(String.format(Locale.ROOT, format, values));
    }
}
