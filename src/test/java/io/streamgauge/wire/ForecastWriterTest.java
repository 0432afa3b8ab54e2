package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.AnomalySettings;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.Runs;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.nn.CellKind;
import io.streamgauge.signal.Measurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastWriterTest {
    private static final Offset<Double> SCORE_DIGITS = within(.5e-6);
    private static final ForecasterSpec SPEC = Runs.spec(CellKind.GRU, 1);
    private static final int WARM_UP = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldBeReadBackFieldByField() throws WireFormatException {
        var run = new Run();
        double[] y = Runs.series(60, 1);
        for (int n = 0; n < y.length; n++) {
            ForecastRecord record = ForecastReader.read(run.step(n, y[n]));
            Forecast forecast = run.forecast;
            Offset<Double> digits = digits(forecast);
            assertThat(record.key()).isEqualTo("key \"ä\"");
            assertThat(record.time()).isEqualTo(Runs.time(n));
            assertThat(record.y()).isEqualTo(y[n]);
            assertThat(record.status()).isEqualTo(n < WARM_UP ? "WARMING_UP" : "OK");
            assertThat(record.progress()).isEqualTo(Math.min(1, n / (double) WARM_UP));
            assertThat(record.generation()).isEqualTo(3);
            assertThat(record.modelVersion()).isEqualTo(2);
            assertThat(record.yhat()).containsExactly(forecast.first().mean, digits);
            assertThat(record.yhatMedian()).containsExactly(forecast.first().median, digits);
            assertThat(record.yhatLower()).containsExactly(forecast.first().lower[0], digits);
            assertThat(record.yhatUpper()).containsExactly(forecast.first().upper[0], digits);
            assertThat(record.horizon()).containsExactly(1, 2, 5);
            assertThat(record.targetTime()).isEqualTo(forecast.targetTime);
            assertThat(record.anomalyScore()).isCloseTo(run.anomaly.score, SCORE_DIGITS);
            assertThat(record.alertScore()).isCloseTo(run.anomaly.alertScore, SCORE_DIGITS);
            assertThat(record.anomalyGrade()).isCloseTo(run.anomaly.grade, SCORE_DIGITS);
            assertThat(record.expected()).isCloseTo(n == 0 ? y[0] : forecast.first().previousMean, digits);
            assertThat(record.reason()).isEqualTo(run.anomaly.reason);
            assertThat(record.imputed()).isFalse();
            for (Expert expert : Expert.ALL) {
                assertThat(record.skill().get(expert.id()))
                        .as("a share to four digits")
                        .isCloseTo(forecast.first().weights[expert.ordinal()], within(.5e-4));
            }
            assertThat(record.previous() == null).isEqualTo(n == 0);
            if (n > 0) {
                assertPrevious(Objects.requireNonNull(record.previous()), forecast);
            }
        }
    }

    /** Half of a millionth of the usual step. */
    private static Offset<Double> digits(Forecast forecast) {
        return within(.5e-6 * forecast.first().usualStep);
    }

    private static void assertPrevious(ForecastRecord.Previous previous, Forecast forecast) {
        assertThat(previous.yhat()).isCloseTo(forecast.first().previousMean, digits(forecast));
        assertThat(previous.yhatLower()).isCloseTo(forecast.first().previousLower, digits(forecast));
        assertThat(previous.yhatUpper()).isCloseTo(forecast.first().previousUpper, digits(forecast));
        assertThat(previous.residual()).isCloseTo(forecast.first().residual, digits(forecast));
        for (Expert expert : Expert.ALL) {
            assertThat(previous.experts().get(expert.id()))
                    .isCloseTo(forecast.first().previousByExpert[expert.ordinal()], digits(forecast));
        }
    }

    @Test
    void shouldNameItsFieldsAsAgreed() throws IOException {
        var run = new Run();
        run.step(0, 1);
        JsonNode json = JSON.readTree(run.step(1, 2));
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "key",
                        "time",
                        "y",
                        "status",
                        "progress",
                        "generation",
                        "model_version",
                        "yhat",
                        "yhat_median",
                        "yhat_lower",
                        "yhat_upper",
                        "coverage",
                        "horizon",
                        "target_time",
                        "previous",
                        "anomaly_score",
                        "alert_score",
                        "anomaly_grade",
                        "expected",
                        "reason",
                        "imputed",
                        "skill");
        assertThat(json.path("previous").fieldNames())
                .toIterable()
                .containsExactly("yhat", "yhat_lower", "yhat_upper", "residual", "experts");
        assertThat(json.path("skill").fieldNames())
                .toIterable()
                .containsExactly("persistence", "seasonal_naive", "readout", "network", "stack");
    }

    @Test
    void shouldLeaveOutWhatTellsOfTheForecasterFromCompactRecords() throws IOException, WireFormatException {
        var full = new Run();
        var compact = new Run(true);
        for (int n = 0; n <= WARM_UP; n++) {
            ForecastRecord whole = ForecastReader.read(full.step(n, n % 5));
            byte[] bytes = compact.step(n, n % 5);
            ForecastRecord record = ForecastReader.read(bytes);
            assertThat(record.yhat()).isEqualTo(whole.yhat());
            assertThat(record.yhatUpper()).isEqualTo(whole.yhatUpper());
            assertThat(record.anomalyScore()).isEqualTo(whole.anomalyScore());
            assertThat(record.progress()).isEqualTo(whole.progress());
            assertThat(record.expected()).isNaN();
            if (n == WARM_UP) {
                JsonNode json = JSON.readTree(bytes);
                assertThat(json.fieldNames())
                        .toIterable()
                        .containsExactly(
                                "key",
                                "time",
                                "y",
                                "status",
                                "generation",
                                "model_version",
                                "yhat",
                                "yhat_lower",
                                "yhat_upper",
                                "horizon",
                                "target_time",
                                "previous",
                                "anomaly_score",
                                "alert_score",
                                "anomaly_grade",
                                "reason",
                                "imputed");
                assertThat(json.path("previous").fieldNames())
                        .toIterable()
                        .containsExactly("yhat", "yhat_lower", "yhat_upper");
            }
        }
    }

    @Test
    void shouldGiveNoTargetTimeBeforeTheIntervalIsKnown() throws IOException {
        JsonNode json = JSON.readTree(new Run().step(0, 1));
        assertThat(json.path("target_time")).hasSize(3).allMatch(JsonNode::isNull);
        assertThat(json.has("previous")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e30, -1e30, 1e-320, -0.0})
    void shouldWriteNumbersOnly(double value) throws IOException {
        var run = new Run();
        for (int n = 0; n < 60; n++) {
            JsonNode json = JSON.readTree(run.step(n, n % 20 == 0 ? value : 0));
            for (String field : new String[] {"yhat", "yhat_median", "yhat_lower", "yhat_upper"}) {
                assertThat(json.path(field)).hasSize(3).allMatch(JsonNode::isNumber);
            }
            for (String field : new String[] {"y", "anomaly_score", "alert_score", "anomaly_grade", "expected"}) {
                assertThat(json.path(field).isNumber()).as(field).isTrue();
            }
            assertThat(json.path("previous").path("residual").isNumber()).isEqualTo(n > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "{}",
                "{\"key\":\"k\"}",
                "{\"key\":1,\"time\":2}",
                "{\"key\":\"k\",\"time\":\"2\"}"
            })
    void shouldRefuseWhatIsNoForecast(String json) {
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> ForecastReader.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldNameTheFieldsOfAnEpisode() throws IOException {
        var episode = new EpisodeRecord("k", "opened", "spike", "above", "", "spike", 1, 2, 1.5, 2.5, 3, 4, 5, 6);
        assertThat(JSON.convertValue(JSON.readTree(episode.encode()), Map.class))
                .isEqualTo(Map.ofEntries(
                        Map.entry("key", "k"),
                        Map.entry("change", "opened"),
                        Map.entry("kind", "spike"),
                        Map.entry("direction", "above"),
                        Map.entry("reason", "spike"),
                        Map.entry("since", 1),
                        Map.entry("time", 2),
                        Map.entry("score", 1.5),
                        Map.entry("peak", 2.5),
                        Map.entry("y", 3.0),
                        Map.entry("expected", 4.0),
                        Map.entry("generation", 5),
                        Map.entry("model_version", 6)));
    }

    private static final class Run {
        private final KeyState state = KeyState.fresh(SPEC);
        private final Forecast forecast = new Forecast(SPEC);
        private final AnomalyResult anomaly = new AnomalyResult();
        private final ForecastWriter writer;

        Run() {
            this(false);
        }

        Run(boolean compact) {
            writer = new ForecastWriter(SPEC, WARM_UP, compact);
        }

        byte[] step(int number, double value) {
            var measurement = Measurement.of(Runs.time(number), value);
            new SeriesMonitor(SPEC, new AnomalySettings(1, WARM_UP))
                    .step(
                            state,
                            measurement,
                            Runs.randomModel(SPEC, 2),
                            true,
                            new SeriesForecaster.Workspace(SPEC),
                            forecast,
                            anomaly);
            return writer.write("key \"ä\"", measurement, state, forecast, anomaly);
        }
    }
}
