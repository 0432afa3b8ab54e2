package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A season is found where there is one, and none where chance, a trend or a wandering level looks like it. */
class SeasonSearchTest {

    /** Five long seasons of a smooth wave do not tell their length better than to this part. */
    private static final int VAGUE = 200;

    /** Different noises of one kind, of which none may deceive. */
    private static final int NOISES = 40;

    private static double[] series(int length, IntToDoubleFunction value) {
        return IntStream.range(0, length).mapToDouble(value).toArray();
    }

    private static double[] noise(int length, long seed) {
        Random random = new Random(seed);
        return series(length, t -> random.nextGaussian());
    }

    private static double[] walk(int length, long seed) {
        double[] steps = noise(length, seed);
        for (int t = 1; t < length; t++) {
            steps[t] += steps[t - 1];
        }
        return steps;
    }

    private static double wave(int t, double season) {
        return StrictMath.sin(2 * Math.PI * t / season);
    }

    private static SeasonSearch.Outcome search(double[]... series) {
        return SeasonSearch.search(List.of(series));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 12, 24, 48, 96, 168, 288, 1440})
    void shouldFindASineInNoise(int season) {
        int length = Math.max(400, 5 * season);
        double[] noise = noise(length, season);
        SeasonSearch.Outcome found = search(series(length, t -> 100 + 3 * wave(t, season) + .5 * noise[t]));
        assertThat(found.season()).isBetween(season - season / VAGUE, season + season / VAGUE);
        assertThat(found.autocorrelation()).isBetween(.8, 1.0);
    }

    @Test
    void shouldFindASineOnAWanderingLevel() {
        double[] walk = walk(2_000, 5);
        assertThat(search(series(2_000, t -> walk[t] + 4 * wave(t, 24))).season())
                .isEqualTo(24);
    }

    @Test
    void shouldPreferTheDayToTheWeekWhereBothRepeat() {
        double[] noise = noise(3_000, 6);
        assertThat(search(series(3_000, t -> 5 * wave(t, 24) + 2 * wave(t, 168) + .5 * noise[t]))
                        .season())
                .isEqualTo(24);
    }

    @Test
    void shouldFindTheWeekWhereItsDaysAreUnlike() {
        double[] noise = noise(3_000, 7);
        double[] day = noise(7, 8);
        assertThat(search(series(3_000, t -> wave(t, 24) * 10 * day[t / 24 % 7] + .5 * noise[t]))
                        .season())
                .isEqualTo(168);
    }

    @Test
    void shouldFindTheDayOfQuarterHoursWithQuietNightsAndRushHours() {
        double[] noise = noise(4_000, 9);
        double[] walk = walk(4_000, 10);
        SeasonSearch.Outcome found = search(series(4_000, t -> {
            int hour = t / 4 % 24;
            double usual = hour < 6 ? 10 : hour < 9 ? 80 : hour < 16 ? 50 : hour < 19 ? 90 : 30;
            double weekend = t / 96 % 7 >= 5 ? .6 : 1;
            return usual * weekend + 8 * noise[t] + .5 * walk[t];
        }));
        assertThat(found.season()).isEqualTo(96);
    }

    @Test
    void shouldFindASeasonThatGrowsWithItsTrend() {
        assertThat(search(series(144, t -> (100 + 2 * t) * (1 + .2 * wave(t, 12) + .1 * wave(t, 6))))
                        .season())
                .isEqualTo(12);
    }

    @Test
    void shouldFindNoneInATrend() {
        assertThat(search(series(1_000, t -> 5 + .3 * t)).isFound()).isFalse();
        assertThat(search(series(1_000, t -> 1e9 + 1e-3 * t * t)).isFound()).isFalse();
        assertThat(search(series(1_000, t -> 1e6)).isFound()).isFalse();
    }

    @Test
    void shouldFindNoneInNoise() {
        for (int length : new int[] {60, 150, 500, 3_000}) {
            for (int seed = 0; seed < NOISES; seed++) {
                assertThat(search(noise(length, seed)).season())
                        .as("%d values of seed %d", length, seed)
                        .isZero();
            }
        }
    }

    @Test
    void shouldFindNoneInARandomWalk() {
        for (int length : new int[] {60, 150, 500, 3_000}) {
            for (int seed = 0; seed < NOISES; seed++) {
                assertThat(search(walk(length, seed)).season())
                        .as("%d values of seed %d", length, seed)
                        .isZero();
            }
        }
    }

    @Test
    void shouldFindASeasonBetweenMissingValues() {
        Random missing = new Random(11);
        double[] noise = noise(1_500, 12);
        double[] holed =
                series(1_500, t -> missing.nextDouble() < .2 || t / 50 == 7 ? Double.NaN : 10 * wave(t, 24) + noise[t]);
        assertThat(search(holed).season()).isEqualTo(24);
    }

    @Test
    void shouldNotBeLedAstrayByASpike() {
        double[] noise = noise(1_000, 13);
        assertThat(search(series(1_000, t -> t == 500 ? 1e6 : 5 * wave(t, 24) + noise[t]))
                        .season())
                .isEqualTo(24);
    }

    @Test
    void shouldFindInManyShortSeriesWhatOneDoesNotShow() {
        double[][] series = new double[20][];
        for (int k = 0; k < series.length; k++) {
            double[] noise = noise(150, 100 + k);
            series[k] = series(150, t -> 1.3 * wave(t, 7) + noise[t]);
        }
        assertThat(search(series).season()).isEqualTo(7);
    }

    @Test
    void shouldFindNoneInAlmostNothing() {
        assertThat(SeasonSearch.search(List.of())).isEqualTo(new SeasonSearch.Outcome(0, Double.NaN));
        assertThat(search(new double[] {1, 2, 1, 2, 1}).isFound()).isFalse();
        assertThat(search(series(100, t -> Double.NaN)).isFound()).isFalse();
    }
}
