package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.anomaly.LabelKind;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

/** A step that fails half-way: whatever is made of the exception, no commit writes what it has left behind. */
class FailedStepTest {

    private final Breakable silences = new Breakable();
    private final MockTask task =
            new MockTask(Map.of("name", "t", "horizons", "1"), new CacheRoom(1 << 20), supplier(silences));

    @Test
    void shouldLetNothingBeCommittedAfterAFailedEvent() {
        assertNothingCommittedAfter(broken -> broken.event("k", 1));
    }

    @Test
    void shouldLetNothingBeCommittedAfterAFailedLabel() {
        assertNothingCommittedAfter(broken -> broken.label("k", 0, 1, LabelKind.NORMAL));
    }

    private void assertNothingCommittedAfter(Consumer<MockTask> step) {
        task.event("k", 0);
        task.commit();
        byte[] committed = state();
        silences.broken = true;
        assertThatThrownBy(() -> step.accept(task)).isInstanceOf(UnsupportedOperationException.class);
        silences.broken = false;
        task.event("k", 2);
        assertThatThrownBy(task::commit).hasMessageContaining("half-way");
        assertThat(state()).isEqualTo(committed);
        task.revive();
        task.event("k", 1);
        task.commit();
        assertThat(state()).as("the task has begun anew").isNotEqualTo(committed);
    }

    private byte[] state() {
        return Objects.requireNonNull(task.series.get(TestStream.bytes("k"))).value();
    }

    private static KeyValueBytesStoreSupplier supplier(Breakable store) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return ForecastTopology.SILENCE_STORE;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return store;
            }

            @Override
            public String metricsScope() {
                return "breakable";
            }
        };
    }

    private static final class Breakable extends InMemoryKeyValueStore {

        private boolean broken;

        private Breakable() {
            super(ForecastTopology.SILENCE_STORE);
        }

        @Override
        public byte[] get(Bytes key) {
            if (broken) {
                throw new UnsupportedOperationException("broken");
            }
            return super.get(key);
        }
    }
}
