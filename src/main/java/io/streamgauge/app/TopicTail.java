package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopicNames;
import io.streamgauge.wire.EpisodeReader;
import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader of an output topic that sees what is committed and nothing else, and hands it on in the topic's order.
 *
 * <p>On a thread of its own; starts so many records before the topic's end and follows it from there.
 */
final class TopicTail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Who is told of every record, on the tail's thread. */
    private interface Listener {
        /** Takes in a record; one that it cannot read is logged and left aside. */
        void accept(ConsumerRecord<byte[], byte[]> record) throws WireFormatException;
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final long recordsBefore;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * A reader of the forecasts.
     *
     * @param recordsBefore records of each partition to begin with
     * @param listener called on the tail's thread
     */
    static TopicTail ofForecasts(
            RuntimeConfig runtime, TopicNames topics, long recordsBefore, Consumer<ForecastRecord> listener) {
        return new TopicTail(
                runtime,
                topics.forecasts(),
                recordsBefore,
                record -> listener.accept(ForecastReader.read(value(record))));
    }

    /**
     * A reader of the open episodes, from the first one that is left on the compacted topic.
     *
     * @param listener called on the tail's thread with a key and the episodes that it has open, if any
     */
    static TopicTail ofOpenEpisodes(
            RuntimeConfig runtime, TopicNames topics, BiConsumer<String, List<EpisodeRecord>> listener) {
        return new TopicTail(runtime, topics.episodes(), Long.MAX_VALUE >> 1, record -> {
            byte @Nullable [] value = record.value();
            listener.accept(key(record), value == null ? List.of() : EpisodeReader.readOpen(value));
        });
    }

    /** A reader of what changes of the episodes; parameters as for the forecasts. */
    static TopicTail ofEpisodeChanges(
            RuntimeConfig runtime, TopicNames topics, long recordsBefore, Consumer<EpisodeRecord> listener) {
        return new TopicTail(
                runtime,
                topics.anomalies(),
                recordsBefore,
                record -> listener.accept(EpisodeReader.read(value(record))));
    }

    /** A reader of the labels; parameters as for the forecasts. */
    static TopicTail ofLabels(
            RuntimeConfig runtime, TopicNames topics, long recordsBefore, BiConsumer<String, LabelRecord> listener) {
        return new TopicTail(runtime, topics.labels(), recordsBefore, record -> {
            try {
                listener.accept(key(record), LabelRecord.read(record.value()));
            } catch (RejectedEventException e) {
                throw new WireFormatException(e.detail(), e);
            }
        });
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) throws WireFormatException {
        byte @Nullable [] key = record.key();
        if (key == null) {
            throw new WireFormatException("the record has no key");
        }
        return new String(key, StandardCharsets.UTF_8);
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) throws WireFormatException {
        byte @Nullable [] value = record.value();
        if (value == null) {
            throw new WireFormatException("the record has no value");
        }
        return value;
    }

    private TopicTail(RuntimeConfig runtime, String topic, long recordsBefore, Listener listener) {
        Map<String, Object> properties = new HashMap<>(runtime.consumer());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.topic = topic;
        this.recordsBefore = recordsBefore;
        this.listener = listener;
        thread = new Thread(this::follow, topic + "-tail");
    }

    void start() {
        thread.start();
    }

    private void follow() {
        try (consumer) {
            place();
            while (!closing) {
                consumer.poll(POLL).forEach(this::hand);
            }
        } catch (WakeupException e) {
            LOG.debug("Tail of {} closed", topic);
        } catch (KafkaException e) {
            LOG.error("Reading {} stopped, the page stands still: {}", topic, e.getMessage());
        }
    }

    private void hand(ConsumerRecord<byte[], byte[]> record) {
        try {
            listener.accept(record);
        } catch (WireFormatException e) {
            LOG.warn(
                    "Record at {}-{} offset {} left aside: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private void place() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long from = ends.getOrDefault(partition, 0L) - recordsBefore;
            consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), from));
        }
    }

    @Override
    public void close() {
        closing = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
