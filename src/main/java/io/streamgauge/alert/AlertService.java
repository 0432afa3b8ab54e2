package io.streamgauge.alert;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopicNames;
import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.WireFormatException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route from the anomalies topic to one sink.
 *
 * <p>At least once: the offset is committed when the sink has taken the changes; until then they are tried again, at
 * growing intervals. What is open is read from the episodes topic at a start and whenever partitions come in, so that a
 * sink that repeats open alerts goes on after a restart. Several processes share the partitions.
 */
public final class AlertService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertService.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final AlertSink sink;
    private final TopicNames topics;
    private final Map<String, Object> settings;
    private final Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers;
    private final OpenEpisodes open = new OpenEpisodes();
    private final Thread thread;
    private volatile boolean closed;
    /** Whether changes wait for the sink: nothing may be read meanwhile. */
    private boolean waiting;

    /** A route that has not started. */
    public AlertService(AlertSink sink, TopicNames topics, RuntimeConfig runtime) {
        this(
                sink,
                topics,
                runtime.consumer(),
                own -> new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * @param consumers makes a consumer of its settings
     */
    AlertService(
            AlertSink sink,
            TopicNames topics,
            Map<String, Object> consumerSettings,
            Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers) {
        this.sink = sink;
        this.topics = topics;
        this.consumers = consumers;
        settings = new HashMap<>(consumerSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        thread = new Thread(this::run, "alert-" + sink.name());
    }

    public void start() {
        thread.start();
    }

    private void run() {
        Duration wait = FIRST_WAIT;
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = consumer(topics.name() + "-alert-" + sink.name())) {
                consumer.subscribe(List.of(topics.anomalies()), new Partitions(consumer));
                while (!closed) {
                    round(consumer);
                    wait = FIRST_WAIT;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // Brokers that are away, a group that has moved on: what was not committed is read again.
                LOG.warn("Route to {} begins again: {}", sink.name(), e.getMessage());
                wait = pause(wait);
            }
        }
    }

    private Consumer<byte[], byte[]> consumer(String group) {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return consumers.apply(own);
    }

    /** Takes what has come and delivers it. */
    private void round(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        List<EpisodeRecord> changes = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                EpisodeRecord change = EpisodeRecord.read(record.value());
                open.apply(record.partition(), change);
                changes.add(change);
            } catch (WireFormatException e) {
                LOG.warn("Anomaly at {}-{} left aside: {}", record.partition(), record.offset(), e.getMessage());
            }
        }
        boolean delivered = changes.isEmpty() && !sink.isDue() || deliver(consumer, changes);
        if (delivered && !records.isEmpty()) {
            consumer.commitSync();
        }
    }

    /** Tells whether the sink has taken the changes; if not, this route is closing. */
    private boolean deliver(Consumer<byte[], byte[]> consumer, List<EpisodeRecord> changes)
            throws InterruptedException {
        Duration wait = FIRST_WAIT;
        while (!closed) {
            try {
                sink.deliver(changes, open.all());
                return true;
            } catch (IOException e) {
                LOG.warn("{} takes no alerts, tried again in {} ms: {}", sink.name(), wait.toMillis(), reason(e));
                stayInGroup(consumer, wait);
                wait = longer(wait);
            }
        }
        return false;
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /**
     * Waits without taking records, yet as a living member of the group. Partitions that come in meanwhile are paused as
     * they come: what was read of them here would be committed with the rest, and never delivered.
     */
    private void stayInGroup(Consumer<byte[], byte[]> consumer, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        waiting = true;
        try {
            consumer.pause(consumer.assignment());
            while (!closed && System.nanoTime() < end) {
                consumer.poll(POLL);
            }
            consumer.resume(consumer.assignment());
        } finally {
            waiting = false;
        }
    }

    private static Duration longer(Duration wait) {
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    }

    private Duration pause(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (!closed && System.nanoTime() < end) {
                Thread.sleep(POLL.toMillis());
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
        return longer(wait);
    }

    /** Loads what is open in partitions that come in, forgets it of those that go. */
    private final class Partitions implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        private Partitions(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (assigned.isEmpty()) {
                return;
            }
            if (waiting) {
                consumer.pause(assigned);
            }
            // Where there is nothing committed, reading begins here, and what opened before is in the scan. From now on
            // no change is missed, even if this route ends before it has delivered one.
            consumer.commitSync(assigned.stream()
                    .collect(Collectors.toMap(
                            Function.identity(), partition -> new OffsetAndMetadata(consumer.position(partition)))));
            Set<Integer> numbers =
                    assigned.stream().map(TopicPartition::partition).collect(Collectors.toSet());
            try (Consumer<byte[], byte[]> scan = consumers.apply(settings)) {
                EpisodeScan.read(scan, topics.episodes(), numbers, open::apply);
            }
            LOG.info(
                    "Route to {} goes on with {} open alerts",
                    sink.name(),
                    open.all().size());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            open.forget(revoked.stream().map(TopicPartition::partition).collect(Collectors.toSet()));
        }
    }

    @Override
    public void close() {
        // Not by an interrupt: the consumer would not leave its group, and the next one wait for it.
        closed = true;
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
