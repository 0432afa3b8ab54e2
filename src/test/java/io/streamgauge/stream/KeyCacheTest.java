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
    void shouldWriteAKeyOnceAsItWasChangedLast() {
        KeyCache cache = new KeyCache(new CacheRoom(100), KEY_BYTES);
        assertThat(cache.keep(entry("a"), 1)).isNull();
        assertThat(cache.keep(entry("b"), 2)).isNull();
        KeyEntry last = entry("a");
        cache.keep(last, 3);
        List<KeyCache.Kept> written = new ArrayList<>();
        cache.writeAll(written::add);
        cache.writeAll(written::add);
        assertThat(written).extracting(kept -> kept.entry().key()).containsExactly("a", "b");
        assertThat(written.get(0).entry()).isSameAs(last);
        assertThat(written.get(0).changed()).isEqualTo(3);
        cache.keep(entry("b"), 4);
        cache.writeAll(written::add);
        assertThat(written).hasSize(3);
    }

    @Test
    void shouldNotWriteWhatWasWrittenBeforeOrForgotten() {
        KeyCache cache = new KeyCache(new CacheRoom(100), KEY_BYTES);
        List<KeyCache.Kept> written = new ArrayList<>();
        cache.keep(entry("a"), 1);
        cache.write(kept(cache, "a"), written::add);
        cache.keep(entry("b"), 2);
        assertThat(cache.forget("b")).isTrue();
        assertThat(cache.forget("b")).isFalse();
        assertThat(cache.get("b")).isNull();
        cache.writeAll(written::add);
        assertThat(written).hasSize(1);
    }

    @Test
    void shouldDropTheKeyLongestUnusedWhereThereIsNoRoom() {
        KeyCache cache = new KeyCache(new CacheRoom(2 * KEY_BYTES + 9), KEY_BYTES);
        cache.keep(entry("a"), 1);
        KeyEntry unused = entry("b");
        cache.keep(unused, 1);
        kept(cache, "a");
        KeyCache.Kept dropped = Objects.requireNonNull(cache.keep(entry("c"), 2));
        assertThat(dropped.entry()).isSameAs(unused);
        assertThat(cache.get("a")).isNotNull();
        assertThat(cache.get("b")).isNull();
        assertThat(cache.get("c")).isNotNull();
        List<KeyCache.Kept> written = new ArrayList<>();
        cache.write(dropped, written::add);
        cache.writeAll(written::add);
        assertThat(written).as("each once").hasSize(3);
    }

    @Test
    void shouldShareTheRoomAndGiveItBack() {
        CacheRoom room = new CacheRoom(2 * KEY_BYTES);
        KeyCache one = new KeyCache(room, KEY_BYTES);
        KeyCache other = new KeyCache(room, KEY_BYTES);
        assertThat(one.keep(entry("a"), 1)).isNull();
        KeyEntry entry = entry("c");
        assertThat(other.keep(entry, 1)).isNull();
        KeyCache.Kept dropped = Objects.requireNonNull(other.keep(entry("d"), 1));
        assertThat(dropped.entry()).as("no more than its share").isSameAs(entry);
        assertThat(other.get("c")).isNull();
        one.close();
        assertThat(one.get("a")).isNull();
        assertThat(other.keep(entry, 2)).as("all of it now").isNull();
        assertThat(other.keep(entry("e"), 2)).as("only the room there was").isNotNull();
    }

    @Test
    void shouldHoldNoKeyThatWasDroppedAndWritten() {
        KeyCache cache = new KeyCache(new CacheRoom(2 * KEY_BYTES), KEY_BYTES);
        for (int i = 0; i < 10; i++) {
            KeyCache.Kept dropped = cache.keep(entry("k" + i), i);
            if (dropped != null) {
                cache.write(dropped, kept -> {});
            }
        }
        List<KeyCache.Kept> written = new ArrayList<>();
        cache.writeAll(written::add);
        assertThat(written).extracting(kept -> kept.entry().key()).containsExactly("k8", "k9");
    }

    private static KeyCache.Kept kept(KeyCache cache, String key) {
        return Objects.requireNonNull(cache.get(key));
    }

    @Test
    void shouldWriteTheSameWhateverIsKept() {
        for (Map<String, String> settings : List.<Map<String, String>>of(
                Map.of("duplicate-ids", "8", "duplicate-id", "/id"),
                Map.of("late", "score-only", "tombstones", "erase"),
                Map.of("horizons", "1..24", "season", "12", "covariates", "/other", "band.levels", "0.5,0.9"),
                Map.of("late", "reorder", "late-wait", "3m", "targets", "/value,/other"))) {
            List<String> nothingKept = outputs(settings, new CacheRoom(0));
            assertThat(nothingKept).hasSizeGreaterThan(400);
            assertThat(outputs(settings, new CacheRoom(1 << 20))).isEqualTo(nothingKept);
            assertThat(outputs(settings, new CacheRoom(roomForThree(settings))))
                    .as("room for a few")
                    .isEqualTo(nothingKept);
        }
    }

    private static long roomForThree(Map<String, String> settings) {
        try (TestStream stream = new TestStream(settings, new CacheRoom(0))) {
            return 3L * new StateCodec(stream.spec).encodedBytes(true);
        }
    }

    /** Everything that a stream writes of events in and out of order, without a value, twice, refused, erased and labelled. */
    private static List<String> outputs(Map<String, String> settings, CacheRoom room) {
        Random random = new Random(3);
        List<String> written = new ArrayList<>();
        try (TestStream stream = new TestStream(settings, room)) {
            for (int n = 0; n < 900; n++) {
                String key = "k" + random.nextInt(9);
                int what = random.nextInt(40);
                int minute = what == 0 ? n - random.nextInt(30) : n;
                byte[] event = TestStream.bytes("{\"time\":" + (TestStream.BEGIN + minute * TestStream.MINUTE)
                        + ",\"value\":" + value(what, n) + ",\"other\":" + random.nextGaussian()
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

    private static Object value(int what, int n) {
        return what == 1 ? 1e6 : what >= 36 ? "null" : TestStream.calm(n);
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
