package io.streamgauge.trainer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** What stands between two offsets of a partition now. */
final class TopicScan {

    private static final Duration POLL = Duration.ofMillis(200);
    /** Without any progress for so long, the scan gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TopicScan() {}

    /**
     * Reads from {@code from} (or the first offset left) up to {@code until} or the end, whichever comes first; a record
     * at a time, since what has not been compacted yet may be much.
     */
    static void read(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long from,
            long until,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> action) {
        consumer.assign(List.of(partition));
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(List.of(partition));
        Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition));
        consumer.seek(partition, Math.max(from, begins.getOrDefault(partition, 0L)));
        long end = Math.min(until, ends.getOrDefault(partition, 0L));
        // The position passes transaction markers too, so it reaches the end where a marker is the last offset.
        long position = consumer.position(partition);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (position < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    action.accept(record);
                }
            }
            long reached = consumer.position(partition);
            if (reached > position) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new TimeoutException(
                        partition + " gave nothing after offset " + reached + " for " + PATIENCE.toSeconds() + " s");
            }
            position = reached;
        }
    }
}
