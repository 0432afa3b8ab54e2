package io.streamgauge.alert;

import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reading of the episodes topic from its beginning to its end: what is open now. */
final class EpisodeScan {

    private static final Logger LOG = LoggerFactory.getLogger(EpisodeScan.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private EpisodeScan() {}

    /**
     * Reads the open episodes of some partitions.
     *
     * @param consumer without a group; what it was assigned before is lost
     * @param open told of every open episode and its partition
     */
    static void read(
            Consumer<byte[], byte[]> consumer,
            String topic,
            Collection<Integer> partitions,
            BiConsumer<Integer, EpisodeRecord> open) {
        Set<TopicPartition> assigned = partitions.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toSet());
        consumer.assign(assigned);
        consumer.seekToBeginning(assigned);
        Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
        Map<Integer, Map<ByteBuffer, byte[]>> latest = new HashMap<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Map<ByteBuffer, byte[]> byKey =
                        latest.computeIfAbsent(record.partition(), partition -> new LinkedHashMap<>());
                ByteBuffer key = ByteBuffer.wrap(record.key());
                if (record.value() == null) {
                    byKey.remove(key);
                } else {
                    byKey.put(key, record.value());
                }
            }
        }
        latest.forEach((partition, byKey) ->
                byKey.values().forEach(value -> episodes(value).forEach(episode -> open.accept(partition, episode))));
    }

    private static List<EpisodeRecord> episodes(byte[] value) {
        try {
            return EpisodeRecord.readOpen(value);
        } catch (WireFormatException e) {
            LOG.warn("An open episode is left aside: {}", e.getMessage());
            return List.of();
        }
    }
}
