package io.streamgauge.trainer;

import io.streamgauge.metrics.TrainerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sidecar trainer: runs sessions until it is stopped, a new one after every failure of the brokers, and ends for good
 * if another trainer takes over.
 */
public final class TrainerService implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrainerService.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    /** Checkpoints of large networks pass. */
    private static final int LARGEST_REQUEST = 32 << 20;

    private final TrainerSpec spec;
    private final Map<String, Object> consumerProperties;
    private final Map<String, Object> producerProperties;
    private final TrainerMetrics metrics;
    private final TrainerProgress progress;
    private final Clock clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param consumer Kafka's consumer properties: brokers, security
     * @param producer Kafka's producer properties
     */
    public TrainerService(
            TrainerSpec spec,
            Map<String, Object> consumer,
            Map<String, Object> producer,
            TrainerMetrics metrics,
            TrainerProgress progress,
            Clock clock) {
        this.spec = spec;
        consumerProperties = new HashMap<>(consumer);
        consumerProperties.put(ConsumerConfig.GROUP_ID_CONFIG, spec.topics().trainerGroup());
        consumerProperties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumerProperties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumerProperties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        producerProperties = new HashMap<>(producer);
        producerProperties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, spec.topics().trainerGroup());
        producerProperties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        this.metrics = metrics;
        this.progress = progress;
        this.clock = clock;
    }

    /** Trains until {@link #close}. */
    @Override
    public void run() {
        try {
            while (isRunning()) {
                runSession();
            }
        } finally {
            stopped.countDown();
        }
    }

    private void runSession() {
        ByteArrayDeserializer read = new ByteArrayDeserializer();
        ByteArraySerializer write = new ByteArraySerializer();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerProperties, read, read);
                Producer<byte[], byte[]> producer = new KafkaProducer<>(producerProperties, write, write)) {
            new TrainerSession(spec, consumer, producer, metrics, progress, clock).run(this::isRunning);
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new TrainerFencedException(spec.topics().name(), e);
        } catch (KafkaException e) {
            if (isRunning()) {
                LOG.warn("Training starts again from the last checkpoint: {}", e.getMessage());
                pause();
            }
        }
    }

    private boolean isRunning() {
        return stopping.getCount() > 0;
    }

    private void pause() {
        try {
            if (stopping.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Stopped while waiting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    /** Stops after the transaction in progress and waits for it. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            if (!stopped.await(CLOSE_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Trainer did not stop within {} s", CLOSE_PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
