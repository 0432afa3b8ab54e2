package io.streamgauge.app;

/** The one line that says what is being measured, rewritten on a terminal and silent elsewhere. */
final class BenchProgress {
    private final boolean terminal = System.console() != null;
    private int shownLength;

    void show(String text) {
        if (!terminal) {
            return;
        }
        System.err.print("\r" + text + " ".repeat(Math.max(0, shownLength - text.length())));
        System.err.flush();
        shownLength = text.length();
    }

    /** Leaves the line. */
    void end() {
        if (shownLength > 0) {
            System.err.println();
            shownLength = 0;
        }
    }
}
