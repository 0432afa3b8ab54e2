package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.wire.EventMemory;
import io.streamgauge.wire.StateCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Keys are kept decoded within the room there is, and whether they are is not to be seen in any output. */
class KeyCacheTest {

    private static final long KEY_BYTES = 10;

    @Test
    void shouldGiveAKeyOnceAndOnlyWhileItIsKept() {
        KeyCache cache = new KeyCache(new CacheRoom(100), KEY_BYTES);
        KeyEntry entry = entry("a");
        assertThat(cache.keep(entry)).isNull();
        assertThat(cache.take("a")).isSameAs(entry);
        assertThat(cache.take("a")).as("taken out").isNull();
    }

    @Test
    void shouldDropTheKeyLongestUnusedWhereThereIsNoRoom() {
        KeyCache cache = new KeyCache(new CacheRoom(2 * KEY_BYTES + 9), KEY_BYTES);
        cache.keep(entry("a"));
        KeyEntry unused = entry("b");
        cache.keep(unused);
        cache.keep(Objects.requireNonNull(cache.take("a")));
        assertThat(cache.keep(entry("c"))).isSameAs(unused);
        assertThat(cache.take("a")).isNotNull();
        assertThat(cache.take("b")).isNull();
        assertThat(cache.take("c")).isNotNull();
    }

    @Test
    void shouldShareTheRoomAndGiveItBack() {
        CacheRoom room = new CacheRoom(2 * KEY_BYTES);
        KeyCache one = new KeyCache(room, KEY_BYTES);
        KeyCache other = new KeyCache(room, KEY_BYTES);
        one.keep(entry("a"));
        one.keep(entry("b"));
        KeyEntry entry = entry("c");
        assertThat(other.keep(entry)).as("no room").isSameAs(entry);
        assertThat(other.take("c")).isNull();
        one.clear();
        assertThat(one.take("a")).isNull();
        assertThat(other.keep(entry)).isNull();
        assertThat(other.keep(entry("d"))).isNull();
        assertThat(other.keep(entry("e"))).as("only the room there was").isNotNull();
    }

    @Test
    void shouldWriteTheSameWhateverIsKept() {
        for (Map<String, String> settings : List.<Map<String, String>>of(
                Map.of("duplicate-ids", "8", "duplicate-id", "/id"),
                Map.of("late", "score-only", "tombstones", "erase"),
                Map.of("late", "reorder", "late-wait", "3m", "targets", "/value,/other"))) {
            List<String> nothingKept = outputs(settings, new CacheRoom(0));
            assertThat(nothingKept).hasSizeGreaterThan(400);
            assertThat(outputs(settings, new CacheRoom(1 << 20))).isEqualTo(nothingKept);
            assertThat(outputs(settings, new CacheRoom(12_000)))
                    .as("room for a few")
                    .isEqualTo(nothingKept);
        }
    }

    /** Everything that a stream writes of events in and out of order, twice, refused, erased and labelled. */
    private static List<String> outputs(Map<String, String> settings, CacheRoom room) {
        Random random = new Random(3);
        List<String> written = new ArrayList<>();
        try (TestStream stream = new TestStream(settings, room)) {
            for (int n = 0; n < 600; n++) {
                String key = "k" + random.nextInt(9);
                int what = random.nextInt(40);
                int minute = what == 0 ? n - random.nextInt(30) : n;
                byte[] event = TestStream.bytes("{\"time\":" + (TestStream.BEGIN + minute * TestStream.MINUTE)
                        + ",\"value\":" + (what == 1 ? 1e6 : TestStream.calm(n)) + ",\"other\":" + random.nextGaussian()
                        + ",\"id\":" + (what == 2 ? 7 : n) + "}");
                stream.send(TestStream.bytes(key), what == 3 ? null : what == 4 ? TestStream.bytes("{") : event);
                if (what == 5) {
                    stream.label(key, n - 10, n, LabelKind.NORMAL);
                }
                if (n == 300) {
                    stream.weights(1, 1);
                }
                for (String topic : List.of("forecasts", "anomalies", "episodes", "windows", "dead-letters")) {
                    stream.output("t." + topic).forEach(record -> written.add(topic + " " + text(record)));
                }
            }
            stream.store()
                    .all()
                    .forEachRemaining(state ->
                            written.add(TestStream.text(state.key) + " " + StateCodec.checksumOf(state.value)));
        }
        return written;
    }

    private static String text(TestRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        return TestStream.text(record.key()) + " " + record.headers() + " "
                + (value == null ? "" : TestStream.text(value));
    }

    private static KeyEntry entry(String key) {
        try (TestStream stream = new TestStream()) {
            return new KeyEntry(
                    TestStream.bytes(key), key, true, null, KeyState.fresh(stream.spec), new EventMemory(0, 0));
        }
    }
}
