package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.wire.StateCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** How often a task commits is to be seen in nothing that it writes. */
class DeferredWritingTest {

    private static final int STEPS = 600;

    @Test
    void shouldWriteTheSameHoweverSeldomItCommits() {
        for (Map<String, String> settings : List.of(
                Map.of("name", "t", "horizons", "1,2", "late", "score-only", "tombstones", "erase"),
                Map.of("name", "t", "horizons", "1", "expire.wall-clock", "5m", "tombstones", "erase"),
                Map.of("name", "t", "horizons", "1", "expire.event-time", "20m", "max-keys", "7"))) {
            List<String> always = written(settings, 1);
            assertThat(always).hasSizeGreaterThan(STEPS / 2);
            assertThat(written(settings, 50)).isEqualTo(always);
            assertThat(written(settings, STEPS)).isEqualTo(always);
        }
    }

    private static List<String> written(Map<String, String> settings, int every) {
        MockTask task = new MockTask(
                settings, new CacheRoom(1 << 20), Stores.inMemoryKeyValueStore(ForecastTopology.SILENCE_STORE));
        Random random = new Random(11);
        for (int n = 1; n <= STEPS; n++) {
            String key = "k" + random.nextInt(9);
            task.at(TestStream.NOW + n * TestStream.MINUTE / 10);
            switch (random.nextInt(30)) {
                case 0 -> task.event(key, (byte[]) null);
                case 1 -> task.event(key, TestStream.bytes("{"));
                case 2 -> task.event(key, n - random.nextInt(40));
                case 3 -> task.label(key, n - 20, n, LabelKind.NORMAL);
                case 4 -> task.punctuate(TestStream.NOW + n * TestStream.MINUTE / 10);
                default -> task.event(key, n);
            }
            if (n % every == 0) {
                task.commit();
            }
        }
        List<String> written = new ArrayList<>();
        for (MockProcessorContext.CapturedForward<? extends byte[], ? extends byte[]> forward :
                task.context.forwarded()) {
            byte[] value = forward.record().value();
            written.add(forward.childName().orElse("") + " "
                    + TestStream.text(forward.record().key()) + " "
                    + forward.record().headers() + " " + (value == null ? "" : TestStream.text(value)));
        }
        task.series
                .all()
                .forEachRemaining(state -> written.add(TestStream.text(state.key) + " " + state.value.timestamp() + " "
                        + StateCodec.checksumOf(state.value.value())));
        return written;
    }
}
