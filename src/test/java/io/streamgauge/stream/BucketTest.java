package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.wire.ForecastRecord;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Raw events through the topology. */
class BucketTest {

    /** A sketched quantile is off by 1 % at most; the other values are exact. */
    private static final double SKETCH_SHARE = .0101;

    private static TestStream stream(String... settings) {
        Map<String, String> more = new HashMap<>(Map.of("every", "1m", "grace", "5s", "audit", "true"));
        for (int i = 0; i < settings.length; i += 2) {
            more.put(settings[i], settings[i + 1]);
        }
        return new TestStream(more, Map.of());
    }

    private static void event(TestStream stream, String key, int second, String fields) {
        stream.send(
                TestStream.bytes(key),
                TestStream.bytes("{\"time\":" + (TestStream.BEGIN + second * 1_000L) + fields + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "count, 5, 0",
        "rate, 0.08333333333333333, 0",
        "sum, 20, 0",
        "mean, 4, ",
        "min, -6, ",
        "max, 12, ",
        "p95, 12, ",
        "distinct, 4, 0"
    })
    void shouldForecastWhatABucketsEventsComeTo(String as, double value, Double empty) {
        try (TestStream stream = stream("as", as)) {
            int second = 0;
            for (int number : new int[] {4, -6, 12, 6, 4}) {
                event(stream, "k", second++, ",\"value\":" + number);
            }
            event(stream, "k", 64, ",\"value\":1");
            assertThat(stream.forecasts()).isEmpty();
            event(stream, "k", 3 * 60 + 5, ",\"value\":1");
            List<ForecastRecord> forecasts = stream.forecasts();
            assertThat(forecasts.get(0).time()).isEqualTo(TestStream.BEGIN);
            assertThat(forecasts.get(0).y()).isCloseTo(value, within(as.equals("p95") ? SKETCH_SHARE * value : 0));
            assertThat(forecasts.get(1).time()).isEqualTo(TestStream.BEGIN + TestStream.MINUTE);
            if (empty == null) {
                assertThat(forecasts).hasSize(2);
            } else {
                assertThat(forecasts).hasSize(3);
                assertThat(forecasts.get(2).y()).isEqualTo(empty);
            }
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldCountEventsWithoutTheFieldAndSumThoseWithIt() {
        try (TestStream stream =
                stream("targets", "/orders,/revenue,/largest", "fields", "/a,/a,/a", "as", "count,sum,max")) {
            event(stream, "k", 0, ",\"a\":2");
            event(stream, "k", 1, "");
            event(stream, "k", 2, ",\"a\":null");
            event(stream, "k", 3, ",\"a\":5");
            event(stream, "k", 100, "");
            ForecastRecord found = stream.forecasts().get(0);
            assertThat(value(found, "orders")).isEqualTo(4);
            assertThat(value(found, "revenue")).isEqualTo(7);
            assertThat(value(found, "largest")).isEqualTo(5);
        }
    }

    private static double value(ForecastRecord forecast, String target) {
        return Objects.requireNonNull(forecast.targets().get(target)).y();
    }

    @Test
    void shouldFindByTheOtherKeysThatOneHasGoneQuiet() {
        try (TestStream stream = stream("as", "count", "fill", "2m")) {
            event(stream, "quiet", 0, "");
            for (int second = 0; second < 500; second += 10) {
                event(stream, "busy", second, "");
            }
            assertThat(stream.forecasts().stream()
                            .filter(forecast -> forecast.key().equals("quiet"))
                            .map(ForecastRecord::y))
                    .containsExactly(1.0, 0.0, 0.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"skip, 0", "previous, 2"})
    void shouldLeaveAnEmptyMeanToTheMissingPolicy(String missing, int imputed) {
        try (TestStream stream = stream("as", "mean", "missing", missing)) {
            event(stream, "k", 0, ",\"value\":3");
            event(stream, "k", 200, ",\"value\":3");
            assertThat(stream.forecasts().stream()
                            .filter(ForecastRecord::imputed)
                            .count())
                    .isEqualTo(imputed);
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAnEventWhoseBucketIsClosedAndCountIt() {
        try (TestStream stream = stream("as", "count")) {
            event(stream, "k", 0, "");
            event(stream, "k", 64, "");
            event(stream, "k", 59, "");
            event(stream, "k", 65, "");
            event(stream, "k", 58, "");
            assertThat(stream.forecasts()).extracting(ForecastRecord::y).containsExactly(2.0);
            List<TestRecord<byte[], byte[]>> letters = stream.deadLetters();
            assertThat(letters).hasSize(1);
            assertThat(TestStream.header(letters.get(0), DeadLetterHeaders.REASON))
                    .isEqualTo("late");
            assertThat(TestStream.text(letters.get(0).value()))
                    .isEqualTo("{\"time\":" + (TestStream.BEGIN + 58_000) + "}");
            assertThat(stream.registry
                            .get("streamgauge_late_events_total")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseWhatIsNoEventAndKeepTheBucketAsItWas() {
        try (TestStream stream = stream("as", "sum")) {
            event(stream, "k", 0, ",\"value\":1");
            event(stream, "k", 1, ",\"value\":\"x\"");
            event(stream, "k", 2, ",\"value\":");
            stream.send(null, TestStream.json(TestStream.BEGIN, 1));
            stream.send(TestStream.bytes("k"), TestStream.json(TestStream.NOW + 2 * 3_600_000, 1));
            stream.send(TestStream.bytes("k"), null);
            event(stream, "k", 70, ",\"value\":1");
            assertThat(stream.forecasts()).extracting(ForecastRecord::y).containsExactly(1.0);
            assertThat(stream.counts("streamgauge_dead_letters_total"))
                    .containsOnlyKeys("not_numeric", "malformed_json", "null_key", "future_time", "null_value");
        }
    }

    @Test
    void shouldForgetAKeyWithItsOpenBucketByATombstone() {
        try (TestStream stream = stream("as", "count", "tombstones", "erase")) {
            event(stream, "k", 0, "");
            event(stream, "k", 66, "");
            stream.send(TestStream.bytes("k"), null);
            assertThat(stream.store().get(TestStream.bytes("k"))).isNull();
            event(stream, "l", 200, "");
            assertThat(stream.forecasts()).extracting(ForecastRecord::y).containsExactly(1.0);
        }
    }

    @Test
    void shouldNameTheEventThatClosedABucketAsItsSource() {
        try (TestStream stream = stream("as", "count")) {
            event(stream, "a", 0, "");
            event(stream, "b", 1, "");
            event(stream, "c", 65, "");
            List<TestRecord<byte[], byte[]>> forecasts = stream.output("t.forecasts");
            assertThat(forecasts)
                    .hasSize(2)
                    .allSatisfy(forecast -> assertThat(ByteBuffer.wrap(forecast.headers()
                                            .lastHeader(AuditHeaders.SOURCE)
                                            .value())
                                    .getLong(Integer.BYTES))
                            .isEqualTo(2));
        }
    }
}
