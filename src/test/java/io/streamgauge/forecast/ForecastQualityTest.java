package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.nn.CellKind;
import io.streamgauge.signal.Measurement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the forecaster promises whatever the series: no unit matters, no future is seen, a season is learned. */
class ForecastQualityTest {

    private static final int SEASON = 24;
    private static final ForecasterSpec SPEC =
            new ForecasterSpec(List.of(1, 2, 6), SEASON, ZoneOffset.UTC, CellKind.GRU, 4, 1, 8, 3, .9);
    /** Of the usual step: what may come of floats that round otherwise. */
    private static final double UNIT_TOLERANCE = 1e-4;

    @ParameterizedTest
    @CsvSource({"1e6, 0", "1e-6, 0", "1, 1e3", "1e6, 1e6", "1e-6, -1e-3"})
    void shouldForecastTheSameInOtherUnits(double factor, double offset) {
        double[] y = Runs.series(600, 1);
        double[] other = new double[y.length];
        for (int t = 0; t < y.length; t++) {
            other[t] = factor * y[t] + offset;
        }
        ModelSnapshot model = Runs.randomModel(SPEC, 2);
        List<Forecast> plain = Runs.run(SPEC, model, new SeriesState(SPEC), y);
        List<Forecast> scaled = Runs.run(SPEC, model, new SeriesState(SPEC), other);
        for (int t = 2; t < y.length; t++) {
            for (int j = 0; j < 3; j++) {
                double expected = plain.get(t).first().mean[j];
                double found = (scaled.get(t).first().mean[j] - offset) / factor;
                assertThat(Math.abs(found - expected)).as("step %s", t).isLessThan(UNIT_TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 200, 431})
    void shouldNotSeeTheFuture(int now) {
        double[] y = Runs.series(600, 3);
        double[] shuffled = y.clone();
        var random = new Random(4);
        for (int t = y.length - 1; t > now + 1; t--) {
            int with = now + 1 + random.nextInt(t - now);
            double kept = shuffled[t];
            shuffled[t] = shuffled[with];
            shuffled[with] = kept;
        }
        ModelSnapshot model = Runs.randomModel(SPEC, 5);
        List<Forecast> straight = Runs.run(SPEC, model, new SeriesState(SPEC), y);
        List<Forecast> other = Runs.run(SPEC, model, new SeriesState(SPEC), shuffled);
        for (int t = 0; t <= now; t++) {
            assertThat(other.get(t).first().mean).isEqualTo(straight.get(t).first().mean);
            assertThat(other.get(t).first().median).isEqualTo(straight.get(t).first().median);
            assertThat(other.get(t).first().upper[0]).isEqualTo(straight.get(t).first().upper[0]);
        }
        assertThat(other.get(now + 50).first().mean)
                .isNotEqualTo(straight.get(now + 50).first().mean);
    }

    /** Where many values in a row fall into one bucket, its level must not tell a label what its forecast could not know. */
    @ParameterizedTest
    @ValueSource(ints = {15, 40})
    void shouldForecastARandomWalkAsItsLastValueHoweverManyValuesShareAPhase(int perBucket) {
        int season = 96 * perBucket;
        var spec = new ForecasterSpec(List.of(1, 6, 24), season, ZoneOffset.UTC, CellKind.GRU, 4, 1, 8, 3, .9);
        double[] y = new double[4 * 96 * 40];
        var random = new Random(7);
        for (int t = 1; t < y.length; t++) {
            y[t] = y[t - 1] + random.nextGaussian();
        }
        List<Forecast> forecasts = Runs.run(spec, Runs.untrained(spec), new SeriesState(spec), y);
        for (int j = 1; j < 3; j++) {
            int ahead = spec.horizons().get(j);
            double error = 0;
            double persistence = 0;
            for (int t = y.length / 2; t + ahead < y.length; t++) {
                error += Math.pow(forecasts.get(t).first().mean[j] - y[t + ahead], 2);
                persistence += Math.pow(y[t] - y[t + ahead], 2);
            }
            assertThat(error / persistence).as("%s steps ahead", ahead).isLessThan(1.01);
        }
    }

    @Test
    void shouldLearnASeasonWithoutAnyTraining() {
        double[] y = new double[40 * SEASON];
        var random = new Random(6);
        for (int t = 0; t < y.length; t++) {
            y[t] = 10 * Math.sin(2 * Math.PI * t / SEASON) + (t % SEASON == 7 ? 20 : 0) + .1 * random.nextGaussian();
        }
        List<Forecast> forecasts = Runs.run(SPEC, Runs.untrained(SPEC), new SeriesState(SPEC), y);
        for (int j = 0; j < 3; j++) {
            int h = SPEC.horizons().get(j);
            double error = 0;
            double persistence = 0;
            for (int t = 20 * SEASON; t + h < y.length; t++) {
                error += Math.abs(y[t + h] - forecasts.get(t).first().mean[j]);
                persistence += Math.abs(y[t + h] - y[t]);
            }
            assertThat(error).as("horizon %s", h).isLessThan(.25 * persistence);
        }
    }

    /** Twelve years of months: a trend, and a season that grows with it. */
    @Test
    void shouldForecastAShortSeriesBetterThanSeasonalNaive() {
        int season = 12;
        var spec = new ForecasterSpec(List.of(1), season, ZoneOffset.UTC, CellKind.GRU, 4, 1, 8, 3, .9);
        double[] y = new double[144];
        for (int t = 0; t < y.length; t++) {
            double level = 110 * Math.exp(.0095 * t);
            y[t] = level
                    * (1 + .2 * Math.sin(2 * Math.PI * (t - 3) / season) + .05 * Math.cos(4 * Math.PI * t / season));
        }
        var forecaster = new SeriesForecaster(spec);
        var workspace = new SeriesForecaster.Workspace(spec);
        var state = new SeriesState(spec);
        var out = new Forecast(spec);
        double mix = 0;
        double naive = 0;
        double relative = 0;
        int scored = 0;
        for (int t = 0; t < y.length; t++) {
            if (t >= 2 * season) {
                double error = Math.abs(y[t] - out.first().mean[0]);
                mix += error;
                relative += 2 * error / (Math.abs(y[t]) + Math.abs(out.first().mean[0]));
                naive += Math.abs(y[t] - y[t - season]);
                scored++;
            }
            var measurement = Measurement.of(Runs.START + t * 30L * 86_400_000, y[t]);
            forecaster.step(state, measurement, Runs.untrained(spec), workspace, out);
        }
        assertThat(mix).isLessThan(naive);
        assertThat(relative / scored).isLessThan(.05);
    }
}
