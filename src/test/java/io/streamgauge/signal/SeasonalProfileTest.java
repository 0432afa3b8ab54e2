package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalProfileTest {

    private static final int BUCKETS = 12;

    @Test
    void shouldKnowNothingOfAPhaseThatHasNotCome() {
        var profile = new SeasonalProfile(BUCKETS);
        profile.update(3, 5, 1);
        assertThat(profile.knows(3)).isTrue();
        assertThat(profile.knows(4)).isFalse();
        assertThat(profile.isComplete()).isFalse();
    }

    @Test
    void shouldKeepTheLastSeasonAndTheUsualOne() {
        var profile = new SeasonalProfile(BUCKETS);
        for (int t = 0; t < 100 * BUCKETS; t++) {
            int season = t / BUCKETS;
            int phase = t % BUCKETS;
            profile.update(phase, 10 * phase + season % 2, phase == 0 ? -110 : 10);
            if (season > 0) {
                assertThat(profile.seasonAgo()).isEqualTo(10 * phase + (season - 1) % 2);
            }
        }
        assertThat(profile.isComplete()).isTrue();
        assertThat(profile.last(5)).isEqualTo(51);
        assertThat(profile.slow(5)).isCloseTo(50.5, within(.05));
        assertThat(profile.fast(5)).isBetween(50.5, 51.0);
        assertThat(profile.change(5)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e9, -1e12})
    void shouldBeAsExactFarFromZero(double offset) {
        var profile = new SeasonalProfile(BUCKETS);
        for (int t = 0; t < 3 * BUCKETS; t++) {
            profile.update(t % BUCKETS, offset + t % BUCKETS + .25, 1);
        }
        assertThat(profile.last(7) - offset).isEqualTo(7.25);
        assertThat(profile.slow(7) - offset).isEqualTo(7.25);
    }

    @Test
    void shouldCountAGivenSeasonInValues() {
        var season = new Season(new Calendar(7, ZoneOffset.UTC));
        var cadence = new Cadence();
        assertThat(season.isKnown(cadence)).isFalse();
        for (int t = 0; t < 30; t++) {
            cadence.update(1_000L * 86_400 * t);
        }
        assertThat(season.isKnown(cadence)).isTrue();
        for (int ahead = -9; ahead < 9; ahead++) {
            assertThat(season.bucket(season.phase(cadence, ahead))).isEqualTo(Math.floorMod(29 + ahead, 7));
            double advanced = Season.advance(season.phase(cadence, 0), season.step(cadence), ahead);
            assertThat(season.bucket(advanced)).isEqualTo(Math.floorMod(29 + ahead, 7));
        }
    }

    @Test
    void shouldTakeTheDayOfTheZoneForTheSeason() {
        var season = new Season(new Calendar(0, ZoneId.of("Asia/Tokyo")));
        var cadence = new Cadence();
        long quarter = 900_000;
        for (int t = 0; t < 10; t++) {
            cadence.update(quarter * t);
        }
        // 02:15 in Greenwich is 11:15 in Tokyo, the 46th quarter of the day.
        assertThat(season.bucket(season.phase(cadence, 0))).isEqualTo(45);
        assertThat(season.buckets()).isEqualTo(96);
    }

    @Test
    void shouldHaveNoSeasonWhereADayIsOneValue() {
        var season = new Season(new Calendar(0, ZoneOffset.UTC));
        var cadence = new Cadence();
        for (int t = 0; t < 10; t++) {
            cadence.update(86_400_000L * t);
        }
        assertThat(season.isKnown(cadence)).isFalse();
    }
}
