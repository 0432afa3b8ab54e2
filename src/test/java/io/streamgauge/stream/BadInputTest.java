package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of dead letters and of what follows them; which input becomes one stands in {@link InputMatrixTest}. */
class BadInputTest {

    private static final byte[] KEY = TestStream.bytes("k");
    private static final int SEEN = 10;
    private static final long LAST = TestStream.BEGIN + (SEEN - 1) * TestStream.MINUTE;
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
