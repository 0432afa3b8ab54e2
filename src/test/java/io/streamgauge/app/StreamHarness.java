package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with the topics of small streams, for tests that run the real thing; embedded unless it is said otherwise. */
final class StreamHarness implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final long READ_PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
    /** More than the largest record that a test sends. */
    private static final int LARGEST_REQUEST = 24 << 20;

    private final String bootstrapServers;
    private final Closing broker;

    /** What ends the broker. */
    interface Closing {
        void close();
    }

    StreamHarness(Path dir) {
        this(EmbeddedBroker.start(dir, 0));
    }

    private StreamHarness(EmbeddedBroker embedded) {
        this(embedded.bootstrapServers(), embedded::close);
    }

    /** The same on a broker that somebody else has started. */
    StreamHarness(String bootstrapServers, Closing broker) {
        this.bootstrapServers = bootstrapServers;
        this.broker = broker;
    }

    /** A topology with a network of a few units, whose topics are there. */
    TopologyConfig stream(String name, Map<String, String> more) {
        TopologyConfig topology = TopologyConfig.load(null, settings(name, more));
        try (TopicAdmin admin = new TopicAdmin(client())) {
            admin.createMissing(StreamTopics.of(topology));
        }
        return topology;
    }

    private static Map<String, String> settings(String name, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", name);
        settings.put("model", "m");
        settings.put("partitions", "2");
        settings.put("horizons", "1,2");
        settings.put("network.hidden", "4");
        settings.put("windows.steps", "4");
        settings.put("windows.stride", "2");
        settings.put("trainer.block", "4");
        settings.put("trainer.batch", "4");
        settings.put("trainer.updates", "4");
        settings.put("trainer.replay", "10");
        settings.put("trainer.margin", "0.9");
        settings.put("trainer.learning-rate", "0.02");
        settings.put("audit", "true");
        settings.putAll(more);
        return settings;
    }

    /** The options that lead a command to this broker and to the topology of that name. */
    List<String> options(Path folder, String name, Map<String, String> more) {
        try {
            Path file = Files.writeString(folder.resolve(name + ".yaml"), "name: " + name + "\n");
            List<String> options = new ArrayList<>(List.of("--topology", file.toString()));
            settings(name, more).forEach((key, value) -> {
                if (!key.equals("name")) {
                    options.addAll(List.of("--set", key + "=" + value));
                }
            });
            options.addAll(List.of("--set", "bootstrap.servers=" + bootstrapServers));
            return options;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RuntimeConfig runtime(Path stateDir) {
        return runtime(stateDir, Map.of());
    }

    RuntimeConfig runtime(Path stateDir, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("state.dir", stateDir.toString());
        settings.put("commit.interval.ms", "50");
        return RuntimeConfig.load(null, settings);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    /** Sends in one transaction, so that the last offset of every partition is a marker and no record. */
    void send(List<ProducerRecord<byte[], byte[]>> records) {
        transaction(records, true);
    }

    /** Sends in a transaction that is aborted. */
    void sendInVain(List<ProducerRecord<byte[], byte[]>> records) {
        transaction(records, false);
    }

    private void transaction(List<ProducerRecord<byte[], byte[]>> records, boolean commit) {
        Map<String, Object> properties = new HashMap<>(client());
        // The same one for all: a transaction then begins only after the markers of the one before have been written,
        // which commitTransaction() does not wait for. So the offsets of what is sent are the same each time.
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "harness");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            records.forEach(producer::send);
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.flush();
                producer.abortTransaction();
            }
        }
    }

    /** All committed records of a topic, partition by partition in their order. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> properties = new HashMap<>(client());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + READ_PATIENCE_NANOS;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("reading " + topic + " takes too long");
                }
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        broker.close();
    }
}
