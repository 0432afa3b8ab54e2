package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.Product;
import io.streamgauge.config.TopologyConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

/** A step that fails half-way: whatever is made of the exception, no commit writes what it has left behind. */
class FailedStepTest {

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>(
            new Properties(), new TaskId(0, 0), Path.of("").toFile());

    @Test
    void shouldLetNothingBeCommittedAfterIt() {
        Breakable silences = new Breakable();
        BeforeCommit commit = keep(BeforeCommit.builder(ForecastTopology.BEFORE_COMMIT));
        TimestampedKeyValueStore<byte[], byte[]> series = keep(Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.SERIES_STORE), Serdes.ByteArray(), Serdes.ByteArray()));
        keep(Stores.keyValueStoreBuilder(supplier(silences), Serdes.ByteArray(), Serdes.Long()));
        keep(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.START_STORE), Serdes.Integer(), Serdes.Long()));
        TopologyConfig topology = TopologyConfig.load(null, Map.of("name", "t", "horizons", "1"));
        ForecastProcessor processor = new ForecastProcessor(Product.services(topology), new TaskSilences());
        processor.init(context);
        step(processor, 0);
        commit.flushCache();
        byte[] committed =
                Objects.requireNonNull(series.get(TestStream.bytes("k"))).value();
        silences.broken = true;
        assertThatThrownBy(() -> step(processor, 1)).isInstanceOf(UnsupportedOperationException.class);
        silences.broken = false;
        step(processor, 2);
        assertThatThrownBy(commit::flushCache).hasMessageContaining("half-way");
        assertThat(Objects.requireNonNull(series.get(TestStream.bytes("k"))).value())
                .isEqualTo(committed);
        processor.close();
        processor.init(context);
        step(processor, 1);
        commit.flushCache();
        assertThat(Objects.requireNonNull(series.get(TestStream.bytes("k"))).value())
                .as("the task has begun anew")
                .isNotEqualTo(committed);
    }

    private void step(ForecastProcessor processor, int minute) {
        context.setRecordMetadata("source", 0, minute);
        context.setCurrentSystemTimeMs(TestStream.NOW);
        processor.process(new Record<>(
                TestStream.bytes("k"),
                TestStream.json(TestStream.BEGIN + minute * TestStream.MINUTE, TestStream.calm(minute)),
                0));
    }

    private <S extends StateStore> S keep(StoreBuilder<S> builder) {
        S store = builder.withLoggingDisabled().withCachingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return store;
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
