package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.WireFormatException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may enter a key's state, and how long a key stays. */
class IntakeTest {

    private static final byte[] KEY = TestStream.bytes("k");
    private static final Map<String, String> REORDER = Map.of("late", "reorder", "late-wait", "3m");

    @Test
    void shouldEndAsIfNothingHadBeenOutOfOrder() {
        try (TestStream ordered = new TestStream(REORDER, Map.of());
                TestStream shuffled = new TestStream(REORDER, Map.of())) {
            ordered.calm("k", 0, 40);
            for (int minute = 0; minute < 36; minute += 3) {
                for (int behind : new int[] {2, 0, 1}) {
                    shuffled.event("k", minute + behind, TestStream.calm(minute + behind));
                }
            }
            shuffled.calm("k", 36, 40);
            assertThat(shuffled.deadLetters()).isEmpty();
            assertThat(texts(shuffled)).isNotEmpty().isEqualTo(texts(ordered));
            assertThat(shuffled.state(KEY)).isEqualTo(ordered.state(KEY));
            assertThat(shuffled.counts("streamgauge_reordered_events_total")).containsValue(24.0);
        }
    }

    private static List<String> texts(TestStream stream) {
        return stream.output("t.forecasts").stream()
                .map(forecast -> TestStream.text(forecast.value()))
                .toList();
    }

    @Test
    void shouldLetTheEarliestGoWhereMoreWaitThanMay() {
        Map<String, String> settings = Map.of("late", "reorder", "late-wait", "1h", "late-buffer", "4");
        try (TestStream stream = new TestStream(settings, Map.of())) {
            stream.calm("k", 0, 10);
            assertThat(stream.forecasts()).hasSize(6);
        }
    }

    @Test
    void shouldLetGoByTheClockOfWhatNothingNewerLetsGo() {
        try (TestStream stream = new TestStream(REORDER, Map.of())) {
            stream.calm("k", 0, 10);
            int before = stream.forecasts().size();
            stream.driver.advanceWallClockTime(Duration.ofMinutes(2));
            assertThat(stream.forecasts()).isEmpty();
            stream.driver.advanceWallClockTime(Duration.ofMinutes(2));
            assertThat(stream.forecasts()).hasSize(10 - before);
        }
    }

    @Test
    void shouldForgetIdsThatAreNotAmongTheLatest() {
        try (TestStream stream = new TestStream(Map.of("duplicate-id", "/id", "duplicate-ids", "2"), Map.of())) {
            for (int n = 0; n < 4; n++) {
                stream.send(KEY, InputMatrix.withId(TestStream.BEGIN + n * TestStream.MINUTE, n % 3));
            }
            assertThat(stream.deadLetters()).as("0 was forgotten when 2 came").isEmpty();
            stream.send(KEY, InputMatrix.withId(TestStream.BEGIN + 4 * TestStream.MINUTE, 2));
            assertThat(stream.deadLetters()).hasSize(1);
        }
    }

    @Test
    void shouldForgetAKeyThatTheClockFindsIdleAndServeTheOthers() {
        try (TestStream stream = new TestStream(Map.of("expire.wall-clock", "1h"), Map.of())) {
            stream.calm("idle", 0, 5);
            stream.driver.advanceWallClockTime(Duration.ofMinutes(50));
            stream.calm("k", 0, 5);
            stream.forgetOutputs();
            stream.driver.advanceWallClockTime(Duration.ofMinutes(20));
            requireForgotten(stream, "idle", ResetMark.WALL_CLOCK);
            assertThat(stream.store().get(KEY)).isNotNull();
        }
    }

    @Test
    void shouldForgetAKeyThatEventTimeHasLeftBehind() {
        Map<String, String> settings = Map.of("expire.event-time", "1h", "expire.wall-clock", "none");
        try (TestStream stream = new TestStream(settings, Map.of())) {
            stream.calm("idle", 0, 5);
            stream.calm("k", 30, 64);
            stream.driver.advanceWallClockTime(Duration.ofMinutes(10));
            assertThat(stream.store().get(TestStream.bytes("idle"))).isNotNull();
            stream.calm("k", 64, 66);
            stream.forgetOutputs();
            stream.driver.advanceWallClockTime(Duration.ofMinutes(10));
            requireForgotten(stream, "idle", ResetMark.EVENT_TIME);
            assertThat(stream.store().get(KEY)).isNotNull();
        }
    }

    @Test
    void shouldStartAfreshAndSaySoWhenAForgottenKeyReturns() {
        try (TestStream stream = new TestStream(Map.of("expire.wall-clock", "1h"), Map.of());
                TestStream fresh = new TestStream()) {
            stream.calm("k", 0, 5);
            stream.driver.advanceWallClockTime(Duration.ofHours(2));
            stream.forgetOutputs();
            stream.calm("k", 5, 7);
            fresh.calm("k", 5, 7);
            List<TestRecord<byte[], byte[]>> forecasts = stream.output("t.forecasts");
            assertThat(TestStream.header(forecasts.get(0), ResetMark.HEADER)).isEqualTo(ResetMark.FIRST);
            assertThat(forecasts.get(1).headers()).isEmpty();
            assertThat(stream.state(KEY)).isEqualTo(fresh.state(KEY));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCloseTheEpisodeOfAKeyThatIsForgotten(boolean erased) throws WireFormatException {
        Map<String, String> settings = Map.of("tombstones", "erase", "expire.wall-clock", "1h");
        try (TestStream stream = new TestStream(settings, Map.of())) {
            stream.calm("k", 0, 300);
            stream.forgetOutputs();
            stream.event("k", 300, TestStream.calm(300) + 6);
            EpisodeRecord opened =
                    EpisodeRecord.read(stream.output("t.anomalies").get(0).value());
            assertThat(opened.change()).isEqualTo("opened");
            if (erased) {
                stream.send(KEY, null);
            } else {
                stream.driver.advanceWallClockTime(Duration.ofHours(2));
            }
            EpisodeRecord closed =
                    EpisodeRecord.read(stream.output("t.anomalies").get(0).value());
            assertThat(closed.change()).isEqualTo("closed");
            assertThat(closed.reason()).isEqualTo("forgotten");
            assertThat(closed.kind()).isEqualTo(opened.kind());
            assertThat(closed.since()).isEqualTo(opened.since());
        }
    }

    @Test
    void shouldStepThroughWhatWaitsWhenEventsAreNoLongerReordered() {
        try (TestStream reordering = new TestStream(REORDER, Map.of());
                TestStream next = new TestStream(Map.of("duplicate-id", "/id"), Map.of());
                TestStream idle = new TestStream(Map.of("duplicate-id", "/id"), Map.of())) {
            reordering.calm("k", 0, 10);
            int held = 10 - reordering.forecasts().size();
            assertThat(held).isPositive();
            for (TestStream stream : List.of(next, idle)) {
                stream.store(KEY, reordering.state(KEY));
                stream.driver
                        .<byte[], byte[]>getTimestampedKeyValueStore(ForecastTopology.MEMORY_STORE)
                        .put(
                                KEY,
                                reordering
                                        .driver
                                        .<byte[], byte[]>getTimestampedKeyValueStore(ForecastTopology.MEMORY_STORE)
                                        .get(KEY));
            }
            next.send(KEY, InputMatrix.withId(TestStream.BEGIN + 10 * TestStream.MINUTE, 1));
            assertThat(next.forecasts()).hasSize(held + 1);
            assertThat(next.deadLetters()).isEmpty();
            idle.driver.advanceWallClockTime(Duration.ofMinutes(1));
            assertThat(idle.forecasts()).as("without an event of its own").hasSize(held);
        }
    }

    @Test
    void shouldTakeInANewKeyOnceAnotherHasGone() {
        Map<String, String> settings = Map.of("max-keys", "1", "expire.wall-clock", "1h", "tombstones", "erase");
        try (TestStream stream = new TestStream(settings, Map.of())) {
            stream.calm("a", 0, 2);
            stream.calm("b", 0, 1);
            assertThat(stream.deadLetters()).hasSize(1);
            stream.driver.advanceWallClockTime(Duration.ofHours(2));
            stream.calm("b", 1, 2);
            assertThat(stream.deadLetters()).isEmpty();
            stream.send(TestStream.bytes("b"), null);
            stream.send(TestStream.bytes("b"), null);
            stream.calm("c", 0, 1);
            stream.calm("d", 0, 1);
            assertThat(stream.deadLetters()).as("only the last of all").hasSize(1);
        }
    }

    @Test
    void shouldWalkThroughMoreKeysThanASliceHolds() {
        int keys = 2 * Sweep.SLICE_KEYS + 10;
        try (TestStream stream = new TestStream(Map.of("expire.wall-clock", "1h"), Map.of())) {
            for (int n = 0; n < keys; n++) {
                stream.calm("k" + n, 0, 1);
            }
            stream.driver.advanceWallClockTime(Duration.ofHours(2));
            for (int second = 0; second < 4; second++) {
                stream.driver.advanceWallClockTime(Expiry.SLICE_INTERVAL);
            }
            assertThat(stream.counts("streamgauge_keys_forgotten_total"))
                    .isEqualTo(Map.of(ResetMark.WALL_CLOCK, (double) keys));
        }
    }

    private static void requireForgotten(TestStream stream, String key, String cause) {
        assertThat(stream.store().get(TestStream.bytes(key))).isNull();
        assertThat(stream.output("t.episodes")).singleElement().satisfies(mark -> {
            assertThat(mark.key()).isEqualTo(TestStream.bytes(key));
            assertThat(mark.value()).isNull();
            assertThat(TestStream.header(mark, ResetMark.HEADER)).isEqualTo(cause);
        });
        assertThat(stream.counts("streamgauge_keys_forgotten_total")).isEqualTo(Map.of(cause, 1.0));
    }
}
