package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.wire.ForecastRecord;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Events whose series key stands in them, through both parts of the topology. */
class KeyOfValueTest {

    private static void click(TestStream stream, int second, String page, String country) {
        stream.send(
                null,
                TestStream.bytes("{\"time\":" + (TestStream.BEGIN + second * 1_000L) + ",\"page\":" + page
                        + ",\"country\":\"" + country + "\"}"));
    }

    @Test
    void shouldCountByTheJoinedFieldsAndInAll() {
        Map<String, String> settings =
                Map.of("every", "1m", "grace", "0s", "key", "/page,/country", "total", "true", "fill", "0s");
        try (TestStream stream = new TestStream(settings, Map.of())) {
            click(stream, 0, "\"a\"", "de");
            click(stream, 1, "\"a\"", "fr");
            click(stream, 2, "\"a\"", "de");
            click(stream, 3, "null", "de");
            click(stream, 60, "\"b\"", "de");
            assertThat(stream.forecasts().stream().collect(Collectors.toMap(ForecastRecord::key, ForecastRecord::y)))
                    .isEqualTo(Map.of("a|de", 2.0, "a|fr", 1.0, "(total)", 3.0));
            TestRecord<byte[], byte[]> letter = stream.deadLetters().get(0);
            assertThat(TestStream.header(letter, DeadLetterHeaders.REASON)).isEqualTo("null_key");
            assertThat(TestStream.header(letter, DeadLetterHeaders.DETAIL)).contains("/page");
        }
    }

    @Test
    void shouldForecastEventsOneByOneUnderTheirOwnKey() {
        try (TestStream stream = new TestStream(Map.of("key", "/page", "targets", "/country"), Map.of())) {
            stream.send(
                    TestStream.bytes("other"),
                    TestStream.bytes("{\"time\":" + TestStream.BEGIN + ",\"page\":\"a\",\"country\":5}"));
            assertThat(stream.forecasts()).singleElement().satisfies(forecast -> {
                assertThat(forecast.key()).isEqualTo("a");
                assertThat(forecast.y()).isEqualTo(5);
            });
        }
    }
}
