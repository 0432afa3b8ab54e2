package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.Product;
import io.streamgauge.config.TopologyConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

/** A store that can no longer be read is given up for its changelog, and not met again and again. */
class DamagedStoreTest {

    private static final TaskId TASK = new TaskId(0, 3);

    @Test
    void shouldHaveItsTaskRestoredWhereTheStoreCannotBeRead() {
        TopologyConfig topology = TopologyConfig.load(null, Map.of("name", "t"));
        MockProcessorContext<byte[], byte[]> context =
                new MockProcessorContext<>(new Properties(), TASK, Path.of("").toFile());
        add(context, seriesStore());
        add(context, BeforeCommit.builder(ForecastTopology.BEFORE_COMMIT));
        add(
                context,
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ForecastTopology.START_STORE), Serdes.Integer(), Serdes.Long()));
        add(
                context,
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ForecastTopology.SILENCE_STORE),
                        Serdes.ByteArray(),
                        Serdes.Long()));
        Processor<byte[], byte[], byte[], byte[]> processor = ForecastProcessors.of(Product.services(topology));
        processor.init(context);
        context.setRecordMetadata("t", TASK.partition(), 0);
        context.setCurrentSystemTimeMs(TestStream.NOW);
        byte[] event = "{\"time\":\"2024-01-01T00:00:00Z\",\"value\":1}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> processor.process(new Record<>(new byte[] {'k'}, event, 0)))
                .as("ends the thread and its transaction")
                .isInstanceOf(ProcessorStateException.class);
        BeforeCommit commit = context.getStateStore(ForecastTopology.BEFORE_COMMIT);
        assertThatThrownBy(commit::flushCache).hasMessageContaining("half-way");
    }

    private static StoreBuilder<TimestampedKeyValueStore<byte[], byte[]>> seriesStore() {
        return Stores.timestampedKeyValueStoreBuilder(
                new KeyValueBytesStoreSupplier() {
                    @Override
                    public String name() {
                        return ForecastTopology.SERIES_STORE;
                    }

                    @Override
                    public KeyValueStore<Bytes, byte[]> get() {
                        return new Unreadable();
                    }

                    @Override
                    public String metricsScope() {
                        return "damaged";
                    }
                },
                Serdes.ByteArray(),
                Serdes.ByteArray());
    }

    private static void add(MockProcessorContext<byte[], byte[]> context, StoreBuilder<? extends StateStore> builder) {
        StateStore store = builder.withLoggingDisabled().withCachingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    private static final class Unreadable extends InMemoryKeyValueStore {

        private Unreadable() {
            super(ForecastTopology.SERIES_STORE);
        }

        @Override
        public byte[] get(Bytes key) {
            throw new ProcessorStateException("block checksum mismatch");
        }
    }
}
