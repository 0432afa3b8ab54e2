package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.wire.ForecastRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing values, several targets and covariates, through the topology. */
class MissingValuesTest {
    private static final int SEEN = 40;
    /** So many values that the score has its scale. */
    private static final int SETTLED = 400;

    private static final double SHARE_ROUNDING = 2e-4;
    private static final double MOST_OF_IT = .8;
    private static final byte[] KEY = TestStream.bytes("k");

    @ParameterizedTest
    @ValueSource(strings = {"{\"time\":%d}", "{\"time\":%d,\"value\":null}"})
    void shouldSkipAnEventWithoutAValueAndCountIt(String json) {
        try (TestStream stream = new TestStream(Map.of("missing", "skip"), Map.of())) {
            stream.calm("k", 0, SEEN);
            byte[] before = stream.state(KEY);
            stream.forecasts();
            stream.send(KEY, TestStream.bytes(json.formatted(time(SEEN))));
            assertThat(stream.forecasts()).isEmpty();
            assertThat(stream.state(KEY)).isEqualTo(before);
            assertThat(stream.counts("streamgauge_dead_letters_total")).isEqualTo(Map.of("missing_value", 1.0));
        }
    }

    @ParameterizedTest
    @CsvSource({"previous", "model"})
    void shouldFlagWhatStandsInForAMissingValue(String policy) {
        try (TestStream stream = new TestStream(Map.of("missing", policy), Map.of())) {
            stream.calm("k", 0, SEEN);
            ForecastRecord last = last(stream);
            stream.send(KEY, TestStream.bytes("{\"time\":" + time(SEEN) + "}"));
            ForecastRecord found = last(stream);
            assertThat(found.imputed()).isTrue();
            assertThat(found.reason()).isEqualTo("imputed");
            assertThat(found.y())
                    .as("a forecast to a millionth of a usual step, or the value itself")
                    .isCloseTo(
                            policy.equals("model") ? last.yhat()[0] : last.y(),
                            within(policy.equals("model") ? 1e-5 : 0));
            assertThat(Objects.requireNonNull(found.previous()).residual()).isNaN();
            assertThat(found.anomalyScore()).isEqualTo(last.anomalyScore());
            assertThat(found.alertScore()).isZero();
            assertThat(stream.counts("streamgauge_missing_values_total")).containsValue(1.0);
            assertThat(stream.deadLetters()).isEmpty();
            stream.calm("k", SEEN + 1, SEEN + 2);
            assertThat(last(stream).imputed()).isFalse();
        }
    }

    @Test
    void shouldForecastNothingUntilTheFirstValueHasCome() {
        try (TestStream stream = new TestStream(Map.of("missing", "model"), Map.of())) {
            stream.send(KEY, TestStream.bytes("{\"time\":" + time(0) + "}"));
            ForecastRecord found = last(stream);
            assertThat(found.y()).isNaN();
            assertThat(found.yhat()).containsOnly(Double.NaN);
            assertThat(found.imputed()).isFalse();
        }
    }

    @Test
    void shouldTellWhichTargetSurprises() {
        try (TestStream stream = new TestStream(Map.of("targets", "/a,/b"), Map.of())) {
            for (int minute = 0; minute <= SETTLED; minute++) {
                double value = TestStream.calm(minute);
                double second = minute == SETTLED ? 100 * value + 1_000 : value;
                stream.send(
                        KEY,
                        TestStream.bytes("{\"time\":" + time(minute) + ",\"a\":" + value + ",\"b\":" + second + "}"));
            }
            Map<String, ForecastRecord.Target> targets =
                    stream.forecasts().get(SETTLED).targets();
            double first = Objects.requireNonNull(targets.get("a")).anomalyShare();
            double second = Objects.requireNonNull(targets.get("b")).anomalyShare();
            assertThat(first + second).isCloseTo(1, within(SHARE_ROUNDING));
            assertThat(second).isGreaterThan(MOST_OF_IT);
        }
    }

    @Test
    void shouldForecastSeveralTargetsByName() {
        Map<String, String> settings = Map.of("targets", "/a,/b/c", "covariates", "/temp", "categories", "/site");
        try (TestStream stream = new TestStream(settings, Map.of())) {
            for (int minute = 0; minute < SEEN; minute++) {
                double value = TestStream.calm(minute);
                String second = minute == SEEN - 1 ? "" : ",\"b\":{\"c\":" + 2 * value + "}";
                stream.send(
                        KEY,
                        TestStream.bytes("{\"time\":" + time(minute) + ",\"a\":" + value + second
                                + ",\"temp\":20,\"site\":\"x\"}"));
            }
            List<ForecastRecord> records = stream.forecasts();
            ForecastRecord before = records.get(SEEN - 2);
            assertThat(before.targets()).containsOnlyKeys("a", "b/c");
            ForecastRecord.Target first =
                    Objects.requireNonNull(before.targets().get("a"));
            assertThat(first.y()).isEqualTo(before.y());
            assertThat(first.yhat()).isEqualTo(before.yhat());
            assertThat(first.yhatLower()).isEqualTo(before.yhatLower());
            ForecastRecord.Target second =
                    Objects.requireNonNull(before.targets().get("b/c"));
            assertThat(second.y()).isEqualTo(2 * before.y());
            assertThat(before.covariates()).isEqualTo(Map.of("temp", 20.0));
            assertThat(before.categories()).containsOnlyKeys("site");
            assertThat(records.get(SEEN - 1).targets().get("b/c"))
                    .satisfies(target -> assertThat(target.y()).isNaN());
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"a\":1,\"temp\":\"warm\"        | not_numeric",
                "\"a\":1,\"b\":{\"c\":\"2\"}      | not_numeric",
                "\"a\":1,\"temp\":1e999           | not_finite",
                "\"a\":1,\"temp\":1e31            | out_of_range",
                "\"a\":1,\"site\":[\"x\"]         | invalid_category",
                "\"temp\":1,\"site\":\"x\"        | missing_value"
            })
    void shouldPutBadFieldsIntoTheDeadLettersAndChangeNothingElse(String json, String reason) {
        Map<String, String> settings = Map.of("targets", "/a,/b/c", "covariates", "/temp", "categories", "/site");
        try (TestStream stream = new TestStream(settings, Map.of())) {
            stream.send(KEY, TestStream.bytes("{\"time\":" + time(0) + ",\"a\":1}"));
            byte[] before = stream.state(KEY);
            stream.forecasts();
            stream.send(KEY, TestStream.bytes("{\"time\":" + time(1) + "," + json + "}"));
            assertThat(stream.forecasts()).isEmpty();
            assertThat(stream.state(KEY)).isEqualTo(before);
            assertThat(stream.counts("streamgauge_dead_letters_total")).isEqualTo(Map.of(reason, 1.0));
        }
    }

    @Test
    void shouldKeepForecastsBetweenFloorAndCap() {
        try (TestStream stream = new TestStream(Map.of("floor", "9.5", "cap", "10.5"), Map.of())) {
            stream.calm("k", 0, SEEN);
            for (ForecastRecord record : stream.forecasts()) {
                for (double[] values : List.of(record.yhat(), record.yhatLower(), record.yhatUpper())) {
                    for (double value : values) {
                        assertThat(value).isBetween(9.5, 10.5);
                    }
                }
            }
        }
    }

    private static ForecastRecord last(TestStream stream) {
        List<ForecastRecord> records = stream.forecasts();
        return records.get(records.size() - 1);
    }

    private static long time(int minute) {
        return TestStream.BEGIN + minute * TestStream.MINUTE;
    }
}
