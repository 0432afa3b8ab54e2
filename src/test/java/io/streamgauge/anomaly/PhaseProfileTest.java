package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhaseProfileTest {
    private static final double DAY_MILLIS = 86_400_000;
    private static final long HOUR_MILLIS = 3_600_000;

    @Test
    void shouldPutAValueOnTheFullHourIntoTheHourThatItBegins() {
        for (long hour = 430_000; hour < 440_000; hour++) {
            double days = hour * HOUR_MILLIS / DAY_MILLIS;
            assertThat(PhaseProfile.part(days - Math.floor(days)))
                    .as("hour %s since the epoch", hour)
                    .isEqualTo((int) (hour % 24));
        }
    }

    @Test
    void shouldKeepTheEndOfTheSeasonInItsLastPartOrBeginItAnew() {
        assertThat(PhaseProfile.part(1 - 1e-3)).isEqualTo(PhaseProfile.PARTS - 1);
        assertThat(PhaseProfile.part(Math.nextDown(1.0))).isZero();
    }
}
