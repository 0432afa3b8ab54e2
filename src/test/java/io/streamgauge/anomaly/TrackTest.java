package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackTest {
    private static final int DAY = 96;
    private static final int BLOCK = 4;
    /** The residuals of another unit differ by roundings of single floats alone. */
    private static final double ROUNDING = .01;

    @Test
    void shouldNotBeUpsetByAnOutburst() {
        var calm = new Track();
        var upset = new Track();
        var random = new Random(1);
        for (int n = 0; n < 3_000; n++) {
            double value = value(n, random);
            step(calm, n, value);
            step(upset, n, n >= 2_000 && n < 2_010 ? 1_000 : value);
        }
        assertThat(upset.usualError()).isLessThan(1.5 * calm.usualError());
        assertThat(Math.abs(upset.residual)).isLessThan(5);
        for (int part = 0; part < PhaseProfile.PARTS; part++) {
            assertThat(upset.profile.level(part)).isCloseTo(calm.profile.level(part), within(1.0));
        }
    }

    @Test
    void shouldTakeALevelThatStaysForTheUsualOne() {
        var track = new Track();
        var random = new Random(2);
        double atOnce = 0;
        for (int n = 0; n < 6 * 1_000; n++) {
            step(track, n, value(n, random) + (n >= 2_000 ? 50 : 0));
            atOnce = n == 2_000 ? track.level : atOnce;
        }
        assertThat(atOnce).isGreaterThan(5);
        assertThat(track.level).isLessThan(5);
        assertThat(track.drift).isLessThan(10);
        assertThat(track.phase).isLessThan(10);
    }

    @Test
    void shouldNotCareForTheUnitOfTheSeries() {
        var small = new Track();
        var large = new Track();
        var random = new Random(3);
        for (int n = 0; n < 2_000; n++) {
            double value = value(n, random);
            step(small, n, value);
            step(large, n, 1e6 * value);
            assertThat(large.residual).isCloseTo(small.residual, within(ROUNDING));
            assertThat(large.level).isCloseTo(small.level, within(ROUNDING * (1 + small.level)));
        }
    }

    /** What is learned before the unit is known, or while the series rests, must not spoil what comes after. */
    @ParameterizedTest
    @ValueSource(ints = {0, 600})
    void shouldForecastMeansOfManyValuesBetterThanTheLastOne(int resting) {
        var track = new Track();
        var blocks = new Track(track, BLOCK);
        var random = new Random(4);
        double steps = 0;
        double sum = 0;
        for (int n = 0; n < resting + 60 * DAY; n++) {
            double value = n < resting ? 0 : value(n, random);
            step(track, n, value);
            sum += value;
            if (n % BLOCK == BLOCK - 1) {
                blocks.step(sum / BLOCK, PhaseProfile.part(n % DAY / (double) DAY));
                steps += .01 * (Math.abs(blocks.lastStep()) - steps);
                sum = 0;
            }
        }
        assertThat(blocks.usualError()).isLessThan(.5 * steps);
    }

    @Test
    void shouldStayFiniteWhateverComes() {
        var track = new Track();
        for (double value : new double[] {0, 0, 1e30, -1e30, 1e-300, 0, 5, 5}) {
            for (int n = 0; n < 40; n++) {
                step(track, n, value);
                assertThat(track.residual).isFinite();
                assertThat(track.drift).isFinite();
                assertThat(track.level).isFinite();
                assertThat(track.beyond).isFinite();
            }
        }
    }

    private static double value(int n, Random random) {
        return 10 * Math.sin(2 * Math.PI * n / DAY) + random.nextGaussian();
    }

    private static void step(Track track, int n, double value) {
        int part = PhaseProfile.part(n % DAY / (double) DAY);
        track.step(value, part);
        track.learnPhase(part, value);
    }
}
