package io.streamgauge.faults;

import io.streamgauge.app.Product;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.SeededSuccessions;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The one writer of weights: versions and the pointer to the one in charge, each pair in one transaction. */
final class Generations implements AutoCloseable {

    private final TopologyConfig topology;
    private final ModelTask task;
    private final KafkaProducer<byte[], byte[]> producer;
    /** SHA-256 of version i + 1. */
    private final List<String> checksums = new ArrayList<>();

    private long generation;

    Generations(Map<String, Object> client, TopologyConfig topology) {
        this.topology = topology;
        task = Product.task(topology);
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("transactional.id", topology.name() + "-weights");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** A new version takes charge; of log lines it knows one template more than the last one. */
    void publish() {
        long version = checksums.size() + 1;
        WeightsRecord record = new WeightsRecord(
                new ModelInfo(generation + 1, version, 1, 1, 1, 1, 1, 1, 1),
                Initializer.initialize(task.network(), version),
                task);
        byte[] weights = (topology.categories().isOn() ? withCategories(record, version) : record).encode();
        checksums.add(WeightsRecord.sha256(weights));
        producer.beginTransaction();
        send(WeightsRecord.key(topology.model(), version), weights);
        point(version);
        producer.commitTransaction();
    }

    private static WeightsRecord withCategories(WeightsRecord record, long version) {
        List<String> known = LogLines.TEMPLATES.subList(0, (int) Math.min(version, LogLines.TEMPLATES.size()));
        return record.withVocabulary(known).withSuccessions(SeededSuccessions.of(known.size() + 1, version));
    }

    /** An older version takes charge again, as a new generation. */
    void rollBackTo(long version) {
        producer.beginTransaction();
        point(version);
        producer.commitTransaction();
    }

    private void point(long version) {
        generation++;
        String checksum = checksums.get((int) version - 1);
        send(WeightsRecord.championKey(topology.model()), new ChampionPointer(generation, version, checksum).encode());
    }

    private void send(String key, byte[] value) {
        producer.send(
                new ProducerRecord<>(topology.topicNames().weights(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    @Override
    public void close() {
        producer.close();
    }
}
