package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.Window;
import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.ByteFloat;
import io.streamgauge.signal.Calendar;
import io.streamgauge.signal.CovariateScale;
import io.streamgauge.signal.Covariates;
import io.streamgauge.signal.Gaps;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.Measurement;
import io.streamgauge.signal.MissingPolicy;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CovariatesTest {
    /** A multiple of the windows' stride, so that a window starts with the next value. */
    private static final int VALUES = 30;

    private static final int ROWS = 8;
    private static final Covariates COVARIATES = new Covariates(List.of("temp", "load"), List.of("site"), ROWS);
    private static final ForecasterSpec SPEC = spec(new Gaps(true, 1));

    @Test
    void shouldWidenTheNetworkByWhatComesWithTheValues() {
        assertThat(SPEC.network().inputSize()).isEqualTo(7 + 6 + 2 + 1 + 2);
        assertThat(SPEC.network().embeddings()).containsExactly(new Embedding(ROWS, 4));
        assertThat(SPEC.network().inputWidth()).isEqualTo(SPEC.inputs().width()).isEqualTo(19);
    }

    @Test
    void shouldShowTheNetworkTheScaledCovariatesAndTheCategory() {
        var forecaster = new SeriesForecaster(SPEC);
        var state = new SeriesState(SPEC);
        var out = new Forecast(SPEC);
        var workspace = new SeriesForecaster.Workspace(SPEC);
        double[] y = Runs.series(60, 1);
        var temp = new CovariateScale();
        float[] expected = new float[60];
        int windows = 0;
        for (int t = 0; t < 60; t++) {
            double value = t % 7 == 3 ? Double.NaN : Math.sin(t) + 20;
            temp.update(value);
            expected[t] = temp.scaled();
            var measurement =
                    new Measurement(Runs.time(t), new double[] {y[t]}, new double[] {value, 5}, new int[] {t % ROWS});
            forecaster.step(state, measurement, Runs.randomModel(SPEC, 2), workspace, out);
            Window window = out.window;
            if (window == null) {
                continue;
            }
            windows++;
            for (int s = 0; s < window.steps(); s++) {
                int number = t - 8 - 5 + 1 + s;
                int row = s * window.features();
                assertThat(window.inputs()[row + 16]).isEqualTo(ByteFloat.value(ByteFloat.of(expected[number], 6), 6));
                assertThat(window.inputs()[row + 17]).as("a constant").isZero();
                assertThat(window.inputs()[row + 18]).isEqualTo(number % ROWS);
            }
        }
        assertThat(windows).isGreaterThan(10);
    }

    @Test
    void shouldLetTheForecastDependOnCovariatesAndCategories() {
        double[] numeric = last(20, 1);
        assertThat(last(20, 1)).isEqualTo(numeric);
        assertThat(last(25, 1)).isNotEqualTo(numeric);
        assertThat(last(20, 2)).isNotEqualTo(numeric);
    }

    /** The forecast after a value that came with this temperature and this category. */
    private static double[] last(double temp, int category) {
        var forecaster = new SeriesForecaster(SPEC);
        var state = new SeriesState(SPEC);
        var out = new Forecast(SPEC);
        var workspace = new SeriesForecaster.Workspace(SPEC);
        double[] y = Runs.series(30, 1);
        for (int t = 0; t < 30; t++) {
            double[] covariates = {t == 29 ? temp : 20 + Math.sin(t), t};
            int[] categories = {t == 29 ? category : 0};
            var measurement = new Measurement(Runs.time(t), new double[] {y[t]}, covariates, categories);
            forecaster.step(state, measurement, Runs.randomModel(SPEC, 2), workspace, out);
        }
        return out.first().mean.clone();
    }

    @Test
    void shouldRefuseAnotherNumberOfCovariates() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SeriesForecaster(SPEC)
                        .step(
                                new SeriesState(SPEC),
                                Measurement.of(0, 1),
                                Runs.untrained(SPEC),
                                new SeriesForecaster.Workspace(SPEC),
                                new Forecast(SPEC)))
                .withMessage("measurement has 0 covariates, the forecaster expects 2");
    }

    @Test
    void shouldLetTheStateFadeOverAPauseAndEmptyItAtABreak() {
        ForecasterSpec fading = spec(new Gaps(true, .9));
        float[] before = run(fading).hidden().values();
        float left = (float) StrictMath.pow(.9, 3);
        float[] found = beforeNextStep(fading, 4);
        for (int i = 0; i < before.length; i++) {
            assertThat(found[i])
                    .isEqualTo(ByteFloat.value(ByteFloat.of(before[i] * left, 1), 1))
                    .isNotZero();
        }
        float[] kept = beforeNextStep(SPEC, 4);
        for (int i = 0; i < before.length; i++) {
            assertThat(kept[i]).isEqualTo(ByteFloat.value(ByteFloat.of(before[i], 1), 1));
        }
        assertThat(beforeNextStep(fading, 10)).containsOnly(0);
        assertThat(beforeNextStep(SPEC, 10)).containsOnly(0);
    }

    /** The state in which the network takes the value that comes after a pause of so many intervals. */
    private static float[] beforeNextStep(ForecasterSpec spec, int intervals) {
        SeriesState state = run(spec);
        long time = Runs.time(VALUES - 1) + intervals * Runs.INTERVAL;
        var out = new Forecast(spec);
        int t = VALUES;
        do {
            step(spec, state, time + (t - VALUES) * Runs.INTERVAL, t++, out);
        } while (out.window == null || out.windowFrom < time);
        assertThat(out.windowFrom).isEqualTo(time);
        return out.window.initialState();
    }

    private static SeriesState run(ForecasterSpec spec) {
        var state = new SeriesState(spec);
        for (int t = 0; t < VALUES; t++) {
            step(spec, state, Runs.time(t), t, new Forecast(spec));
        }
        return state;
    }

    private static void step(ForecasterSpec spec, SeriesState state, long time, int t, Forecast out) {
        var measurement = new Measurement(time, new double[] {Math.sin(t)}, new double[] {t, -t}, new int[] {1});
        new SeriesForecaster(spec)
                .step(state, measurement, Runs.randomModel(spec, 2), new SeriesForecaster.Workspace(spec), out);
    }

    private static ForecasterSpec spec(Gaps gaps) {
        Calendar calendar = Calendar.of(24, ZoneOffset.UTC, Set.of(LocalDate.of(2020, 9, 13)));
        return new ForecasterSpec(
                new InputSpec(List.of("v"), MissingPolicy.SKIP, COVARIATES, calendar, gaps),
                List.of(1, 2, 5),
                CellKind.GRU,
                4,
                1,
                8,
                3,
                List.of(.9),
                Bounds.NONE,
                new PointHead(),
                TargetKind.CHANGE);
    }
}
