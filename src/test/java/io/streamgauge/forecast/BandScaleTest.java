package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.signal.Cadence;
import io.streamgauge.signal.Calendar;
import io.streamgauge.signal.Season;
import io.streamgauge.signal.SeasonView;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class BandScaleTest {
    private static final int SEASON = 24;
    private static final int SEASONS = 400;
    private static final long HOUR = 3_600_000;

    @Test
    void shouldKnowWhichPartsOfTheSeasonErrMore() {
        var learned = new Learned(phase -> phase < SEASON / 2 ? 3 : 1);
        // Three times and once the usual error, whose mean over the season is twice; a part remembers 50 values, whose
        // mean magnitude has a deviation of .11.
        assertThat(learned.scale.factor(learned.season, 4)).isCloseTo(1.5, within(.4));
        assertThat(learned.scale.factor(learned.season, 16)).isCloseTo(.5, within(.2));
    }

    @Test
    void shouldHaveNoFactorWithoutASeason() {
        var daily = new SeasonView(new Season(new Calendar(0, ZoneOffset.UTC)));
        assertThat(new BandScale().factor(daily, 1)).isEqualTo(1);
    }

    @Test
    void shouldScaleWithTheErrors() {
        var random = new Random(5);
        var scale = new BandScale();
        var scaled = new BandScale();
        for (int n = 0; n < 1_000; n++) {
            double error = random.nextGaussian();
            scale.learn(error, 1);
            scaled.learn(error * 0x1p40, 1);
            assertThat(scaled.value(0x1p40)).isEqualTo(0x1p40 * scale.value(1));
        }
    }

    @Test
    void shouldBeTheUsualStepBeforeAnyError() {
        var scale = new BandScale();
        assertThat(scale.value(7)).isEqualTo(7);
        assertThat(scale.isKnown()).isFalse();
    }

    @Test
    void shouldKeepAShareOfTheUsualStepThroughAStandstill() {
        var scale = new BandScale();
        scale.learn(5, 1);
        for (int n = 0; n < 10_000; n++) {
            scale.learn(0, 1);
        }
        assertThat(scale.value(2)).isEqualTo(.03 * 2);
    }

    /** A scale that has learned from hourly errors, and its view of the season after the last of them. */
    private static final class Learned {
        private final BandScale scale = new BandScale();
        private final SeasonView season = new SeasonView(new Season(new Calendar(SEASON, ZoneOffset.UTC)));

        Learned(IntToDoubleFunction deviation) {
            var random = new Random(1);
            var cadence = new Cadence();
            for (int n = 0; n < SEASON * SEASONS; n++) {
                cadence.update(n * HOUR);
                season.locate(cadence);
                double error = random.nextGaussian() * deviation.applyAsDouble(n % SEASON);
                double factor = scale.factor(season, 0);
                if (scale.isKnown()) {
                    scale.note(Math.abs(error) / scale.value(1));
                }
                scale.learnSeason(season);
                scale.learn(error, factor);
            }
        }
    }
}
