package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.testing.Figures;
import io.streamgauge.wire.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of hostile input ends as its row of the matrix says, and what is refused changes nothing else. */
@Tag(Figures.TAG)
class InputMatrixTest {

    private static final Path PAGE = Path.of("config", "INPUT.md");

    static List<InputMatrix.Row> rows() {
        return InputMatrix.rows();
    }

    /** Rows whose test has passed. */
    private static final AtomicInteger PASSED = new AtomicInteger();

    @AfterAll
    static void tell() {
        Figures figures = new Figures("input");
        figures.put("input.rows", rows().size(), "rows");
        figures.put("input.rows.as_expected", PASSED.get(), "rows");
        figures.write();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldEndAsItsRowSays(InputMatrix.Row row) {
        try (TestStream stream = new TestStream(row.settings(), Map.of())) {
            stream.calm("k", 0, InputMatrix.SEEN);
            row.given().accept(stream);
            Map<String, Map<String, byte[]>> before = stores(stream);
            stream.forgetOutputs();
            String topic = row.isLabel() ? "t.labels" : "source";
            stream.send(
                    topic,
                    new TestRecord<>(
                            row.key(), row.value(), new RecordHeaders().add("theirs", TestStream.bytes("kept"))));

            Rejection rejection = row.rejection();
            if (rejection == null) {
                assertThat(stream.seenLetters()).isEmpty();
            } else {
                requireOneLetter(stream, topic, row, rejection);
                assertThat(stores(stream)).as("all that is stored").isEqualTo(before);
            }
            row.check().accept(stream);
            PASSED.incrementAndGet();
        }
    }

    private static void requireOneLetter(TestStream stream, String topic, InputMatrix.Row row, Rejection rejection) {
        assertThat(stream.seenLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(row.key());
            assertThat(letter.value()).isEqualTo(row.value());
            assertThat(TestStream.header(letter, "theirs")).isEqualTo("kept");
            assertThat(TestStream.header(letter, DeadLetterHeaders.REASON)).isEqualTo(rejection.id());
            assertThat(TestStream.header(letter, DeadLetterHeaders.DETAIL)).isNotBlank();
            assertThat(TestStream.header(letter, DeadLetterHeaders.TOPIC)).isEqualTo(topic);
            assertThat(TestStream.header(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
            assertThat(TestStream.header(letter, DeadLetterHeaders.OFFSET)).matches("\\d+");
            assertThat(letter.headers().lastHeader(DeadLetterHeaders.CUT)).isNull();
        });
        for (String other : List.of("t.forecasts", "t.anomalies", "t.episodes", "t.windows")) {
            assertThat(stream.output(other)).as(other).isEmpty();
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
        // Of other formats than JSON, which FormatsTest and FormatsTopologyTest send.
        without.removeAll(EnumSet.of(Rejection.MALFORMED_VALUE, Rejection.UNKNOWN_SCHEMA));
        assertThat(without).isEmpty();
    }

    @Test
    void shouldStandOnThePage() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, InputMatrix.markdown());
        }
        assertThat(PAGE).as("rewrite with -Dgolden.update=true").hasContent(InputMatrix.markdown());
    }
}
