package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.Product;
import io.streamgauge.config.TopologyConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** A task that starts again on its stores finds the keys that have stopped meanwhile, though nothing more arrives. */
class RestartTest {

    private static final int EVENTS = 100;
    private static final int DOWN = 30;

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>(
            new Properties(), new TaskId(0, 0), Path.of("").toFile());
    private final TopologyConfig topology =
            TopologyConfig.load(null, Map.of("name", "t", "horizons", "1", "anomaly.warm-up", "20"));

    private ForecastProcessor started(long committed, long end) {
        ForecastServices plain = Product.services(topology);
        Backlog backlog = (partition, next) -> end == (next == Backlog.COMMITTED ? committed : next);
        ForecastProcessor processor = new ForecastProcessor(
                new ForecastServices(topology, plain.monitor(), plain.models(), plain.metrics(), Map.of(0, 0L), backlog)
                        .with(new CacheRoom(0)),
                new TaskSilences());
        processor.init(context);
        return processor;
    }

    @Test
    void shouldFindByTheClockAloneThatAllKeysHaveStopped() {
        keepStores();
        ForecastProcessor before = started(0, EVENTS);
        for (int minute = 0; minute < EVENTS; minute++) {
            context.setRecordMetadata("source", 0, minute);
            context.setCurrentSystemTimeMs(TestStream.BEGIN + minute * TestStream.MINUTE);
            before.process(new Record<>(TestStream.bytes("k"), event(minute), 0));
        }
        before.close();
        context.resetForwards();
        List<MockProcessorContext.CapturedPunctuator> old = List.copyOf(context.scheduledPunctuators());
        long restart = TestStream.BEGIN + (EVENTS + DOWN) * TestStream.MINUTE;
        context.setCurrentSystemTimeMs(restart);
        started(EVENTS, EVENTS);
        followClock(old, restart);
        assertThat(silences()).as("at once").isZero();
        followClock(old, restart + 5 * TestStream.MINUTE);
        assertThat(silences()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeWhatWaitsToBeReadForASilence() {
        keepStores();
        started(EVENTS - 10, EVENTS);
        followClock(List.of(), TestStream.BEGIN + 1_000 * TestStream.MINUTE);
        assertThat(silences()).isZero();
    }

    private void followClock(List<MockProcessorContext.CapturedPunctuator> old, long now) {
        context.scheduledPunctuators().stream()
                .filter(scheduled -> !old.contains(scheduled))
                .forEach(scheduled -> scheduled.getPunctuator().punctuate(now));
    }

    private long silences() {
        return context.forwarded().stream()
                .filter(forward -> forward.childName().orElseThrow().equals(ForecastTopology.ANOMALIES))
                .filter(forward -> TestStream.text(forward.record().value()).contains("\"kind\":\"silence\""))
                .count();
    }

    private static byte[] event(int minute) {
        return TestStream.json(TestStream.BEGIN + minute * TestStream.MINUTE, TestStream.calm(minute));
    }

    private void keepStores() {
        keep(Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.SERIES_STORE), Serdes.ByteArray(), Serdes.ByteArray()));
        keep(BeforeCommit.builder(ForecastTopology.BEFORE_COMMIT));
        keep(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.SILENCE_STORE), Serdes.ByteArray(), Serdes.Long()));
        keep(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.START_STORE), Serdes.Integer(), Serdes.Long()));
    }

    private <S extends StateStore> void keep(StoreBuilder<S> builder) {
        S store = builder.withLoggingDisabled().withCachingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }
}
