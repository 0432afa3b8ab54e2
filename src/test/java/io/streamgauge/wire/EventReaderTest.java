package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.signal.Measurement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private static final int MAX_BYTES = 4_096;

    static Stream<Arguments> malformed() {
        return Stream.of(
                // no JSON object
                event("", Rejection.MALFORMED_JSON),
                event(" ", Rejection.MALFORMED_JSON),
                event("null", Rejection.MALFORMED_JSON),
                event("12", Rejection.MALFORMED_JSON),
                event("[]", Rejection.MALFORMED_JSON),
                event("\"text\"", Rejection.MALFORMED_JSON),
                event("{", Rejection.MALFORMED_JSON),
                event("{\"t\":1", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1,}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000 \"v\":1}", Rejection.MALFORMED_JSON),
                event("{t:1500000000,v:1}", Rejection.MALFORMED_JSON),
                event("{'t':1500000000,'v':1}", Rejection.MALFORMED_JSON),
                event("\u0000{\"t\":1500000000,\"v\":1}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1,\"x\":[1,2}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1,\"x\":\"\\q\"}", Rejection.MALFORMED_JSON),
                // more than an object
                event("{\"t\":1500000000,\"v\":1}{", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1} x", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1}{\"t\":1500000000,\"v\":1}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1} 7", Rejection.MALFORMED_JSON),
                // the same name twice
                event("{\"t\":1500000000,\"v\":1,\"v\":2}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1,\"\\u0076\":2}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1,\"x\":{\"a\":1,\"a\":1}}", Rejection.MALFORMED_JSON),
                // beyond the limits
                event(
                        "{\"t\":1500000000,\"v\":1,\"x\":" + "[".repeat(70) + "]".repeat(70) + "}",
                        Rejection.MALFORMED_JSON),
                event(
                        "{\"t\":1500000000,\"v\":1,\"x\":" + "{\"a\":".repeat(70) + "1" + "}".repeat(70) + "}",
                        Rejection.MALFORMED_JSON),
                event("{\"" + "n".repeat(2_000) + "\":1,\"t\":1500000000,\"v\":1}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":" + "9".repeat(1_200) + "}", Rejection.MALFORMED_JSON),
                event("{\"x\":\"" + "x".repeat(MAX_BYTES) + "\"}", Rejection.OVERSIZE_EVENT),
                // the value
                event("{\"t\":1500000000}", Rejection.MISSING_VALUE),
                event("{\"t\":1500000000,\"v\":null}", Rejection.MISSING_VALUE),
                event("{\"t\":1500000000,\"x\":{\"v\":1}}", Rejection.MISSING_VALUE),
                event("{\"t\":1500000000,\"x\":[{\"v\":1}]}", Rejection.MISSING_VALUE),
                event("{\"t\":1500000000,\"V\":1}", Rejection.MISSING_VALUE),
                event("{\"t\":1500000000,\"v\":\"1\"}", Rejection.NOT_NUMERIC),
                event("{\"t\":1500000000,\"v\":\"NaN\"}", Rejection.NOT_NUMERIC),
                event("{\"t\":1500000000,\"v\":true}", Rejection.NOT_NUMERIC),
                event("{\"t\":1500000000,\"v\":{}}", Rejection.NOT_NUMERIC),
                event("{\"t\":1500000000,\"v\":[1]}", Rejection.NOT_NUMERIC),
                event("{\"t\":1500000000,\"v\":NaN}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":Infinity}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":0x10}", Rejection.MALFORMED_JSON),
                event("{\"t\":1500000000,\"v\":1e999}", Rejection.NOT_FINITE),
                event("{\"t\":1500000000,\"v\":-1e999}", Rejection.NOT_FINITE),
                event("{\"t\":1500000000,\"v\":" + "9".repeat(1_000) + "}", Rejection.NOT_FINITE),
                event("{\"t\":1500000000,\"v\":1.1e30}", Rejection.OUT_OF_RANGE),
                event("{\"t\":1500000000,\"v\":-1e300}", Rejection.OUT_OF_RANGE),
                event("{\"t\":1500000000,\"v\":" + "9".repeat(300) + "}", Rejection.OUT_OF_RANGE),
                // the time
                event("{\"v\":1}", Rejection.MISSING_TIME),
                event("{}", Rejection.MISSING_TIME),
                event("{\"t\":null,\"v\":1}", Rejection.MISSING_TIME),
                event("{\"t\":\"yesterday\",\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":\"\",\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":\"2014-13-01 00:00:00\",\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":\"2014-02-30\",\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":false,\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":{\"t\":1},\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":[1500000000],\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":1e999,\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":-1e999,\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":" + "9".repeat(900) + ",\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":\"1899-12-31T23:59:59Z\",\"v\":1}", Rejection.INVALID_TIME),
                event("{\"t\":\"2200-01-01T00:00:01Z\",\"v\":1}", Rejection.INVALID_TIME),
                // the time is looked at first
                event("{\"t\":\"yesterday\",\"v\":\"much\"}", Rejection.INVALID_TIME));
    }

    private static Arguments event(String json, Rejection reason) {
        return Arguments.of(json, reason);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldSayWhyAnEventIsRejected(String json, Rejection reason) {
        var reader = new EventReader("/t", "/v", MAX_BYTES);
        assertRejected(reader, json.getBytes(StandardCharsets.UTF_8), reason);
        assertThat(read(reader, "{\"t\":1500000000,\"v\":1}"))
                .as("the reader after it")
                .isEqualTo(Measurement.of(1_500_000_000_000L, 1));
    }

    @Test
    void shouldRejectARecordWithoutAValue() {
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> new EventReader("/t", "/v", MAX_BYTES).read(null))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.NULL_VALUE));
    }

    @Test
    void shouldRejectTextThatIsNotUtf8() {
        byte[] bytes = "{\"t\":1500000000,\"v\":1,\"x\":\"??\"}".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 4] = (byte) 0xc3;
        bytes[bytes.length - 3] = (byte) 0x28;
        assertRejected(new EventReader("/t", "/v", MAX_BYTES), bytes, Rejection.MALFORMED_JSON);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "2017-07-14 02:40:00"      | 2017-07-14T02:40:00Z
            "2017/7/14 2:40"           | 2017-07-14T02:40:00Z
            "2017-07-14"               | 2017-07-14T00:00:00Z
            "2017-07-14T02:40:00Z"     | 2017-07-14T02:40:00Z
            "2017-07-14T04:40:00+02:00"| 2017-07-14T02:40:00Z
            "2017-07-14T02:40:00.125Z" | 2017-07-14T02:40:00.125Z
            "1500000000"               | 2017-07-14T02:40:00Z
            "1500000000125"            | 2017-07-14T02:40:00.125Z
            1500000000                 | 2017-07-14T02:40:00Z
            1500000000.125             | 2017-07-14T02:40:00.125Z
            1.5e9                      | 2017-07-14T02:40:00Z
            1500000000125              | 2017-07-14T02:40:00.125Z
            0                          | 1970-01-01T00:00:00Z
            -86400                     | 1969-12-31T00:00:00Z
            """, quoteCharacter = '\0')
    void shouldReadTimesInEachForm(String json, String time) {
        var reader = new EventReader("/t", "/v", MAX_BYTES);
        assertThat(read(reader, "{\"t\":" + json + ",\"v\":1}").time())
                .isEqualTo(Instant.parse(time).toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.5, -0.5",
        "1e30, 1e30",
        "-1e30, -1e30",
        "1e-400, 0",
        "12345678901234567890, 12345678901234567890"
    })
    void shouldReadNumbersInEachForm(String json, double value) {
        assertThat(read(new EventReader("/t", "/v", MAX_BYTES), "{\"v\":" + json + ",\"t\":1500000000}")
                        .value())
                .isEqualTo(value);
    }

    @Test
    void shouldFindMembersOfNestedObjects() {
        var reader = new EventReader("/meta/at/t", "/data/v", MAX_BYTES);
        String json = "{\"t\":1,\"v\":2,\"data\":{\"w\":[{\"v\":3}],\"x\":{\"v\":4},\"v\":5},"
                + "\"meta\":{\"at\":{\"t\":1500000000}},\"at\":{\"t\":6}}";
        assertThat(read(reader, json)).isEqualTo(Measurement.of(1_500_000_000_000L, 5));
        assertRejected(reader, bytes("{\"meta\":[{\"at\":{\"t\":1}}],\"data\":{\"v\":5}}"), Rejection.MISSING_TIME);
        assertRejected(reader, bytes("{\"meta\":{\"at\":{\"t\":1500000000}},\"data\":5}"), Rejection.MISSING_VALUE);
    }

    @Test
    void shouldUndoTheEscapesOfPointers() {
        var reader = new EventReader("/a~1b", "/c~0d/~01", MAX_BYTES);
        assertThat(read(reader, "{\"a/b\":1500000000,\"c~d\":{\"~1\":7}}").value())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "v", "v/w", "/a~2b", "/a~"})
    void shouldRefuseWhatIsNoPointer(String pointer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventReader("/t", pointer, MAX_BYTES))
                .withMessageContaining("'" + pointer + "'");
    }

    @Test
    void shouldReadWhatTheWriterWrites() {
        var writer = new EventWriter("/meta/t~1", "/meta/v");
        var reader = new EventReader("/meta/t~1", "/meta/v", MAX_BYTES);
        var random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(50) - 25);
            byte[] event = writer.write(1_500_000_000_000L + i, value);
            assertThat(read(reader, new String(event, StandardCharsets.UTF_8)))
                    .isEqualTo(Measurement.of(1_500_000_000_000L + i, value));
        }
    }

    @Test
    void shouldRejectRandomBytesAndNeverFail() {
        var random = new Random(2);
        var reader = new EventReader("/t", "/v", MAX_BYTES);
        byte[] valid = bytes("{\"t\":1500000000,\"v\":1.5,\"x\":[{\"a\":null},\"\\u00e4\",-1e5,true]}");
        int rejected = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] input = i % 2 == 0 ? noise(random) : damaged(valid, random);
            try {
                Measurement measurement = reader.read(input);
                assertThat(Math.abs(measurement.value())).isLessThanOrEqualTo(Measurement.LARGEST_VALUE);
            } catch (RejectedEventException e) {
                assertThat(e.detail()).isNotBlank().doesNotContain("\n");
                rejected++;
            }
        }
        assertThat(rejected).isBetween(15_000, 19_999);
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] damaged(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static Measurement read(EventReader reader, String json) {
        try {
            return reader.read(bytes(json));
        } catch (RejectedEventException e) {
            throw new AssertionError(json + " was rejected: " + e.reason() + ", " + e.detail(), e);
        }
    }

    private static void assertRejected(EventReader reader, byte[] bytes, Rejection reason) {
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> reader.read(bytes))
                .satisfies(e -> assertThat(e.reason()).as(e.detail()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.detail()).isNotBlank());
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
