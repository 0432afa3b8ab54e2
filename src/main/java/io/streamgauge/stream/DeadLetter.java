package io.streamgauge.stream;

import io.streamgauge.wire.RejectedEventException;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record as it goes to the dead letters: the bytes and headers as received, and why.
 *
 * <p>What is too large to be written would end the topology, and again after every restart; so a key, value or set of
 * headers beyond the limits is cut, and a header tells how long it was.
 */
final class DeadLetter {

    static final int MOST_KEY_BYTES = 1 << 20;
    static final int MOST_VALUE_BYTES = 8 << 20;
    static final int MOST_HEADER_BYTES = 1 << 20;

    private DeadLetter() {}

    static Record<byte[], byte[]> of(
            Record<byte[], byte[]> source, RejectedEventException rejected, @Nullable RecordMetadata metadata) {
        byte @Nullable [] key = source.key();
        byte @Nullable [] value = source.value();
        Headers headers =
                size(source.headers()) > MOST_HEADER_BYTES ? new RecordHeaders() : new RecordHeaders(source.headers());
        DeadLetterHeaders.add(headers, rejected, metadata);
        if (length(key) > MOST_KEY_BYTES || length(value) > MOST_VALUE_BYTES) {
            DeadLetterHeaders.add(headers, DeadLetterHeaders.CUT, length(key) + " " + length(value));
        }
        return new Record<>(cut(key, MOST_KEY_BYTES), cut(value, MOST_VALUE_BYTES), source.timestamp(), headers);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static long size(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }
}
