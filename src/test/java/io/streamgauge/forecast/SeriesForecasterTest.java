package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Window;
import io.streamgauge.signal.FieldList;
import io.streamgauge.signal.Measurement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesForecasterTest {
    private static final ForecasterSpec SPEC = Runs.spec(CellKind.GRU, 1);
    private static final int[] HORIZONS = SPEC.horizonArray();
    private static final int FEATURES = SPEC.inputs().features();
    /** A sum of few doubles in another order. */
    private static final double REORDERED = 1e-9;
    /** What a network's output may differ by where inputs and first state are kept in a byte each. */
    private static final double BYTES = .1;
    /** A label's usual step and its changes are kept in two bytes each. */
    private static final double SHARE_OF_LABEL = .017;

    private static final double OF_LABEL = .005;
    /** A float's digits, and the few operations that follow. */
    private static final double ROUNDED = 1e-5;

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveTheSameStateAndForecastsForTheSameValues(CellKind cell) {
        ForecasterSpec spec = Runs.spec(cell, RandomNetworks.upToTwoLayers(cell));
        var first = new SeriesState(spec);
        var second = new SeriesState(spec);
        double[] y = Runs.series(300, 1);
        List<Forecast> forecasts = Runs.run(spec, Runs.randomModel(spec, 2), first, y);
        List<Forecast> again = Runs.run(spec, Runs.randomModel(spec, 2), second, y);
        assertThat(FieldList.of(first::fields)).isEqualTo(FieldList.of(second::fields));
        assertThat(again.get(299).first().mean).isEqualTo(forecasts.get(299).first().mean);
        assertThat(first.count()).isEqualTo(300);
        assertThat(first.generation()).isEqualTo(3);
        assertThat(first.version()).isEqualTo(2);
    }

    @Test
    void shouldForecastTheLastValueBeforeAnythingIsLearned() {
        double[] y = Runs.series(10, 3);
        List<Forecast> forecasts = Runs.run(SPEC, Runs.untrained(SPEC), new SeriesState(SPEC), y);
        for (int t = 0; t < y.length; t++) {
            assertThat(forecasts.get(t).first().mean).containsOnly(y[t]);
            assertThat(forecasts.get(t).first().median).containsOnly(y[t]);
        }
    }

    @Test
    void shouldKeepWhatEveryExpertHadForecast() {
        float[] outputs = {.5f, -.25f, 1.5f};
        double[] y = Runs.series(150, 4);
        double[] rho = usualSteps(y);
        var forecaster = new SeriesForecaster(SPEC);
        var workspace = new SeriesForecaster.Workspace(SPEC);
        var state = new SeriesState(SPEC);
        var out = new Forecast(SPEC);
        for (int t = 0; t < y.length; t++) {
            forecaster.step(state, Measurement.of(Runs.time(t), y[t]), Runs.constant(SPEC, outputs), workspace, out);
            for (int j = 0; j < HORIZONS.length; j++) {
                assertThat(out.first().lower[0][j]).isLessThanOrEqualTo(out.first().mean[j]);
                assertThat(out.first().upper[0][j]).isGreaterThanOrEqualTo(out.first().mean[j]);
                if (t > 0) {
                    assertThat(out.targetTime[j]).isEqualTo(Runs.time(t + HORIZONS[j]));
                }
            }
            if (t > 0) {
                double network = y[t - 1] + rho[t - 1] * outputs[0];
                assertThat(out.first().previousByExpert[Expert.NETWORK.ordinal()])
                        .isCloseTo(network, within(REORDERED));
                assertThat(out.first().previousByExpert[Expert.PERSISTENCE.ordinal()])
                        .isEqualTo(y[t - 1]);
            }
        }
    }

    @Test
    void shouldScoreAValueAgainstTheForecastIssuedForItToTheBit() {
        double[] y = Runs.series(300, 5);
        List<Forecast> forecasts = Runs.run(SPEC, Runs.randomModel(SPEC, 6), new SeriesState(SPEC), y);
        assertThat(forecasts.get(0).first().hasPrevious).isFalse();
        assertThat(forecasts.get(0).first().residual).isNaN();
        for (int t = 1; t < y.length; t++) {
            Forecast before = forecasts.get(t - 1);
            Forecast now = forecasts.get(t);
            assertThat(now.first().hasPrevious).isTrue();
            assertThat(now.first().previousMean).isEqualTo(before.first().mean[0]);
            assertThat(now.first().previousLower).isEqualTo(before.first().lower[0][0]);
            assertThat(now.first().previousUpper).isEqualTo(before.first().upper[0][0]);
            assertThat(now.first().residual).isEqualTo(y[t] - before.first().mean[0]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 7, 3", "2, 7, 7", "3, 1, 1", "4, 5, 2", "5, 16, 1"})
    void shouldLabelWindowsWithTheChangesThatCame(long seed, int steps, int stride) {
        ForecasterSpec spec = new ForecasterSpec(
                List.of(1, 2, 3, 6), 0, SPEC.inputs().calendar().zone(), CellKind.GRU, 3, 1, steps, stride, .9);
        double[] y = Runs.series(200, seed);
        double[] rho = usualSteps(y);
        List<Forecast> forecasts = Runs.run(spec, Runs.randomModel(spec, seed), new SeriesState(spec), y);
        int windows = 0;
        for (int t = 0; t < y.length; t++) {
            Window window = forecasts.get(t).window;
            int first = t - steps - 6 + 1;
            assertThat(window != null).as("window at %s", t).isEqualTo(first >= 0 && first % stride == 0);
            if (window == null) {
                continue;
            }
            windows++;
            assertThat(forecasts.get(t).windowFrom).isEqualTo(Runs.time(first));
            for (int s = 0; s < steps; s++) {
                for (int j = 0; j < 4; j++) {
                    int h = spec.horizons().get(j);
                    double target = (y[first + s + h] - y[first + s]) / (rho[first + s] * Math.sqrt(h));
                    float expected = (float) Math.max(-50, Math.min(50, target));
                    float apart = (float) (SHARE_OF_LABEL * Math.abs(expected) + OF_LABEL);
                    assertThat(window.targets()[s * 4 + j]).isCloseTo(expected, within(apart));
                    assertThat(window.mask()[s * 4 + j]).isEqualTo(1);
                }
            }
        }
        assertThat(windows).isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({"GRU, 1", "GRU, 2", "LSTM, 1", "LSTM, 2", "RNN_TANH, 1", "RNN_RELU, 2", "GRU_RESET_BEFORE, 2"})
    void shouldStartWindowsInTheStateThatTheNetworkHadThen(CellKind cell, int layers) {
        ForecasterSpec spec = Runs.spec(cell, layers);
        assertThat(new SeriesState(spec).hidden().values()).hasSize(layers * 4 * (cell == CellKind.LSTM ? 2 : 1));
        double[] y = Runs.series(150, 8);
        double[] rho = usualSteps(y);
        ModelSnapshot model = Runs.randomModel(spec, 9);
        List<Forecast> forecasts = Runs.run(spec, model, new SeriesState(spec), y);
        int compared = 0;
        for (int t = 0; t < y.length; t++) {
            Window window = forecasts.get(t).window;
            if (window == null) {
                continue;
            }
            var network = model.network();
            var state = network.newState();
            state.copyFrom(window.initialState());
            float[] outputs = new float[3];
            for (int s = 0; s < window.steps(); s++) {
                float[] input = Arrays.copyOfRange(window.inputs(), s * FEATURES, (s + 1) * FEATURES);
                network.step(input, state, network.newScratch(), outputs);
                int number = t - 8 - 5 + 1 + s;
                double issued = forecasts.get(number + 1).first().previousByExpert[Expert.NETWORK.ordinal()];
                assertThat(issued).isCloseTo(y[number] + rho[number] * outputs[0], within(rho[number] * BYTES));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(200);
    }

    @Test
    void shouldMaskTheTargetsOfAnomalousValues() {
        double[] y = Runs.series(120, 10);
        int anomalous = 41;
        var forecaster = new SeriesForecaster(SPEC);
        var workspace = new SeriesForecaster.Workspace(SPEC);
        var state = new SeriesState(SPEC);
        int masked = 0;
        int lastTargets = 0;
        for (int t = 0; t < y.length; t++) {
            var out = new Forecast(SPEC);
            forecaster.step(state, Measurement.of(Runs.time(t), y[t]), Runs.untrained(SPEC), workspace, out);
            // Number 42 is the last target of a window: 42 − 13 + 1 is a multiple of the stride.
            if (t == anomalous || t == anomalous + 1) {
                forecaster.markAnomalous(state, out);
            }
            if (out.window == null) {
                continue;
            }
            for (int s = 0; s < 8; s++) {
                for (int j = 0; j < 3; j++) {
                    int from = t - 13 + 1 + s;
                    int to = from + HORIZONS[j];
                    boolean first = from == anomalous || to == anomalous;
                    boolean second = from == anomalous + 1 || to == anomalous + 1;
                    assertThat(out.window.mask()[s * 3 + j]).isEqualTo(first || second ? 0 : 1);
                    masked += first || second ? 1 : 0;
                    lastTargets += second && t == to ? 1 : 0;
                }
            }
        }
        assertThat(masked).isGreaterThan(10);
        assertThat(lastTargets).as("marked as the last target of a window").isPositive();
    }

    /** Noise errs as much two steps ahead as three, a random walk does not; bands of both come from one calibrator. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCoverBothHorizonsOfAPair(boolean walks) {
        ForecasterSpec spec =
                new ForecasterSpec(List.of(1, 2, 3, 4, 5), 0, ZoneOffset.UTC, CellKind.GRU, 2, 1, 8, 8, .9);
        var random = new Random(21);
        double[] y = new double[6_000];
        for (int t = 1; t < y.length; t++) {
            y[t] = (walks ? y[t - 1] : 0) + random.nextGaussian();
        }
        List<Forecast> forecasts = Runs.run(spec, Runs.untrained(spec), new SeriesState(spec), y);
        for (int j = 1; j <= 2; j++) {
            int held = 0;
            int from = 500;
            for (int t = from; t < y.length; t++) {
                TargetForecast issued = forecasts.get(t - j - 1).first();
                held += y[t] >= issued.lower[0][j] && y[t] <= issued.upper[0][j] ? 1 : 0;
            }
            assertThat(held / (double) (y.length - from))
                    .as("%d steps ahead", j + 1)
                    .isCloseTo(.9, within(.025));
        }
    }

    @Test
    void shouldNotLookAhead() {
        double[] y = Runs.series(200, 11);
        for (int t : new int[] {1, 5, 60, 61, 62, 150}) {
            double[] shuffled = y.clone();
            List<Integer> later =
                    new ArrayList<>(IntStream.range(t + 1, y.length).boxed().toList());
            Collections.shuffle(later, new Random(t));
            for (int i = 0; i < later.size(); i++) {
                shuffled[t + 1 + i] = 3 * y[later.get(i)] + 1;
            }
            List<Forecast> expected = Runs.run(SPEC, Runs.randomModel(SPEC, 12), new SeriesState(SPEC), y);
            List<Forecast> found = Runs.run(SPEC, Runs.randomModel(SPEC, 12), new SeriesState(SPEC), shuffled);
            for (int s = 0; s <= t; s++) {
                assertThat(found.get(s).first().mean).isEqualTo(expected.get(s).first().mean);
                assertThat(found.get(s).first().lower[0])
                        .isEqualTo(expected.get(s).first().lower[0]);
                assertThat(found.get(s).first().upper[0])
                        .isEqualTo(expected.get(s).first().upper[0]);
                assertThat(found.get(s).window).isEqualTo(expected.get(s).window);
            }
            assertThat(found.get(t + 1).first().mean)
                    .isNotEqualTo(expected.get(t + 1).first().mean);
        }
    }

    @ParameterizedTest
    @CsvSource({"1e6, 0", "1e-6, 0", "1, 1000", "1e6, -1e6", "1e-40, 0", "1e25, 0"})
    void shouldForecastTheSameInOtherUnits(double factor, double offset) {
        double[] y = Runs.series(500, 13);
        double[] other = map(y, value -> factor * value + offset);
        double[] rho = usualSteps(y);
        List<Forecast> expected = Runs.run(SPEC, Runs.randomModel(SPEC, 14), new SeriesState(SPEC), y);
        List<Forecast> found = Runs.run(SPEC, Runs.randomModel(SPEC, 14), new SeriesState(SPEC), other);
        // Before the second value there is no step to take for a unit.
        for (int t = 1; t < y.length; t++) {
            for (int j = 0; j < HORIZONS.length; j++) {
                double unit = rho[t] * Math.sqrt(HORIZONS[j]);
                double mean = (found.get(t).first().mean[j] - offset) / factor;
                double width = (found.get(t).first().upper[0][j] - found.get(t).first().mean[j]) / factor;
                double expectedWidth =
                        expected.get(t).first().upper[0][j] - expected.get(t).first().mean[j];
                assertThat(mean).isCloseTo(expected.get(t).first().mean[j], within(1e-4 * unit));
                assertThat(width).isCloseTo(expectedWidth, within(1e-4 * expectedWidth));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "5, 5, 5",
        "0, 1, 1e30",
        "0, 0, 1e30",
        "1e30, -1e30, 1e30",
        "1e-320, 0, -1e30",
        "-1e30, -1e30, 1e-300"
    })
    void shouldStayFiniteOnConstantHugeAndTinyValues(double first, double second, double third) {
        double[] y = new double[400];
        for (int t = 0; t < y.length; t++) {
            y[t] = t < 100 ? first : t < 200 ? second : t < 300 ? third : (t % 2 == 0 ? first : third);
        }
        var state = new SeriesState(SPEC);
        for (Forecast forecast : Runs.run(SPEC, Runs.randomModel(SPEC, 15), state, y)) {
            assertThat(Arrays.stream(forecast.first().mean)).allMatch(Double::isFinite);
            assertThat(Arrays.stream(forecast.first().lower[0])).allMatch(Double::isFinite);
            assertThat(Arrays.stream(forecast.first().upper[0])).allMatch(Double::isFinite);
            assertThat(Arrays.stream(forecast.first().weights)).allMatch(Double::isFinite);
            if (forecast.window != null) {
                for (float target : forecast.window.targets()) {
                    assertThat(Math.abs(target)).isLessThanOrEqualTo(50);
                }
            }
        }
        assertThat(FieldList.of(state::fields)).allMatch(field -> Double.isFinite(field.doubleValue()));
    }

    @Test
    void shouldStartAgainAfterABreak() {
        double[] y = Runs.series(100, 16);
        var forecaster = new SeriesForecaster(SPEC);
        var workspace = new SeriesForecaster.Workspace(SPEC);
        ModelSnapshot model = Runs.randomModel(SPEC, 17);
        var state = new SeriesState(SPEC);
        Runs.run(SPEC, model, state, y);
        long resumed = Runs.time(99) + 7 * Runs.INTERVAL;
        int untilWindow = 0;
        var out = new Forecast(SPEC);
        do {
            long time = resumed + untilWindow * Runs.INTERVAL;
            forecaster.step(state, Measurement.of(time, y[untilWindow]), model, workspace, out);
            assertThat(out.broken).isEqualTo(untilWindow == 0);
            assertThat(out.first().hasPrevious).isEqualTo(untilWindow > 0);
            untilWindow++;
        } while (out.window == null);
        assertThat(untilWindow).isEqualTo(8 + 5);
        assertThat(out.windowFrom).isEqualTo(resumed);
        assertThat(out.window.initialState()).containsOnly(0);
        assertThat(state.count()).isEqualTo(100 + 13);
    }

    @Test
    void shouldNotKeepTheStateOfANetworkThatRunsAway() {
        ForecasterSpec spec = Runs.spec(CellKind.RNN_RELU, 2);
        ModelSnapshot model = new ModelSnapshot(1, 1, new RecurrentNetwork(spec.network(), runaway(spec.network())));
        var state = new SeriesState(spec);
        var forecaster = new SeriesForecaster(spec);
        var workspace = new SeriesForecaster.Workspace(spec);
        var out = new Forecast(spec);
        double[] y = Runs.series(400, 18);
        float largest = 0;
        for (int t = 0; t < y.length; t++) {
            forecaster.step(state, Measurement.of(Runs.time(t), y[t]), model, workspace, out);
            assertThat(Arrays.stream(out.first().mean)).allMatch(Double::isFinite);
            for (float value : state.hidden().values()) {
                assertThat(value).isFinite();
                largest = Math.max(largest, value);
            }
        }
        assertThat(largest).as("it did run away").isGreaterThan(1e30f);
    }

    /** Layer 0 triples with every step; layer 1 turns that into zeros, so that no output shows it. */
    private static Parameters runaway(NetworkSpec network) {
        ParameterLayout layout = network.layout();
        float[] values = new float[layout.size()];
        Arrays.fill(
                values,
                layout.tensor("rnn.bias_ih_l0").offset(),
                layout.tensor("rnn.bias_hh_l0").offset(),
                1);
        int hidden = layout.tensor("rnn.weight_hh_l0").offset();
        int next = layout.tensor("rnn.weight_ih_l1").offset();
        for (int unit = 0; unit < network.hiddenSize(); unit++) {
            values[hidden + unit * network.hiddenSize() + unit] = 3;
            Arrays.fill(values, next + unit * network.hiddenSize(), next + (unit + 1) * network.hiddenSize(), -1);
        }
        return Parameters.of(layout, values);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -60_000})
    void shouldRefuseAValueThatIsNotLater(long after) {
        var state = new SeriesState(SPEC);
        Runs.run(SPEC, Runs.untrained(SPEC), state, new double[] {1, 2});
        List<Number> before = FieldList.of(state::fields);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SeriesForecaster(SPEC)
                        .step(
                                state,
                                Measurement.of(Runs.time(1) + after, 3),
                                Runs.untrained(SPEC),
                                new SeriesForecaster.Workspace(SPEC),
                                new Forecast(SPEC)))
                .withMessageContaining(Long.toString(Runs.time(1)));
        assertThat(FieldList.of(state::fields)).isEqualTo(before);
    }

    @Test
    void shouldWeighTheExpertsSoThatTheySumToOne() {
        for (Forecast forecast :
                Runs.run(SPEC, Runs.randomModel(SPEC, 19), new SeriesState(SPEC), Runs.series(300, 20))) {
            assertThat(Arrays.stream(forecast.first().weights).sum()).isCloseTo(1, within(ROUNDED));
        }
    }

    /** ρ after each value, from the equations of the running scale. */
    private static double[] usualSteps(double[] y) {
        double[] rho = new double[y.length];
        rho[0] = 1e-9 * Math.abs(y[0]);
        double step = 0;
        for (int t = 1; t < y.length; t++) {
            double change = Math.abs(y[t] - y[t - 1]);
            double clipped = t > 8 ? Math.min(change, 6 * step) : change;
            step += Math.max(.005, 1.0 / t) * (clipped - step);
            rho[t] = step;
        }
        return rho;
    }

    private static double[] map(double[] y, DoubleUnaryOperator change) {
        return Arrays.stream(y).map(change).toArray();
    }
}
