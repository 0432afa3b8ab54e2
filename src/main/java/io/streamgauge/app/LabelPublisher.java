package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.http.LabelSink;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A writer of labels to a stream's labels topic; the topic stays as the record of who said what. */
final class LabelPublisher implements LabelSink, AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final int maxKeyBytes;
    private final boolean outcomes;

    LabelPublisher(TopologyConfig topology, RuntimeConfig runtime) {
        Map<String, Object> properties = new HashMap<>(runtime.producer());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        topic = topology.topicNames().labels();
        maxKeyBytes = topology.limits().maxKeyBytes();
        outcomes = topology.outcomes().isOn();
    }

    /**
     * Writes a label and waits until the brokers have it.
     *
     * @throws UserError if the key is none or the stream has no outcome to be labelled, or the brokers refuse
     */
    RecordMetadata publish(String key, LabelRecord label) {
        try {
            return send(key, label);
        } catch (RejectedEventException e) {
            String option = e.reason() == Rejection.INVALID_LABEL ? "--as: " : "--key: ";
            throw new UserError(option + e.detail(), e);
        }
    }

    @Override
    public void give(String key, byte[] label) throws RejectedEventException {
        send(key, LabelRecord.read(label));
    }

    private RecordMetadata send(String key, LabelRecord label) throws RejectedEventException {
        if (label.label().isOfOutcome() && !outcomes) {
            throw new RejectedEventException(
                    Rejection.INVALID_LABEL,
                    "found '" + label.word() + "', expected another: the topology file has no outcome.within");
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        new KeyReader(maxKeyBytes).read(bytes);
        try {
            return producer.send(new ProducerRecord<>(topic, bytes, label.encode()))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new UserError("the label could not be written to " + topic + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
