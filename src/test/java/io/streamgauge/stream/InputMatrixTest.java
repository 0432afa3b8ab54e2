package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.wire.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of hostile input ends as its row of the matrix says, and what is refused changes nothing else. */
class InputMatrixTest {

    private static final Path PAGE = Path.of("config", "INPUT.md");

    static List<InputMatrix.Row> rows() {
        return InputMatrix.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldEndAsItsRowSays(InputMatrix.Row row) {
        try (TestStream stream = new TestStream(row.settings(), Map.of())) {
            stream.calm("k", 0, InputMatrix.SEEN);
            row.given().accept(stream);
            Map<String, Map<String, byte[]>> before = stores(stream);
            stream.forgetOutputs();
            stream.send(new TestRecord<>(
                    row.key(), row.value(), new RecordHeaders().add("theirs", TestStream.bytes("kept"))));

            Rejection rejection = row.rejection();
            if (rejection == null) {
                assertThat(stream.seenLetters()).isEmpty();
            } else {
                requireOneLetter(stream, row.key(), row.value(), rejection);
                assertThat(stores(stream)).as("all that is stored").isEqualTo(before);
            }
            row.check().accept(stream);
        }
    }

    private static void requireOneLetter(
            TestStream stream, byte @Nullable [] key, byte @Nullable [] value, Rejection rejection) {
        assertThat(stream.seenLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(value);
            assertThat(TestStream.header(letter, "theirs")).isEqualTo("kept");
            assertThat(TestStream.header(letter, DeadLetterHeaders.REASON)).isEqualTo(rejection.id());
            assertThat(TestStream.header(letter, DeadLetterHeaders.DETAIL)).isNotBlank();
            assertThat(TestStream.header(letter, DeadLetterHeaders.TOPIC)).isEqualTo("source");
            assertThat(TestStream.header(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
            assertThat(TestStream.header(letter, DeadLetterHeaders.OFFSET)).matches("\\d+");
            assertThat(letter.headers().lastHeader(DeadLetterHeaders.CUT)).isNull();
        });
        for (String topic : List.of("t.forecasts", "t.anomalies", "t.episodes", "t.windows")) {
            assertThat(stream.output(topic)).as(topic).isEmpty();
        }
        assertThat(stream.counts("streamgauge_dead_letters_total")).isEqualTo(Map.of(rejection.id(), 1.0));
    }

    /** Every byte of every store of the task, by store and key. */
    private static Map<String, Map<String, byte[]>> stores(TestStream stream) {
        Map<String, Map<String, byte[]>> all = new HashMap<>();
        for (String name : List.of(ForecastTopology.SERIES_STORE, ForecastTopology.MEMORY_STORE)) {
            KeyValueStore<byte[], byte[]> store = stream.driver.getKeyValueStore(name);
            if (store != null) {
                all.put(name, bytes(store));
            }
        }
        return all;
    }

    private static Map<String, byte[]> bytes(KeyValueStore<byte[], byte[]> store) {
        Map<String, byte[]> bytes = new ByteMap();
        try (KeyValueIterator<byte[], byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                bytes.put(TestStream.text(entry.key), entry.value);
            }
        }
        return bytes;
    }

    /** A map that is equal to another one of the same bytes. */
    private static final class ByteMap extends HashMap<String, byte[]> {
        private static final long serialVersionUID = 1L;

        private Map<String, String> readable() {
            Map<String, String> readable = new HashMap<>();
            forEach((key, value) -> readable.put(key, java.util.HexFormat.of().formatHex(value)));
            return readable;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ByteMap that && readable().equals(that.readable());
        }

        @Override
        public int hashCode() {
            return readable().hashCode();
        }
    }

    @Test
    void shouldHaveARowForEveryReason() {
        Set<Rejection> without = EnumSet.allOf(Rejection.class);
        rows().forEach(row -> without.remove(row.rejection()));
        // Only events with categories can have one that is none; a label is no event.
        assertThat(without).containsExactly(Rejection.INVALID_CATEGORY, Rejection.INVALID_LABEL);
    }

    @Test
    void shouldStandOnThePage() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, InputMatrix.markdown());
        }
        assertThat(PAGE).as("rewrite with -Dgolden.update=true").hasContent(InputMatrix.markdown());
    }
}
