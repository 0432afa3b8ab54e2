package io.streamgauge.faults;

import io.streamgauge.app.Product;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.BeforeCommit;
import io.streamgauge.stream.CacheRoom;
import io.streamgauge.stream.ForecastProcessors;
import io.streamgauge.stream.ForecastServices;
import io.streamgauge.stream.ForecastTopology;
import io.streamgauge.stream.ModelHolder;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/**
 * What should have come out: the product's own processor over plain maps, one event after the other, with nothing that can
 * fail, be fenced or start again. Silence is found by the clock too, which no replay can repeat: the trials switch it off.
 *
 * <p>Which weights an event met is a matter of timing, so that is taken from the record; what follows from it is not. One
 * processor per generation, all on the same stores.
 */
final class Oracle {

    private final TopologyConfig topology;
    private final MockProcessorContext<byte[], byte[]> context;
    private final TimestampedKeyValueStore<byte[], byte[]> series;
    private final Map<Long, List<Processor<byte[], byte[], byte[], byte[]>>> processors = new HashMap<>();
    private final Map<Long, ChampionPointer> champions = new HashMap<>();
    private final Map<String, byte[]> versions = new HashMap<>();

    /**
     * @param weights the committed records of the weights topic
     */
    Oracle(TopologyConfig topology, List<ConsumerRecord<byte[], byte[]>> weights) {
        this.topology = topology;
        context = new MockProcessorContext<>(
                new Properties(), new TaskId(0, 0), Path.of("").toFile());
        series = keep(Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.SERIES_STORE), Serdes.ByteArray(), Serdes.ByteArray()));
        keep(BeforeCommit.builder(ForecastTopology.BEFORE_COMMIT));
        keep(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.SILENCE_STORE), Serdes.ByteArray(), Serdes.Long()));
        keep(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.START_STORE), Serdes.Integer(), Serdes.Long()));
        keep(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(ForecastTopology.BUCKET_STORE), Serdes.ByteArray(), Serdes.ByteArray()));
        weights.forEach(this::remember);
    }

    private <S extends StateStore> S keep(StoreBuilder<S> builder) {
        S store = builder.withLoggingDisabled().withCachingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return store;
    }

    private void remember(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!key.equals(WeightsRecord.championKey(topology.model()))) {
            versions.put(key, record.value());
            return;
        }
        try {
            ChampionPointer pointer = ChampionPointer.decode(record.value());
            champions.put(pointer.generation(), pointer);
        } catch (WireFormatException e) {
            throw new IllegalArgumentException("weights record at offset " + record.offset(), e);
        }
    }

    /**
     * The outputs of one event, which changes its key's state.
     *
     * @param generation the weights that it met
     */
    List<Output> step(ConsumerRecord<byte[], byte[]> event, long generation) {
        context.setRecordMetadata(event.topic(), event.partition(), event.offset());
        context.setCurrentSystemTimeMs(event.timestamp());
        List<Output> outputs = new ArrayList<>();
        List<Record<byte[], byte[]>> records =
                List.of(new Record<>(event.key(), event.value(), event.timestamp(), event.headers()));
        for (Processor<byte[], byte[], byte[], byte[]> processor :
                processors.computeIfAbsent(generation, this::processors)) {
            List<Record<byte[], byte[]>> next = new ArrayList<>();
            for (Record<byte[], byte[]> record : records) {
                context.resetForwards();
                processor.process(record);
                take(event, next, outputs);
            }
            records = next;
        }
        return outputs;
    }

    private void take(ConsumerRecord<byte[], byte[]> event, List<Record<byte[], byte[]>> next, List<Output> outputs) {
        for (MockProcessorContext.CapturedForward<? extends byte[], ? extends byte[]> forward : context.forwarded()) {
            Record<? extends byte[], ? extends byte[]> record = forward.record();
            if (forward.childName().orElseThrow().equals(ForecastProcessors.next())) {
                next.add(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
                continue;
            }
            Sink sink = Sink.ofNode(forward.childName().orElseThrow());
            int partition = sink.isCoPartitioned() ? event.partition() : 0;
            outputs.add(Output.of(sink, partition, record.key(), record.value(), record.headers()));
        }
    }

    private List<Processor<byte[], byte[], byte[], byte[]>> processors(long generation) {
        // Several processors share the stores: none may keep a key for itself.
        ForecastServices services = Product.services(topology).with(new CacheRoom(0));
        ModelHolder models = services.models();
        if (generation > 0) {
            ChampionPointer pointer = champions.get(generation);
            if (pointer == null) {
                throw new IllegalArgumentException(
                        "generation " + generation + " is not on the weights topic, which has " + champions.keySet());
            }
            String key = WeightsRecord.key(topology.model(), pointer.version());
            models.offer(key, versions.get(key));
            models.offer(WeightsRecord.championKey(topology.model()), pointer.encode());
        }
        List<Processor<byte[], byte[], byte[], byte[]>> processors =
                topology.buckets().isOn()
                        ? ForecastProcessors.ofRaw(services)
                        : List.of(ForecastProcessors.of(services));
        processors.forEach(processor -> processor.init(context));
        return processors;
    }

    /** Every key's state after the last event. */
    Map<ByteBuffer, ByteBuffer> states() {
        Map<ByteBuffer, ByteBuffer> states = new HashMap<>();
        try (KeyValueIterator<byte[], ValueAndTimestamp<byte[]>> entries = series.all()) {
            while (entries.hasNext()) {
                KeyValue<byte[], ValueAndTimestamp<byte[]>> entry = entries.next();
                states.put(ByteBuffer.wrap(entry.key), ByteBuffer.wrap(entry.value.value()));
            }
        }
        return states;
    }
}
