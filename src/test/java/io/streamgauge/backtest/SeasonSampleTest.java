package io.streamgauge.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.wire.SourceEvent;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The season of events is counted as the forecaster counts: a pause is missing values, and a day is the clock's. */
class SeasonSampleTest {

    private static final long START = 1_600_000_000_000L;
    private static final long MINUTE = 60_000;
    /** With many more the forecaster's own count of intervals goes astray. */
    private static final double MISSING = .05;

    private static SourceEvent event(String key, long time, double value) {
        return new SourceEvent(key, time, "", value);
    }

    private static double wave(int t, int season) {
        return 5 * StrictMath.sin(2 * Math.PI * t / season);
    }

    @Test
    void shouldFindTheDayOfMinutesToTheMinute() {
        SeasonSample sample = new SeasonSample();
        Random random = new Random(1);
        for (int t = 0; t < 6_000; t++) {
            sample.take(event("a", START + t * MINUTE, wave(t, 1440) + random.nextGaussian()));
        }
        assertThat(sample.search().season()).isEqualTo(1440);
    }

    @Test
    void shouldCountPausesAsMissingValues() {
        SeasonSample sample = new SeasonSample();
        Random random = new Random(2);
        for (int t = 0; t < 2_000; t++) {
            if (random.nextDouble() > MISSING) {
                sample.take(event("a", START + t * MINUTE, wave(t, 30) + random.nextGaussian()));
            }
        }
        assertThat(sample.search().season()).isEqualTo(30);
        assertThat(sample.values()).isBetween(1_990, 2_000);
    }

    @Test
    void shouldKeepNoMoreThanItSays() {
        SeasonSample sample = new SeasonSample();
        for (int t = 0; t <= SeasonSample.MOST_VALUES; t++) {
            assertThat(sample.isFull()).isFalse();
            for (int key = 0; key <= SeasonSample.MOST_SERIES; key++) {
                sample.take(event("k" + key, START + t * MINUTE, t));
            }
        }
        assertThat(sample.isFull()).isTrue();
        assertThat(sample.series()).isEqualTo(SeasonSample.MOST_SERIES);
        assertThat(sample.values()).isEqualTo(SeasonSample.MOST_VALUES);
    }

    @Test
    void shouldLeaveOutWhatComesTwice() {
        SeasonSample sample = new SeasonSample();
        for (int t = 0; t < 400; t++) {
            sample.take(event("a", START + t * MINUTE, wave(t, 12)));
            sample.take(event("a", START + t * MINUTE, 1e6));
            sample.take(event("a", START + (t - 1) * MINUTE, -1e6));
        }
        assertThat(sample.search().season()).isEqualTo(12);
    }
}
