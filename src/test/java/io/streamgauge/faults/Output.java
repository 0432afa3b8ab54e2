package io.streamgauge.faults;

import io.streamgauge.stream.AuditHeaders;
import io.streamgauge.stream.DeadLetterHeaders;
import io.streamgauge.wire.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One output: where it stands, what it came from and what it says.
 *
 * @param source null where it does not say
 */
record Output(Sink sink, int partition, @Nullable Source source, Content content) {

    /**
     * Everything that must be the same in a replay, audit headers included: the key's count, the generation and the
     * checksum of the state after the step.
     *
     * @param key null where there is none
     * @param value null for a tombstone
     */
    record Content(@Nullable ByteBuffer key, @Nullable ByteBuffer value, Map<String, ByteBuffer> headers) {

        private static Content of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
            Map<String, ByteBuffer> byName = new HashMap<>();
            for (Header header : headers) {
                byName.put(header.key(), ByteBuffer.wrap(header.value()));
            }
            if (Rejection.FUTURE_TIME.id().equals(text(byName, DeadLetterHeaders.REASON))) {
                // It tells what the clock said: a decision that a replay takes as given.
                byName.remove(DeadLetterHeaders.DETAIL);
            }
            return new Content(wrap(key), wrap(value), byName);
        }

        private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
            return bytes == null ? null : ByteBuffer.wrap(bytes);
        }
    }

    static Output of(Sink sink, int partition, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        Content content = Content.of(key, value, headers);
        return new Output(sink, partition, source(content.headers()), content);
    }

    private static @Nullable Source source(Map<String, ByteBuffer> headers) {
        ByteBuffer audit = headers.get(AuditHeaders.SOURCE);
        if (audit != null) {
            return new Source(audit.getInt(0), audit.getLong(Integer.BYTES));
        }
        String partition = text(headers, DeadLetterHeaders.PARTITION);
        String offset = text(headers, DeadLetterHeaders.OFFSET);
        return partition == null || offset == null
                ? null
                : new Source(Integer.parseInt(partition), Long.parseLong(offset));
    }

    private static @Nullable String text(Map<String, ByteBuffer> headers, String name) {
        ByteBuffer bytes = headers.get(name);
        return bytes == null
                ? null
                : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** Generation of the weights that made it, empty for a dead letter. */
    OptionalLong generation() {
        ByteBuffer generation = content.headers().get(AuditHeaders.GENERATION);
        return generation == null ? OptionalLong.empty() : OptionalLong.of(generation.getLong(0));
    }

    /** The same output at another place. */
    Output at(int otherPartition) {
        return new Output(sink, otherPartition, source, content);
    }

    /** The same output with other content. */
    Output saying(Content other) {
        return new Output(sink, partition, source, other);
    }
}
