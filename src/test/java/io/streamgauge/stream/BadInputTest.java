package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.streamgauge.wire.Rejection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever cannot be taken in becomes one dead letter, and nothing else changes. */
class BadInputTest {

    private static final byte[] KEY = TestStream.bytes("k");
    private static final int SEEN = 10;
    private static final long LAST = TestStream.BEGIN + (SEEN - 1) * TestStream.MINUTE;
    private static final long NEXT = LAST + TestStream.MINUTE;
    private static final double LAST_VALUE = TestStream.calm(SEEN - 1);

    private TestStream stream;

    @BeforeEach
    void start() {
        stream = new TestStream();
        stream.calm("k", 0, SEEN);
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    static Stream<Arguments> bad() {
        byte[] good = TestStream.json(NEXT, 1);
        return Stream.of(
                argumentSet("no key", Rejection.NULL_KEY, null, good),
                argumentSet("an empty key", Rejection.NULL_KEY, new byte[0], good),
                argumentSet("a key that is not UTF-8", Rejection.INVALID_KEY, new byte[] {'k', (byte) 0xc3}, good),
                argumentSet("a key too long", Rejection.OVERSIZE_KEY, new byte[17], good),
                argumentSet("no value", Rejection.NULL_VALUE, KEY, null),
                argumentSet("an event too long", Rejection.OVERSIZE_EVENT, KEY, new byte[257]),
                argumentSet("an empty value", Rejection.MALFORMED_JSON, KEY, new byte[0]),
                bad("half an object", Rejection.MALFORMED_JSON, "{\"time\":" + NEXT + ",\"value\":1"),
                bad("an array", Rejection.MALFORMED_JSON, "[1]"),
                bad("NaN", Rejection.MALFORMED_JSON, "{\"time\":" + NEXT + ",\"value\":NaN}"),
                bad("a name twice", Rejection.MALFORMED_JSON, "{\"time\":" + NEXT + ",\"value\":1,\"value\":2}"),
                bad("two objects", Rejection.MALFORMED_JSON, "{\"time\":" + NEXT + ",\"value\":1}{}"),
                bad("no time", Rejection.MISSING_TIME, "{\"value\":1}"),
                bad("null for the time", Rejection.MISSING_TIME, "{\"time\":null,\"value\":1}"),
                bad("no time but words", Rejection.INVALID_TIME, "{\"time\":\"soon\",\"value\":1}"),
                bad("a time before 1900", Rejection.INVALID_TIME, "{\"time\":-9e13,\"value\":1}"),
                bad("no value field", Rejection.MISSING_VALUE, "{\"time\":" + NEXT + "}"),
                bad("null for the value", Rejection.MISSING_VALUE, "{\"time\":" + NEXT + ",\"value\":null}"),
                bad("text for the value", Rejection.NOT_NUMERIC, "{\"time\":" + NEXT + ",\"value\":\"1\"}"),
                bad("an object for the value", Rejection.NOT_NUMERIC, "{\"time\":" + NEXT + ",\"value\":{\"v\":1}}"),
                bad("an infinite value", Rejection.NOT_FINITE, "{\"time\":" + NEXT + ",\"value\":1e999}"),
                bad("a value out of range", Rejection.OUT_OF_RANGE, "{\"time\":" + NEXT + ",\"value\":-1e31}"),
                argumentSet(
                        "a time in the future",
                        Rejection.FUTURE_TIME,
                        KEY,
                        TestStream.json(TestStream.NOW + 60 * TestStream.MINUTE + 1, 1)),
                argumentSet("an earlier time", Rejection.LATE, KEY, TestStream.json(LAST - 1, 1)),
                argumentSet("another value at the same time", Rejection.LATE, KEY, TestStream.json(LAST, 1)),
                argumentSet("the last event again", Rejection.DUPLICATE, KEY, TestStream.json(LAST, LAST_VALUE)));
    }

    private static Arguments bad(String name, Rejection reason, String json) {
        return argumentSet(name, reason, KEY, TestStream.bytes(json));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldBecomeOneDeadLetterAndChangeNothingElse(
            Rejection reason, byte @Nullable [] key, byte @Nullable [] value) {
        byte[] before = stream.state(KEY);
        stream.forecasts();
        stream.output("t.windows");
        stream.send(new TestRecord<>(key, value, new RecordHeaders().add("theirs", TestStream.bytes("kept"))));

        assertThat(stream.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(value);
            assertThat(TestStream.header(letter, "theirs")).isEqualTo("kept");
            assertThat(TestStream.header(letter, "streamgauge.reason")).isEqualTo(reason.id());
            assertThat(TestStream.header(letter, "streamgauge.detail")).isNotBlank();
            assertThat(TestStream.header(letter, "streamgauge.topic")).isEqualTo("source");
            assertThat(TestStream.header(letter, "streamgauge.partition")).isEqualTo("0");
            assertThat(TestStream.header(letter, "streamgauge.offset")).isEqualTo(Integer.toString(SEEN));
            assertThat(letter.headers().lastHeader(DeadLetterHeaders.CUT)).isNull();
        });
        for (String topic : List.of("t.forecasts", "t.anomalies", "t.episodes", "t.windows")) {
            assertThat(stream.output(topic)).as(topic).isEmpty();
        }
        assertThat(stream.counts("streamgauge_dead_letters_total")).isEqualTo(Map.of(reason.id(), 1.0));
        assertThat(stream.state(KEY)).as("the key's state").isEqualTo(before);
        try (KeyValueIterator<byte[], byte[]> all = stream.store().all()) {
            assertThat(all).toIterable().as("keys with a state").hasSize(1);
        }
    }

    @Test
    void shouldTakeInTheNextGoodEventAsIfNothingHadHappened() {
        stream.send(KEY, TestStream.bytes("{"));
        stream.calm("k", SEEN, SEEN + 1);
        try (TestStream undisturbed = new TestStream()) {
            undisturbed.calm("k", 0, SEEN + 1);
            assertThat(stream.state(KEY)).isEqualTo(undisturbed.state(KEY));
        }
    }

    @Test
    void shouldReplaceTheHeadersOfADeadLetterThatIsSentInAgain() {
        stream.send(KEY, TestStream.bytes("{"));
        TestRecord<byte[], byte[]> letter = stream.deadLetters().get(0);
        stream.send(letter);
        TestRecord<byte[], byte[]> again = stream.deadLetters().get(0);
        assertThat(again.headers().headers(DeadLetterHeaders.OFFSET)).hasSize(1);
        assertThat(TestStream.header(again, DeadLetterHeaders.OFFSET)).isEqualTo(Integer.toString(SEEN + 1));
    }

    @Test
    void shouldCutWhatIsTooLargeToBeWritten() {
        byte[] key = new byte[DeadLetter.MOST_KEY_BYTES + 1];
        byte[] value = new byte[DeadLetter.MOST_VALUE_BYTES + 1];
        byte[] header = new byte[DeadLetter.MOST_HEADER_BYTES + 1];
        stream.send(new TestRecord<>(key, value, new RecordHeaders().add("large", header)));
        assertThat(stream.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).hasSize(DeadLetter.MOST_KEY_BYTES);
            assertThat(letter.value()).hasSize(DeadLetter.MOST_VALUE_BYTES);
            assertThat(letter.headers().lastHeader("large")).isNull();
            assertThat(TestStream.header(letter, DeadLetterHeaders.CUT)).isEqualTo(key.length + " " + value.length);
        });
    }

    @Test
    void shouldCountLateAndDuplicateEventsOnTheirOwn() {
        stream.send(KEY, TestStream.json(LAST - 1, 1));
        stream.send(KEY, TestStream.json(LAST, LAST_VALUE));
        assertThat(stream.counts("streamgauge_late_events_total")).containsValue(1.0);
        assertThat(stream.counts("streamgauge_duplicate_events_total")).containsValue(1.0);
    }
}
