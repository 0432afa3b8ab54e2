package io.streamgauge.trainer;

import io.streamgauge.config.TopicNames;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own clients, with the settings that a trainer depends on. */
public final class KafkaTrainerClients implements TrainerClients {

    /** Checkpoints of large networks pass. */
    static final int LARGEST_REQUEST = 32 << 20;

    private final Map<String, Object> consumerProperties;
    private final Map<String, Object> producerProperties;

    /**
     * @param consumer Kafka's consumer properties: brokers, security
     * @param producer Kafka's producer properties
     */
    public KafkaTrainerClients(TopicNames topics, Map<String, Object> consumer, Map<String, Object> producer) {
        consumerProperties = new HashMap<>(consumer);
        consumerProperties.put(ConsumerConfig.GROUP_ID_CONFIG, topics.trainerGroup());
        consumerProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumerProperties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumerProperties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        producerProperties = new HashMap<>(producer);
        producerProperties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.trainerGroup());
        producerProperties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(consumerProperties, bytes, bytes);
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(producerProperties, bytes, bytes);
    }
}
