package io.streamgauge.app;

import io.streamgauge.example.Console;

/** Lines on standard output, and on a terminal one line of progress on standard error. */
final class ExampleConsole implements Console {
    private final boolean terminal = System.console() != null;
    private int shownLength;

    @Override
    public void line(String text) {
        clear();
        System.out.println(text);
    }

    @Override
    public void progress(String text) {
        if (terminal) {
            System.err.print("\r" + text + " ".repeat(Math.max(0, shownLength - text.length())));
            System.err.flush();
            shownLength = text.length();
        }
    }

    /** Takes the line of progress away. */
    void clear() {
        if (shownLength > 0) {
            System.err.print("\r" + " ".repeat(shownLength) + "\r");
            System.err.flush();
            shownLength = 0;
        }
    }
}
