package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.stream.Clicks.Amount;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of events of other formats in the topology. */
class FormatsTopologyTest {

    private static final int WHOLE = 1;
    private static final int LACKING = 2;
    private static final int OTHERWISE = 3;
    private static final int UNKNOWN = 9;
    private static final byte[] KEY = TestStream.bytes("a");

    private final RegistryServer registry = new RegistryServer();

    @AfterEach
    void stop() {
        registry.close();
    }

    private TestStream stream(String format, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("format", format, "targets", "/amount"));
        settings.putAll(more);
        return new TestStream(settings, Map.of());
    }

    @ParameterizedTest
    @EnumSource(Clicks.class)
    void shouldRefuseASchemaThatNobodyKnowsAndWhatAChangeTookAway(Clicks clicks) {
        registry.register(WHOLE, clicks.schema(Amount.NUMBER));
        registry.register(LACKING, clicks.schema(Amount.GONE));
        registry.register(OTHERWISE, clicks.schema(Amount.TEXT));
        Map<String, String> where = Map.of("registry.url", registry.url());
        try (TestStream stream = stream(clicks.name().toLowerCase(Locale.ROOT), where)) {
            stream.send(KEY, clicks.event(WHOLE, Amount.NUMBER, TestStream.BEGIN, "p", 2.5));
            byte[] before = stream.state(KEY);
            long next = TestStream.BEGIN + TestStream.MINUTE;
            Map<String, byte[]> refused = Map.of(
                    "unknown_schema", clicks.event(UNKNOWN, Amount.NUMBER, next, "p", 2.5),
                    "missing_value", clicks.event(LACKING, Amount.GONE, next, "p", 2.5),
                    "not_numeric", clicks.event(OTHERWISE, Amount.TEXT, next, "p", 2.5),
                    "malformed_value", clicks.event(-1, Amount.NUMBER, next, "p", 2.5));
            refused.forEach((reason, event) -> {
                stream.send(KEY, event);
                assertLetter(stream.deadLetters(), reason, event);
            });
            assertThat(stream.state(KEY)).as("the key's state").isEqualTo(before);
            stream.send(KEY, clicks.event(WHOLE, Amount.NUMBER, next, "p", 3.5));
            assertThat(stream.forecasts()).extracting(forecast -> forecast.y()).containsExactly(2.5, 3.5);
            assertThat(registry.asked()).as("one request per id").isEqualTo(4);
        }
    }

    private static void assertLetter(List<TestRecord<byte[], byte[]>> letters, String reason, byte[] event) {
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(TestStream.header(letter, DeadLetterHeaders.REASON)).isEqualTo(reason);
            assertThat(letter.value()).isEqualTo(event);
        });
    }

    @Test
    void shouldForecastLinesOfCsv() {
        try (TestStream stream = stream("csv", Map.of("columns", "time,page,amount"))) {
            stream.send(KEY, TestStream.bytes("2024-01-01T00:00:00Z,p,2.5"));
            byte[] other = TestStream.bytes("2024-01-01T00:01:00Z,p");
            stream.send(KEY, other);
            assertThat(stream.forecasts()).extracting(forecast -> forecast.y()).containsExactly(2.5);
            assertLetter(stream.deadLetters(), "malformed_value", other);
        }
    }
}
