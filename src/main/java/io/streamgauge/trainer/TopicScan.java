package io.streamgauge.trainer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What stands between two offsets of a partition now. */
final class TopicScan {

    private static final Duration POLL = Duration.ofMillis(200);

    private TopicScan() {}

    /** Reads from {@code from} (or the first offset left) up to {@code until} or the end, whichever comes first. */
    static List<ConsumerRecord<byte[], byte[]>> read(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long until) {
        consumer.assign(List.of(partition));
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(List.of(partition));
        Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition));
        consumer.seek(partition, Math.max(from, begins.getOrDefault(partition, 0L)));
        long end = Math.min(until, ends.getOrDefault(partition, 0L));
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    records.add(record);
                }
            }
        }
        return records;
    }
}
