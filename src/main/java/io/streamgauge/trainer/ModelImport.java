package io.streamgauge.trainer;

import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelOrigin;
import io.streamgauge.wire.WeightsRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Weights from elsewhere as the next version and champion of a stream, in one transaction.
 *
 * <p>It writes under the trainer's transactional id: weights have one writer, so a trainer that is running is fenced off
 * and ends. The next one learns on from the imported weights.
 */
public final class ModelImport {

    private static final String BY = "import";

    private final TrainerSpec spec;
    private final Map<String, Object> consumerProperties;
    private final Map<String, Object> producerProperties;

    /**
     * @param consumer Kafka's consumer properties: brokers, security
     * @param producer Kafka's producer properties
     */
    public ModelImport(TrainerSpec spec, Map<String, Object> consumer, Map<String, Object> producer) {
        this.spec = spec;
        consumerProperties = new HashMap<>(consumer);
        consumerProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        producerProperties = new HashMap<>(producer);
        producerProperties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, spec.topics().trainerGroup());
        producerProperties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * WeightsRecord.MAX_BYTES);
    }

    /** Publishes the weights under the next generation and version; gives these. */
    public ModelInfo publish(WeightsRecord weights) {
        ByteArrayDeserializer read = new ByteArrayDeserializer();
        ByteArraySerializer write = new ByteArraySerializer();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(producerProperties, write, write);
                Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerProperties, read, read)) {
            // First of all, so that nobody takes the same numbers between reading and writing.
            producer.initTransactions();
            PublishedVersions taken = new PublishedVersions(spec);
            TopicPartition partition = new TopicPartition(spec.topics().weights(), 0);
            TopicScan.read(consumer, partition, 0, Long.MAX_VALUE, taken::take);
            ChampionPointer before = taken.pointer();
            long parent = before == null ? 0 : before.version();
            ModelOrigin origin =
                    new ModelOrigin(parent, 0, 0, 0, 0, 0, weights.origin().seed(), spec.configHash(), BY);
            WeightsRecord next = weights.numbered(taken.generation() + 1, taken.version() + 1)
                    .withOrigin(origin);
            producer.beginTransaction();
            WeightsTopic topic = new WeightsTopic(spec, producer);
            String hash = topic.send(next);
            topic.send(new ChampionPointer(
                    next.info().generation(),
                    next.info().version(),
                    hash,
                    BY,
                    taken.shelf().fallbackOf(next.info().version(), parent)));
            producer.commitTransaction();
            return next.info();
        }
    }
}
