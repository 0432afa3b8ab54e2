package io.streamgauge.stream;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where an event stood in the source topic.
 *
 * @param offset in the partition
 */
record Arrival(int partition, long offset) {

    /** Where the record stood that is being processed. */
    static Arrival of(Optional<RecordMetadata> record) {
        return record.map(metadata -> new Arrival(metadata.partition(), metadata.offset()))
                .orElseThrow(() -> new IllegalStateException("an event without an offset"));
    }

    /** What {@link #bytes} has written into a header of what buckets come to. */
    static Arrival of(Headers headers) {
        Header header = headers.lastHeader(AuditHeaders.SOURCE);
        ByteBuffer in = ByteBuffer.wrap(header.value());
        return new Arrival(in.getInt(), in.getLong());
    }

    /** Partition (int) and offset (long), big-endian. */
    byte[] bytes() {
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(partition)
                .putLong(offset)
                .array();
    }
}
