package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.ForecastTopology;
import io.streamgauge.stream.StreamInputs;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.RejectedEventException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** The applications that the forecaster is compared with: as much reading and writing, and no computing between. */
final class LoadTopology {

    private static final String EVENTS = "events";
    private static final String STEP = "step";
    private static final String FORECASTS = "forecasts";
    private static final String WINDOWS = "windows";

    private LoadTopology() {}

    /** Events are written as they came. */
    static Topology pass(TopologyConfig topology, LongAdder count) {
        Topology built = source(topology);
        built.addProcessor(STEP, () -> new Pass(count), EVENTS);
        sink(built, FORECASTS, topology.topicNames().forecasts());
        return built;
    }

    /** Events are read, and what the forecaster would write of them is taken from a payload. */
    static Topology empty(TopologyConfig topology, RuntimeConfig runtime, LongAdder count) {
        LoadPayload payload = new LoadPayload(topology);
        Topology built = source(topology);
        built.addProcessor(STEP, () -> new EmptyStep(topology, payload, count), EVENTS);
        built.addStateStore(ForecastTopology.keyStore(ForecastTopology.SERIES_STORE, runtime.store()), STEP);
        sink(built, FORECASTS, topology.topicNames().forecasts());
        sink(built, WINDOWS, topology.topicNames().windows());
        return built;
    }

    private static void sink(Topology built, String name, String topic) {
        built.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), STEP);
    }

    private static Topology source(TopologyConfig topology) {
        Topology built = new Topology();
        ByteArrayDeserializer read = new ByteArrayDeserializer();
        built.addSource(
                AutoOffsetReset.earliest(),
                EVENTS,
                new WallclockTimestampExtractor(),
                read,
                read,
                topology.source().topic());
        return built;
    }

    private static final class Pass extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

        private final LongAdder count;

        Pass(LongAdder count) {
            this.count = count;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            context().forward(record);
            count.increment();
        }
    }

    private static final class EmptyStep extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

        private final KeyReader keys;
        private final EventReader events;
        private final LoadPayload payload;
        private final LongAdder count;
        private long steps;

        @SuppressWarnings("NullAway.Init") // set by init(), which Kafka Streams calls first
        private TimestampedKeyValueStore<byte[], byte[]> states;

        EmptyStep(TopologyConfig topology, LoadPayload payload, LongAdder count) {
            this.payload = payload;
            this.count = count;
            keys = new KeyReader(topology.limits().maxKeyBytes());
            events = new EventReader(
                    StreamInputs.layout(topology),
                    topology.intake().duplicateId(),
                    topology.limits().maxEventBytes());
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            super.init(context);
            states = context.getStateStore(ForecastTopology.SERIES_STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            try {
                keys.read(record.key());
                events.read(record.value());
            } catch (RejectedEventException e) {
                throw new IllegalStateException("an event of our own was refused: " + e.getMessage(), e);
            }
            long now = context().currentSystemTimeMs();
            states.get(record.key());
            states.put(record.key(), ValueAndTimestamp.make(payload.state(steps), now));
            context().forward(new Record<>(record.key(), payload.forecast(steps), now), FORECASTS);
            for (byte[] window : payload.windows(steps)) {
                context().forward(new Record<>(record.key(), window, now), WINDOWS);
            }
            steps++;
            count.increment();
        }
    }
}
