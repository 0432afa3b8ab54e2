package io.streamgauge.app;

import io.streamgauge.wire.ModelInfo;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The demo's one line of progress, rewritten twice a second on a terminal and silent elsewhere. */
final class StatusLine {

    private static final long INTERVAL_NANOS = 500_000_000L;

    private final DemoSource source;
    private final boolean terminal = System.console() != null;
    private final long start = System.nanoTime();
    private long shownAt;
    private int shownLength;

    StatusLine(DemoSource source) {
        this.source = source;
    }

    void show(long forecasts, @Nullable ModelInfo model) {
        long now = System.nanoTime();
        if (!terminal || now - shownAt < INTERVAL_NANOS) {
            return;
        }
        shownAt = now;
        String ofAll = source.isBounded() ? String.format(Locale.ROOT, " of %,d", source.size()) : "";
        String learned = model == null
                ? "no version yet"
                : String.format(
                        Locale.ROOT,
                        "version %d, loss %.4f (first %.4f)",
                        model.version(),
                        model.gateLoss(),
                        model.firstLoss());
        double perSecond = forecasts / Math.max(.001, (now - start) / 1e9);
        print(String.format(
                Locale.ROOT,
                "%,d%s events, %,d forecasts, %,.0f/s, %s",
                source.taken(),
                ofAll,
                forecasts,
                perSecond,
                learned));
    }

    /** Leaves the line. */
    void end() {
        if (shownLength > 0) {
            System.err.println();
            shownLength = 0;
        }
    }

    private void print(String line) {
        System.err.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
        System.err.flush();
        shownLength = line.length();
    }
}
