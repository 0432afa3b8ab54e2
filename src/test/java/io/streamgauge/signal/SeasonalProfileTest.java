package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalProfileTest {

    private static final int BUCKETS = 12;
    /** Of the range of the levels: a quantum is at least 2⁻¹⁴ of it. */
    private static final double FINE = 1.0 / (1 << 13);

    @Test
    void shouldKnowNothingOfAPhaseThatHasNotCome() {
        var profile = new SeasonalProfile(BUCKETS, true);
        profile.update(3, 5, 1);
        assertThat(profile.knows(3)).isTrue();
        assertThat(profile.knows(4)).isFalse();
    }

    @Test
    void shouldKeepTheLastSeasonAndTheUsualOne() {
        var profile = new SeasonalProfile(BUCKETS, true);
        for (int t = 0; t < 100 * BUCKETS; t++) {
            int season = t / BUCKETS;
            int phase = t % BUCKETS;
            profile.update(phase, 10 * phase + season % 2, phase == 0 ? -110 : 10);
            if (season > 0) {
                assertThat(profile.seasonAgo()).isCloseTo(10 * phase + (season - 1) % 2, within(110 * FINE));
            }
        }
        assertThat(profile.last(5)).isCloseTo(51, within(110 * FINE));
        assertThat(profile.slow(5)).isCloseTo(50.5, within(.05));
        assertThat(profile.fast(5)).isBetween(50.5, 51.0);
        assertThat(profile.change(5)).isCloseTo(10, within(110 * FINE));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e9, -1e12})
    void shouldBeAsExactFarFromZero(double offset) {
        var profile = new SeasonalProfile(BUCKETS, true);
        for (int t = 0; t < 3 * BUCKETS; t++) {
            profile.update(t % BUCKETS, offset + t % BUCKETS + .25, 1);
        }
        assertThat(profile.last(7) - offset).isCloseTo(7.25, within(11 * FINE));
        assertThat(profile.slow(7) - offset).isCloseTo(7.25, within(11 * FINE));
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

    @Test
    void shouldTellTheLevelThatAVisitFoundUntilItEnds() {
        var profile = new SeasonalProfile(BUCKETS, true);
        for (int t = 0; t < 30 * BUCKETS; t++) {
            profile.update(t % BUCKETS, 10, 0);
        }
        profile.update(3, 20, 10);
        profile.update(3, 20, 0);
        assertThat(profile.slowBefore(3)).isCloseTo(10, within(FINE));
        assertThat(profile.slow(3)).isGreaterThan(10.5);
        profile.leave();
        assertThat(profile.slowBefore(3)).isEqualTo(profile.slow(3));
        assertThat(profile.slowBefore(5)).isEqualTo(profile.slow(5));
    }

    @Test
    void shouldSurviveAWildValueAndFollowAShift() {
        var profile = new SeasonalProfile(BUCKETS, true);
        for (int t = 0; t < 60 * BUCKETS; t++) {
            double wild = t == 10 * BUCKETS + 4 ? 1e6 : 0;
            double level = t < 20 * BUCKETS ? 0 : 1e3;
            profile.update(t % BUCKETS, level + t % BUCKETS + wild, 1);
        }
        // The usual level still has some of the way to go, and is part of the range.
        assertThat(profile.last(7)).isCloseTo(1007, within(200 * FINE));
        assertThat(profile.fast(4)).isCloseTo(1004, within(200 * FINE));
        var resting = new SeasonalProfile(BUCKETS, true);
        for (int t = 0; t < 10 * BUCKETS; t++) {
            resting.update(t % BUCKETS, 5, 0);
        }
        assertThat(resting.last(3)).isEqualTo(5);
        resting.update(0, 6, 1);
        assertThat(resting.last(0)).isCloseTo(6, within(FINE));
        assertThat(resting.last(3)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"3, 1e6", "9, 1e30", "14, 1e30"})
    void shouldComeBackFromAValueThatIsBeyondAllMeasure(int at, double wild) {
        var profile = new SeasonalProfile(BUCKETS, true);
        for (int t = 0; t < 100 * BUCKETS; t++) {
            profile.update(t % BUCKETS, t == at ? wild : 20 + t % BUCKETS, 1);
        }
        for (int b = 0; b < BUCKETS; b++) {
            if (b != at % BUCKETS) {
                assertThat(profile.last(b)).as("bucket %s", b).isCloseTo(20 + b, within(1.0));
            }
        }
    }
}
