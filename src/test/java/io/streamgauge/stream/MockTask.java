package io.streamgauge.stream;

import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.app.Product;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.LabelRecord;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.jspecify.annotations.Nullable;

/** One task without Kafka Streams: it commits when it is told to, not after every record as Kafka's test driver does. */
final class MockTask {

    final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>(
            new Properties(), new TaskId(0, 0), Path.of("").toFile());
    final TimestampedKeyValueStore<byte[], byte[]> series;
    private final BeforeCommit beforeCommit;
    private final ForecastProcessor forecasts;
    private final LabelProcessor labels;
    private long offset;

    /** @param silences where silences are stored */
    MockTask(Map<String, String> settings, CacheRoom room, KeyValueBytesStoreSupplier silences) {
        beforeCommit = keep(BeforeCommit.builder(ForecastTopology.BEFORE_COMMIT));
        series = keep(Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.SERIES_STORE), Serdes.ByteArray(), Serdes.ByteArray()));
        keep(Stores.keyValueStoreBuilder(silences, Serdes.ByteArray(), Serdes.Long()));
        keep(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.START_STORE), Serdes.Integer(), Serdes.Long()));
        ForecastServices services =
                Product.services(TopologyConfig.load(null, settings)).with(room);
        TaskSilences shared = new TaskSilences();
        forecasts = new ForecastProcessor(services, shared);
        labels = new LabelProcessor(services, shared);
        begin();
    }

    private <S extends StateStore> S keep(StoreBuilder<S> builder) {
        S store = builder.withLoggingDisabled().withCachingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return store;
    }

    private void begin() {
        at(TestStream.NOW);
        forecasts.init(context);
        labels.init(context);
    }

    /** Ends it as an aborted transaction does, and begins it on its stores. */
    void revive() {
        forecasts.close();
        labels.close();
        begin();
    }

    /** Sets the clock. */
    void at(long millis) {
        context.setRecordMetadata("source", 0, offset);
        context.setCurrentSystemTimeMs(millis);
    }

    /** Takes in a record of the source. */
    void event(String key, byte @Nullable [] value) {
        context.setRecordMetadata("source", 0, offset++);
        forecasts.process(new Record<byte[], byte @Nullable []>(TestStream.bytes(key), value, 0));
    }

    /** Takes in an event that is {@code minute} minutes after the beginning. */
    void event(String key, int minute) {
        event(key, TestStream.json(TestStream.BEGIN + minute * TestStream.MINUTE, TestStream.calm(minute)));
    }

    /** Takes in what somebody says of the minutes from one to another. */
    void label(String key, int from, int to, LabelKind kind) {
        LabelRecord label = new LabelRecord(
                TestStream.BEGIN + from * TestStream.MINUTE, TestStream.BEGIN + to * TestStream.MINUTE, kind, "tester");
        labels.process(new Record<>(TestStream.bytes(key), label.encode(), 0));
    }

    /** Calls everything that is scheduled. */
    void punctuate(long now) {
        at(now);
        context.scheduledPunctuators().stream()
                .filter(scheduled -> !scheduled.cancelled())
                .forEach(scheduled -> scheduled.getPunctuator().punctuate(now));
    }

    void commit() {
        beforeCommit.flushCache();
    }
}
