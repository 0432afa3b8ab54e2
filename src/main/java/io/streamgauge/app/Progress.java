package io.streamgauge.app;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of long work: a line that moves on a terminal, and nothing where there is none. */
final class Progress {

    private static final int UPDATE_MILLIS = 500;

    private Progress() {}

    /** A bar on standard error; of unknown length where {@code size} is negative. */
    static ProgressBar bar(String unit, long size) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName("")
                .setUnit(" " + unit, 1)
                .setInitialMax(size)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .showSpeed();
        if (System.console() == null) {
            builder.setConsumer(new DelegatingProgressBarConsumer(line -> {}));
        } else {
            builder.setConsumer(new ConsoleProgressBarConsumer(System.err));
        }
        return builder.build();
    }
}
