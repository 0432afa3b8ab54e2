package io.streamgauge.app;

import io.streamgauge.config.Format;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.StreamInputs;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A writer of events to a stream's source topic.
 *
 * <p>The event time stands in the event; the record's own timestamp is the clock's, so that a topic's retention does not
 * take away what happened years ago.
 */
final class EventPublisher implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final Function<SourceEvent, byte[]> writer;
    private final String topic;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    EventPublisher(TopologyConfig topology, RuntimeConfig runtime) {
        this(topology, runtime, json(topology));
    }

    /** @param writer of events in the format that the topology expects */
    EventPublisher(TopologyConfig topology, RuntimeConfig runtime, Function<SourceEvent, byte[]> writer) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putAll(runtime.producer());
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        this.writer = writer;
        topic = topology.source().topic();
    }

    private static Function<SourceEvent, byte[]> json(TopologyConfig topology) {
        requireJson(topology);
        return new EventWriter(StreamInputs.layout(topology))::write;
    }

    /** Refuses a topology that expects events in another format than they are published in. */
    static void requireJson(TopologyConfig topology) {
        Format format = topology.reading().format();
        if (format != Format.JSON) {
            throw new UserError("format is " + format.text() + ", expected json, in which events are published here");
        }
    }

    void send(SourceEvent event) {
        send(event.key(), writer.apply(event));
    }

    /** Sends an event whose bytes are known. */
    void send(String key, byte[] event) {
        requireDelivery();
        producer.send(
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), event),
                (metadata, problem) -> failure.compareAndSet(null, problem));
    }

    /** Waits until everything sent has been taken in by the broker. */
    void flush() {
        producer.flush();
        requireDelivery();
    }

    private void requireDelivery() {
        Exception problem = failure.get();
        if (problem != null) {
            throw new UserError("an event could not be written to " + topic + ": " + problem.getMessage(), problem);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
