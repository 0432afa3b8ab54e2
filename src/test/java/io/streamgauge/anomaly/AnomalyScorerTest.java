package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.Runs;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.nn.CellKind;
import io.streamgauge.signal.FieldList;
import io.streamgauge.signal.Measurement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scores of random walks, whose steps the untrained network leaves as residuals: independent Gaussians. */
class AnomalyScorerTest {
    private static final int WARM_UP = 100;
    private static final int MONTH = 43_200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldRaiseAboutAsManyFalseAlarmsAsAllowed(long seed) {
        // 50 in a month of minutes is a value in 864. The largest of four tail probabilities is taken four times, which
        // is too much where the statistics go together, and neighbours share an episode: so not many more than are
        // allowed, and rather fewer. Less than a tenth would be a score that sees nothing.
        var walk = new Walk(seed, 50, WARM_UP);
        int alarms = 0;
        for (int n = 0; n < MONTH; n++) {
            walk.step();
            alarms += walk.anomaly.change == EpisodeChange.OPENED ? 1 : 0;
        }
        assertThat(alarms).isBetween(5, 75);
    }

    @Test
    void shouldRaiseHardlyAnyAlarmWhereOneAMonthIsAllowed() {
        int alarms = 0;
        for (long seed = 1; seed <= 2; seed++) {
            var walk = new Walk(seed, 1, WARM_UP);
            for (int n = 0; n < MONTH; n++) {
                walk.step();
                alarms += walk.anomaly.change == EpisodeChange.OPENED ? 1 : 0;
            }
        }
        assertThat(alarms).isLessThanOrEqualTo(4);
    }

    /** Ten a month of minutes, of which half are the targets' and half are those of their levels together. */
    @Test
    void shouldRaiseAsManyFalseAlarmsOfSeveralTargetsAsAllowed() {
        ForecasterSpec spec = Runs.severalTargets(3);
        var monitor = new SeriesMonitor(spec, new AnomalySettings(10, WARM_UP));
        var workspace = new SeriesForecaster.Workspace(spec);
        var model = Runs.untrained(spec);
        var forecast = new Forecast(spec);
        var anomaly = new AnomalyResult();
        int alarms = 0;
        for (long seed = 1; seed <= 3; seed++) {
            var random = new Random(seed);
            KeyState state = KeyState.fresh(spec);
            for (int n = 0; n < MONTH; n++) {
                double common = random.nextGaussian();
                double[] values = new double[3];
                Arrays.setAll(values, k -> common + random.nextGaussian());
                Measurement measurement = Measurement.of(Runs.START + n * Runs.INTERVAL, values);
                monitor.step(state, measurement, model, true, workspace, forecast, anomaly);
                alarms += anomaly.change == EpisodeChange.OPENED ? 1 : 0;
            }
        }
        assertThat(alarms).isBetween(15, 60);
    }

    @Test
    void shouldSayNothingOfAStatisticThatIsLeftOut() {
        var walk = new Walk(6, new AnomalySettings(1, WARM_UP, Set.of(Statistic.FLAT))).after(2_000);
        for (int n = 0; n < 100; n++) {
            walk.step(walk.value);
            assertThat(walk.anomaly.loudest).isNotEqualTo(Statistic.FLAT);
        }
        walk.step(walk.value + 30);
        assertThat(walk.anomaly.score).as("of another statistic").isGreaterThan(1);
    }

    @Test
    void shouldFindASpikeAtOnce() {
        var walk = new Walk(4, 1, WARM_UP).after(2_000);
        assertThat(walk.anomaly.score).isLessThan(1);
        walk.step(walk.value + 12);
        assertThat(walk.anomaly.score).isGreaterThan(1);
        assertThat(walk.anomaly.alertScore).isEqualTo(walk.anomaly.score);
        assertThat(walk.anomaly.grade).isBetween(0.0, 1.0).isPositive();
        assertThat(walk.anomaly.change).isEqualTo(EpisodeChange.OPENED);
        assertThat(walk.anomaly.reason).isEqualTo("spike");
        assertThat(walk.episode().statistic()).isEqualTo(Statistic.SPIKE);
        assertThat(walk.episode().since()).isEqualTo(walk.time);
        assertThat(walk.episode().peak()).isEqualTo(walk.anomaly.score);
    }

    @Test
    void shouldFindASecondSpikeToo() {
        var walk = new Walk(5, 1, WARM_UP).after(2_000);
        for (int spike = 0; spike < 2; spike++) {
            walk.step(walk.value + 12);
            assertThat(walk.anomaly.score).as("spike %s", spike).isGreaterThan(1);
            walk.after(1_000);
        }
    }

    @Test
    void shouldFindAFlatLine() {
        var walk = new Walk(6, 1, WARM_UP).after(2_000);
        int steps = 0;
        do {
            walk.step(walk.value);
            steps++;
        } while (!walk.state.alerts().isOpen() && steps < 100);
        assertThat(steps).isLessThan(40);
        assertThat(walk.anomaly.reason).isEqualTo("flat");
        for (int n = 0; n < 20; n++) {
            walk.step(walk.value);
            assertThat(walk.state.alerts().isOpen()).isTrue();
        }
    }

    @Test
    void shouldNotWonderAtASeriesThatUsuallyRests() {
        var walk = new Walk(7, 1, WARM_UP);
        int alarms = 0;
        for (int n = 0; n < 20_000; n++) {
            walk.step(walk.value + (n % 60 == 0 ? 1 : 0));
            alarms += n > 3_000 && walk.anomaly.change == EpisodeChange.OPENED ? 1 : 0;
        }
        assertThat(alarms).isZero();
    }

    @Test
    void shouldFindASilenceWhenTheSeriesResumes() {
        var walk = new Walk(8, 1, WARM_UP).after(2_000);
        walk.time += 3 * 3_600_000;
        walk.step();
        assertThat(walk.forecast.broken).isTrue();
        assertThat(walk.anomaly.score).isGreaterThan(1);
        assertThat(walk.anomaly.reason).isEqualTo("silence");
        assertThat(walk.anomaly.loudest).isEqualTo(Statistic.SILENCE);
        assertThat(walk.anomaly.alertScore).as("the value itself is as usual").isLessThan(1);
        assertThat(walk.anomaly.change)
                .as("the silence itself was the alert, not its end")
                .isEqualTo(EpisodeChange.NONE);
    }

    @Test
    void shouldFindADrift() {
        var walk = new Walk(9, 20, WARM_UP).after(10_000);
        int steps = 0;
        do {
            walk.step(walk.value + 3 + walk.random.nextGaussian());
            steps++;
        } while (!walk.state.alerts().isOpen() && steps < 100);
        assertThat(steps).isLessThan(60);
        assertThat(walk.anomaly.reason).isIn("drift", "range", "level");
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100, 250})
    void shouldOpenNoEpisodeBeforeTheWarmUpIsOver(int warmUp) {
        var walk = new Walk(10, 1, warmUp);
        for (int n = 0; n < warmUp; n++) {
            walk.step(n == warmUp - 1 ? walk.value + 1e6 : walk.value + walk.random.nextGaussian());
            assertThat(walk.anomaly.change).isEqualTo(EpisodeChange.NONE);
            assertThat(walk.anomaly.reason).isEqualTo(AnomalyResult.WARM_UP);
        }
        walk.step(walk.value - 1e6);
        assertThat(walk.anomaly.reason).isNotEqualTo(AnomalyResult.WARM_UP);
    }

    @Test
    void shouldOpenNoEpisodeWhileCatchingUp() {
        var walk = new Walk(11, 1, WARM_UP).after(2_000);
        walk.alerting = false;
        walk.step(walk.value + 50);
        assertThat(walk.anomaly.score).isGreaterThan(1);
        assertThat(walk.anomaly.change).isEqualTo(EpisodeChange.NONE);
        assertThat(walk.anomaly.reason).isEqualTo(AnomalyResult.BACKFILL);
        assertThat(walk.state.alerts().isOpen()).isFalse();
    }

    @Test
    void shouldOpenUpdateAndCloseOneEpisodeAtATime() {
        var walk = new Walk(12, 20, WARM_UP);
        boolean open = false;
        int opened = 0;
        int updated = 0;
        double peak = 0;
        for (int n = 0; n < 20_000; n++) {
            double size = n % 3_777 == 900 ? 8 : n % 3_777 == 901 ? 40 : 0;
            walk.step(walk.value + size + walk.random.nextGaussian());
            EpisodeChange change = walk.anomaly.change;
            switch (change) {
                case NONE -> assertThat(walk.state.alerts().isOpen()).isEqualTo(open);
                case OPENED -> {
                    assertThat(open).isFalse();
                    open = true;
                    opened++;
                    peak = walk.anomaly.score;
                }
                case UPDATED -> {
                    assertThat(open).isTrue();
                    updated++;
                    assertThat(walk.episode().peak()).isGreaterThan(peak);
                    peak = walk.episode().peak();
                }
                case CLOSED -> {
                    assertThat(open).isTrue();
                    open = false;
                    assertThat(walk.anomaly.changes.get(0).peak()).isEqualTo(peak);
                }
            }
            if (open) {
                assertThat(walk.anomaly.reason)
                        .isEqualTo(walk.episode().statistic().id());
            } else if (n >= WARM_UP) {
                assertThat(walk.anomaly.reason).isEqualTo(AnomalyResult.WITHIN_MARGIN);
            }
        }
        assertThat(opened).isGreaterThan(1);
        assertThat(updated).isPositive();
    }

    @Test
    void shouldHoldTheScoreAndLetItFade() {
        var walk = new Walk(13, 1, WARM_UP).after(2_000);
        walk.step(walk.value + 30);
        double peak = walk.anomaly.score;
        walk.step();
        assertThat(walk.anomaly.score).isEqualTo(.8 * peak);
        assertThat(walk.anomaly.alertScore).isZero();
    }

    @Test
    void shouldSayWhatHadBeenExpectedAndSinceWhenItIsOtherwise() {
        var walk = new Walk(17, 1, WARM_UP).after(2_000);
        double before = walk.value;
        walk.step(before + 30);
        long began = walk.time;
        assertThat(walk.anomaly.expected).isEqualTo(walk.forecast.first().previousMean);
        assertThat(walk.anomaly.lower).isLessThan(walk.anomaly.expected);
        assertThat(walk.anomaly.upper).isGreaterThan(walk.anomaly.expected).isLessThan(before + 30);
        assertThat(walk.anomaly.shares).containsExactly(1);
        walk.step();
        assertThat(walk.anomaly.score).isGreaterThan(1);
        assertThat(walk.anomaly.since).isEqualTo(began);
    }

    @Test
    void shouldMaskTheValuesOfAnOpenEpisodeInTheWindowThatTheyComplete() {
        var walk = new Walk(14, 1, WARM_UP).after(2_000);
        do {
            walk.step();
        } while (walk.forecast.window == null);
        walk.step();
        walk.step();
        walk.step(walk.value + 40);
        assertThat(walk.state.alerts().isOpen()).isTrue();
        assertThat(walk.forecast.window).isNotNull();
        float[] mask = walk.forecast.window.mask();
        assertThat(mask[mask.length - 1])
                .as("the last target, the value itself")
                .isZero();
        assertThat(mask[0]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void shouldNotScoreAMissingValueNorLearnFromIt(int missing) {
        var walk = new Walk(16, 1, WARM_UP).after(2_000);
        walk.step(walk.value + 30);
        double held = walk.anomaly.score;
        List<Number> before = FieldList.of(walk.state.anomaly()::fields);
        for (int n = 0; n < missing; n++) {
            walk.step(Double.NaN);
            assertThat(walk.anomaly.score).isEqualTo(held);
            assertThat(walk.anomaly.alertScore).isZero();
            assertThat(walk.anomaly.change).isEqualTo(EpisodeChange.NONE);
            assertThat(walk.anomaly.reason).isEqualTo("imputed");
        }
        List<Number> after = FieldList.of(walk.state.anomaly()::fields);
        long changed = IntStream.range(0, before.size())
                .filter(i -> !before.get(i).equals(after.get(i)))
                .count();
        assertThat(changed).as("the count of missing values").isEqualTo(1);
    }

    /** Levels before and after a pause are not compared, whatever ends it. */
    @ParameterizedTest
    @CsvSource({"0, 0, true", "0, 5, true", "0, 40, false", "300, 0, false", "300, 1, false"})
    void shouldFindAStepOfTheLevelButInAPause(int minutes, int missing, boolean found) {
        var walk = new Walk(21, 1, WARM_UP);
        for (int n = 0; n < 4_000; n++) {
            walk.step(walk.random.nextGaussian());
        }
        walk.time += minutes * Runs.INTERVAL;
        for (int n = 0; n < missing; n++) {
            walk.step(Double.NaN);
        }
        boolean told = false;
        for (int n = 0; n < 200; n++) {
            walk.step(2.2 + walk.random.nextGaussian());
            told |= walk.anomaly.alertScore >= 1 && walk.anomaly.loudest == Statistic.LEVEL;
        }
        assertThat(told).isEqualTo(found);
    }

    /** Stretches of values further apart always hold a weekend's beginning or end: others have the share of steps then. */
    @ParameterizedTest
    @CsvSource({"35, true", "36, false"})
    void shouldGiveStepsAShareWhereTheirStretchesMayHoldNoWeekendsEdge(int minutes, boolean share) {
        var walk = new Walk(21, 1, WARM_UP);
        walk.interval = minutes * 60_000;
        for (int n = 0; n <= ForecastSurprise.WARM_UP + 1; n++) {
            walk.step(walk.random.nextGaussian());
        }
        double others = ForecastSurprise.SPIKE_ALLOWANCE + ForecastSurprise.DRIFT_ALLOWANCE;
        double expected = others + (share ? ForecastSurprise.STEP_ALLOWANCE : 0);
        ForecastSurprise surprise = walk.state.anomaly().surprise.targets[0].outOfForecast;
        assertThat(surprise.allowance).isEqualTo(expected);
        walk.step(Double.NaN);
        assertThat(surprise.allowance).as("of a value that is missing").isEqualTo(expected);
    }

    /** A run of equal values that outweighs a step of the level just then: the step's former level is not told of it. */
    @Test
    void shouldExpectOfARunWhatHadBeenForecast() {
        var walk = new Walk(24, 1, WARM_UP);
        for (int n = 0; n < 4_100; n++) {
            double level = n < 4_000 ? 0 : 1.5;
            walk.step(n < 4_089 ? level + walk.random.nextGaussian() : level);
            if (walk.anomaly.loudest == Statistic.FLAT) {
                assertThat(walk.anomaly.expected).isEqualTo(walk.forecast.first().previousMean);
            }
        }
        assertThat(walk.anomaly.loudest).isEqualTo(Statistic.FLAT);
    }

    @Test
    void shouldKeepNothingThatIsNotANumber() {
        var walk = new Walk(15, 1, WARM_UP);
        for (double value : new double[] {0, 0, 0, 1e30, -1e30, 1e-300, 0, 0}) {
            for (int n = 0; n < 30; n++) {
                walk.step(value);
                assertThat(walk.anomaly.score).isNotNegative().isFinite();
                assertThat(walk.anomaly.alertScore).isNotNegative().isFinite();
                assertThat(walk.anomaly.grade).isBetween(0.0, 1.0);
            }
        }
        assertThat(FieldList.of(walk.state::fields)).allMatch(field -> Double.isFinite(field.doubleValue()));
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        for (double alarms : new double[] {0, -1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new AnomalySettings(alarms, 1));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new AnomalySettings(1, -1));
    }

    /** One key whose values are the test's. */
    private static final class Walk {
        private final SeriesMonitor monitor;
        private final SeriesForecaster.Workspace workspace;
        private final ModelSnapshot model;
        private final KeyState state;
        private final Forecast forecast;
        private final AnomalyResult anomaly = new AnomalyResult();
        private final Random random;
        private long time = Runs.START;
        private double value;
        private long interval = Runs.INTERVAL;
        private boolean alerting = true;

        Walk(long seed, double alarmsPerMonth, int warmUp) {
            this(seed, new AnomalySettings(alarmsPerMonth, warmUp));
        }

        Walk(long seed, AnomalySettings settings) {
            ForecasterSpec spec = Runs.spec(CellKind.RNN_TANH, 1);
            random = new Random(seed);
            monitor = new SeriesMonitor(spec, settings);
            workspace = new SeriesForecaster.Workspace(spec);
            model = Runs.untrained(spec);
            state = KeyState.fresh(spec);
            forecast = new Forecast(spec);
        }

        Episode episode() {
            return state.alerts().episode().orElseThrow();
        }

        Walk after(int steps) {
            for (int n = 0; n < steps; n++) {
                step();
            }
            return this;
        }

        void step() {
            step(value + random.nextGaussian());
        }

        void step(double next) {
            value = next;
            time += interval;
            monitor.step(state, Measurement.of(time, next), model, alerting, workspace, forecast, anomaly);
        }
    }
}
