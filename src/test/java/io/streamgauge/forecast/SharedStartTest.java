package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.nn.CellKind;
import io.streamgauge.signal.FieldList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A new key starts from what other keys have learned. */
class SharedStartTest {

    private static final ForecasterSpec SPEC = Runs.spec(CellKind.GRU, 1);
    private static final int EARLY_FROM = 5;
    private static final int EARLY_UNTIL = 20;

    /** Every change is undone by most of the next: far from persistence, and the same for all keys. */
    private static double[] bouncing(int values, long seed) {
        Random random = new Random(seed);
        double[] y = new double[values];
        double change = 0;
        for (int i = 1; i < values; i++) {
            change = -.8 * change + random.nextGaussian();
            y[i] = y[i - 1] + change;
        }
        return y;
    }

    private static ReadoutSummary learned() {
        List<Forecast> forecasts = Runs.run(SPEC, Runs.untrained(SPEC), new SeriesState(SPEC), bouncing(1_000, 1));
        Forecast last = forecasts.stream()
                .filter(forecast -> forecast.window != null)
                .reduce((first, second) -> second)
                .orElseThrow();
        return Objects.requireNonNull(last.readout);
    }

    private static ModelSnapshot with(ReadoutPrior prior) {
        return new ModelSnapshot(3, 2, Runs.untrained(SPEC).network(), prior);
    }

    private static double early(ModelSnapshot model, double[] y) {
        List<Forecast> forecasts = Runs.run(SPEC, model, new SeriesState(SPEC), y);
        double sum = 0;
        for (int t = EARLY_FROM; t < EARLY_UNTIL; t++) {
            sum += Math.abs(y[t] - forecasts.get(t - 1).first().median[0]);
        }
        return sum;
    }

    @Test
    void shouldForecastANewKeyBetterFromItsFirstValuesOn() {
        float[] mean = learned().weights();
        ModelSnapshot informed = with(new ReadoutPrior(mean, new float[mean.length]));
        double sumInformed = 0;
        double sumAlone = 0;
        for (int seed = 2; seed < 12; seed++) {
            sumInformed += early(informed, bouncing(EARLY_UNTIL, seed));
            sumAlone += early(Runs.untrained(SPEC), bouncing(EARLY_UNTIL, seed));
        }
        assertThat(sumInformed).isLessThan(.8 * sumAlone);
    }

    @Test
    void shouldTellWithAWindowWhatItsKeyHasLearned() {
        ReadoutSummary summary = learned();
        assertThat(summary.weights()).hasSize(TargetState.SHARED);
        assertThat(summary.weights()[1]).as("weight of the last change").isBetween(-1.1f, -.3f);
        assertThat(summary.count()).isBetween(900L, 1_000L);
        assertThat(summary.scale()).isBetween(.5, 1.5);
    }

    @Test
    void shouldPassOverAPriorOfAnotherForecaster() {
        double[] y = bouncing(60, 3);
        var plain = new SeriesState(SPEC);
        var foreign = new SeriesState(SPEC);
        Runs.run(SPEC, with(new ReadoutPrior(new float[3], new float[3])), foreign, y);
        Runs.run(SPEC, Runs.untrained(SPEC), plain, y);
        assertThat(FieldList.of(foreign::fields)).isEqualTo(FieldList.of(plain::fields));
    }

    @Test
    void shouldLeaveAKeyThatHasBegunAsItIs() {
        double[] y = bouncing(60, 4);
        var plain = new SeriesState(SPEC);
        var late = new SeriesState(SPEC);
        var forecaster = new SeriesForecaster(SPEC);
        var workspace = new SeriesForecaster.Workspace(SPEC);
        var out = new Forecast(SPEC);
        float[] mean = learned().weights();
        for (int i = 0; i < y.length; i++) {
            var value = io.streamgauge.signal.Measurement.of(Runs.time(i), y[i]);
            forecaster.step(plain, value, Runs.untrained(SPEC), workspace, out);
            ModelSnapshot model = i == 0 ? Runs.untrained(SPEC) : with(new ReadoutPrior(mean, new float[mean.length]));
            forecaster.step(late, value, model, workspace, out);
        }
        assertThat(FieldList.of(late::fields)).isEqualTo(FieldList.of(plain::fields));
    }

    @Test
    void shouldStayFiniteWhenASeriesWakesFromNextToNothing() {
        double[] y = new double[300];
        Random random = new Random(5);
        for (int i = 0; i < y.length; i++) {
            double size = i < 40 ? (i % 9 == 8 ? 1e-6 : 0) : i % 9 < 5 ? 0 : 5e8;
            y[i] = size * random.nextDouble();
        }
        for (Forecast forecast : Runs.run(SPEC, Runs.untrained(SPEC), new SeriesState(SPEC), y)) {
            assertThat(Arrays.stream(forecast.first().mean))
                    .allSatisfy(value -> assertThat(value).isFinite());
            assertThat(Arrays.stream(forecast.first().median))
                    .allSatisfy(value -> assertThat(value).isFinite());
        }
    }
}
