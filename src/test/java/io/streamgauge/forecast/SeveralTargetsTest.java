package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Window;
import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.FieldList;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.Measurement;
import io.streamgauge.signal.MissingPolicy;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeveralTargetsTest {
    private static final ForecasterSpec ALONE = Runs.spec(CellKind.GRU, 1);
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int STEPS = 8;
    private static final int HORIZONS = 3;
    private static final int FURTHEST = 5;

    @Test
    void shouldForecastEachTargetOfAnUntrainedNetworkAsIfItWereAlone() {
        ForecasterSpec spec = spec(MissingPolicy.SKIP);
        double[][] y = {Runs.series(200, 1), Runs.series(200, 2), Runs.series(200, 3)};
        List<Forecast> together = run(spec, Runs.untrained(spec), y);
        for (int k = 0; k < 3; k++) {
            List<Forecast> alone = Runs.run(ALONE, Runs.untrained(ALONE), new SeriesState(ALONE), y[k]);
            for (int t = 0; t < 200; t++) {
                assertSame(together.get(t).targets[k], alone.get(t).first());
                assertThat(together.get(t).targetTime).isEqualTo(alone.get(t).targetTime);
            }
        }
    }

    private static void assertSame(TargetForecast found, TargetForecast expected) {
        assertThat(found.mean).isEqualTo(expected.mean);
        assertThat(found.lower).isDeepEqualTo(expected.lower);
        assertThat(found.upper).isDeepEqualTo(expected.upper);
        assertThat(found.residual).isEqualTo(Double.valueOf(expected.residual));
        assertThat(found.scaledResidual).isEqualTo(Double.valueOf(expected.scaledResidual));
        assertThat(found.weights).isEqualTo(expected.weights);
    }

    @Test
    void shouldGiveEachTargetItsOwnOutputsOfTheOneNetwork() {
        ForecasterSpec spec = spec(MissingPolicy.SKIP);
        float[] outputs = {.5f, .25f, -1, .1f, .2f, .3f, -.5f, 0, 1.5f};
        double[][] y = {Runs.series(100, 1), Runs.series(100, 2), Runs.series(100, 3)};
        List<Forecast> together = run(spec, Runs.constant(spec, outputs), y);
        for (int k = 0; k < 3; k++) {
            float[] own = Arrays.copyOfRange(outputs, k * HORIZONS, (k + 1) * HORIZONS);
            List<Forecast> alone = Runs.run(ALONE, Runs.constant(ALONE, own), new SeriesState(ALONE), y[k]);
            for (int t = 0; t < 100; t++) {
                assertSame(together.get(t).targets[k], alone.get(t).first());
            }
        }
    }

    @Test
    void shouldLabelWindowsTargetByTarget() {
        ForecasterSpec spec = spec(MissingPolicy.SKIP);
        double[][] y = {Runs.series(60, 1), Runs.series(60, 2), Runs.series(60, 3)};
        List<Forecast> together = run(spec, Runs.randomModel(spec, 4), y);
        int windows = 0;
        for (int k = 0; k < 3; k++) {
            List<Forecast> alone = Runs.run(ALONE, Runs.untrained(ALONE), new SeriesState(ALONE), y[k]);
            for (int t = 0; t < 60; t++) {
                Window window = together.get(t).window;
                Window expected = alone.get(t).window;
                assertThat(window == null).isEqualTo(expected == null);
                if (window == null || expected == null) {
                    continue;
                }
                windows++;
                assertThat(window.features()).isEqualTo(3 * 7 + 6);
                for (int s = 0; s < STEPS; s++) {
                    int from = s * 3 * HORIZONS + k * HORIZONS;
                    assertThat(Arrays.copyOfRange(window.targets(), from, from + HORIZONS))
                            .isEqualTo(Arrays.copyOfRange(expected.targets(), s * HORIZONS, s * HORIZONS + HORIZONS));
                }
            }
        }
        assertThat(windows).isGreaterThan(30);
    }

    @ParameterizedTest
    @EnumSource(MissingPolicy.class)
    void shouldNeitherScoreNorLearnFromAMissingValueAndMaskIt(MissingPolicy policy) {
        ForecasterSpec spec = spec(policy);
        int missing = 30;
        double[][] y = {Runs.series(60, 1), Runs.series(60, 2), Runs.series(60, 3)};
        double[] whole = y[1].clone();
        y[1][missing] = Double.NaN;
        float[] outputs = {0, 0, 0, .5f, .25f, 1, 0, 0, 0};
        List<Forecast> forecasts = run(spec, Runs.constant(spec, outputs), y);
        TargetForecast found = forecasts.get(missing).targets[1];
        TargetForecast before = forecasts.get(missing - 1).targets[1];
        assertThat(found.missing).isTrue();
        assertThat(found.hasPrevious).isTrue();
        assertThat(found.residual).isNaN();
        assertThat(found.scaledResidual).isNaN();
        assertThat(found.weights).isEqualTo(before.weights);
        assertThat(found.imputed).isEqualTo(policy != MissingPolicy.SKIP);
        double substitute = switch (policy) {
            case SKIP -> Double.NaN;
            case PREVIOUS -> whole[missing - 1];
            case MODEL -> before.mean[0];
        };
        assertThat(found.value).isEqualTo(Double.valueOf(substitute));
        assertThat(Arrays.stream(found.mean)).allMatch(Double::isFinite);
        assertThat(forecasts.get(missing).targets[0].missing).isFalse();
        assertMasked(forecasts, missing, 1);
    }

    /** That target {@code k}'s value number {@code number}, and no other, is masked in every window. */
    private static void assertMasked(List<Forecast> forecasts, int number, int k) {
        int masked = 0;
        for (int t = 0; t < forecasts.size(); t++) {
            Window window = forecasts.get(t).window;
            if (window == null) {
                continue;
            }
            for (int at = 0; at < window.mask().length; at++) {
                int step = t - STEPS - FURTHEST + 1 + at / (3 * HORIZONS);
                int label = step + new int[] {1, 2, 5}[at % HORIZONS];
                boolean expected = at / HORIZONS % 3 == k && (step == number || label == number);
                assertThat(window.mask()[at]).isEqualTo(expected ? 0 : 1);
                masked += expected ? 1 : 0;
            }
        }
        assertThat(masked).isGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource(MissingPolicy.class)
    void shouldForecastNothingForATargetBeforeItsFirstValue(MissingPolicy policy) {
        ForecasterSpec spec = spec(policy);
        int first = 20;
        double[][] y = {Runs.series(80, 1), Runs.series(80, 2), Runs.series(80, 3)};
        double[] late = y[2].clone();
        Arrays.fill(y[2], 0, first, Double.NaN);
        List<Forecast> forecasts = run(spec, Runs.untrained(spec), y);
        for (int t = 0; t < 80; t++) {
            TargetForecast target = forecasts.get(t).targets[2];
            assertThat(target.hasPrevious).isEqualTo(t > first);
            assertThat(target.imputed).isFalse();
            if (t < first) {
                assertThat(target.mean).containsOnly(Double.NaN);
                assertThat(target.upper[0]).containsOnly(Double.NaN);
            } else if (t <= first + 10) {
                assertThat(target.mean).as("too little is known yet").containsOnly(late[t]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(MissingPolicy.class)
    void shouldKeepNoNaNOfAMissingValue(MissingPolicy policy) {
        ForecasterSpec spec = spec(policy);
        double[][] y = {Runs.series(300, 1), Runs.series(300, 2), Runs.series(300, 3)};
        for (int t = 0; t < 300; t++) {
            y[t % 3][t] = Double.NaN;
        }
        Arrays.fill(y[1], 100, 150, Double.NaN);
        var state = new SeriesState(spec);
        for (Forecast forecast : run(spec, Runs.randomModel(spec, 4), state, y)) {
            if (forecast.window != null) {
                for (float value : forecast.window.inputs()) {
                    assertThat(value).isFinite();
                }
                for (float value : forecast.window.targets()) {
                    assertThat(value).isFinite();
                }
            }
        }
        assertThat(FieldList.of(state::fields)).allMatch(field -> Double.isFinite(field.doubleValue()));
    }

    @Test
    void shouldFindTheLoudestResidual() {
        ForecasterSpec spec = spec(MissingPolicy.SKIP);
        double[][] y = {Runs.series(100, 1), Runs.series(100, 2), Runs.series(100, 3)};
        y[1][99] += 50;
        y[2][99] = Double.NaN;
        Forecast last = run(spec, Runs.untrained(spec), y).get(99);
        assertThat(last.loudest()).isSameAs(last.targets[1]);
        assertThat(new Forecast(spec).loudest()).isNotNull();
    }

    @Test
    void shouldKeepForecastsAndBandsWithinTheBounds() {
        double[] y = Runs.series(300, 5);
        for (int t = 0; t < y.length; t++) {
            y[t] = Math.max(0, Math.min(2, y[t]));
        }
        ForecasterSpec spec = bounded(ALONE, new Bounds(0, 2));
        List<Forecast> free = Runs.run(ALONE, Runs.randomModel(ALONE, 6), new SeriesState(ALONE), y);
        List<Forecast> bound = Runs.run(spec, Runs.randomModel(spec, 6), new SeriesState(spec), y);
        boolean clipped = false;
        for (int t = 0; t < y.length; t++) {
            TargetForecast found = bound.get(t).first();
            TargetForecast expected = free.get(t).first();
            for (int j = 0; j < HORIZONS; j++) {
                assertThat(found.mean[j]).isEqualTo(Math.max(0, Math.min(2, expected.mean[j])));
                assertThat(found.lower[0][j]).isEqualTo(Math.max(0, Math.min(2, expected.lower[0][j])));
                assertThat(found.upper[0][j]).isEqualTo(Math.max(0, Math.min(2, expected.upper[0][j])));
                clipped |= found.lower[0][j] != expected.lower[0][j] && found.mean[j] != expected.mean[j];
            }
            if (t > 0) {
                TargetForecast before = bound.get(t - 1).first();
                assertThat(found.previousMean).isEqualTo(before.mean[0]);
                assertThat(found.previousLower).isEqualTo(before.lower[0][0]);
                assertThat(found.residual).isEqualTo(y[t] - before.mean[0]);
            }
        }
        assertThat(clipped).as("the bounds were reached").isTrue();
    }

    @Test
    void shouldRefuseAnotherNumberOfValues() {
        ForecasterSpec spec = spec(MissingPolicy.SKIP);
        var forecaster = new SeriesForecaster(spec);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forecaster.step(
                        new SeriesState(spec),
                        Measurement.of(0, 1, 2),
                        Runs.untrained(spec),
                        new SeriesForecaster.Workspace(spec),
                        new Forecast(spec)))
                .withMessage("measurement has 2 values, the forecaster expects 3");
    }

    private static ForecasterSpec spec(MissingPolicy missing) {
        return new ForecasterSpec(
                new InputSpec(NAMES, 24, ZoneOffset.UTC, missing),
                ALONE.horizons(),
                CellKind.GRU,
                4,
                1,
                STEPS,
                3,
                List.of(.9),
                Bounds.NONE,
                new PointHead(),
                TargetKind.CHANGE);
    }

    private static ForecasterSpec bounded(ForecasterSpec spec, Bounds bounds) {
        return new ForecasterSpec(
                spec.inputs(),
                spec.horizons(),
                spec.cell(),
                spec.hiddenSize(),
                spec.layers(),
                spec.windowSteps(),
                spec.windowStride(),
                spec.bandLevels(),
                bounds,
                spec.head(),
                spec.target());
    }

    private static List<Forecast> run(ForecasterSpec spec, ModelSnapshot model, double[][] y) {
        return run(spec, model, new SeriesState(spec), y);
    }

    private static List<Forecast> run(ForecasterSpec spec, ModelSnapshot model, SeriesState state, double[][] y) {
        var forecaster = new SeriesForecaster(spec);
        var workspace = new SeriesForecaster.Workspace(spec);
        List<Forecast> forecasts = new ArrayList<>();
        for (int t = 0; t < y[0].length; t++) {
            var out = new Forecast(spec);
            forecaster.step(state, Measurement.of(Runs.time(t), y[0][t], y[1][t], y[2][t]), model, workspace, out);
            forecasts.add(out);
        }
        return forecasts;
    }
}
