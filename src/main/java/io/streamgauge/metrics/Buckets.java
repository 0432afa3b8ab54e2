package io.streamgauge.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/** Upper bounds of the histograms' buckets. */
final class Buckets {
    /** A step takes tens of microseconds. */
    private static final long[] STEP_MICROS = {10, 25, 50, 100, 250, 500, 1_000, 5_000, 25_000, 100_000, 1_000_000};
    /** From a commit interval to a backlog of a day; what is replayed from history lies beyond. */
    private static final long[] END_TO_END_MILLIS = {
        10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000, 86_400_000
    };

    private Buckets() {}

    static Duration[] step() {
        return LongStream.of(STEP_MICROS)
                .mapToObj(micros -> Duration.ofNanos(1_000 * micros))
                .toArray(Duration[]::new);
    }

    static Duration[] endToEnd() {
        return LongStream.of(END_TO_END_MILLIS).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
