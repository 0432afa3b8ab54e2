package io.streamgauge.stream;

import io.streamgauge.wire.RejectedEventException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The headers that a dead letter carries beside the bytes as received. */
public final class DeadLetterHeaders {

    /** Id of the reason, a {@link io.streamgauge.wire.Rejection}. */
    public static final String REASON = "streamgauge.reason";
    /** What was found and what is expected. */
    public static final String DETAIL = "streamgauge.detail";

    public static final String TOPIC = "streamgauge.topic";
    public static final String PARTITION = "streamgauge.partition";
    public static final String OFFSET = "streamgauge.offset";
    /** Bytes of the key and of the value as received; only where the dead letter holds no more than their beginning. */
    public static final String CUT = "streamgauge.cut";

    /** The anomaly score of a late event as if it had been the next one; only where {@code late} is {@code score-only}. */
    public static final String SCORE = "streamgauge.score";

    private DeadLetterHeaders() {}

    static void add(Headers headers, RejectedEventException rejected, @Nullable RecordMetadata metadata) {
        add(headers, REASON, rejected.reason().id());
        add(headers, DETAIL, rejected.detail());
        headers.remove(SCORE);
        if (!Double.isNaN(rejected.score())) {
            add(headers, SCORE, Double.toString(rejected.score()));
        }
        if (metadata != null) {
            add(headers, TOPIC, metadata.topic());
            add(headers, PARTITION, Integer.toString(metadata.partition()));
            add(headers, OFFSET, Long.toString(metadata.offset()));
        }
    }

    /** A dead letter may have been sent in again: what stood under the name then is replaced. */
    static void add(Headers headers, String name, String text) {
        headers.remove(name);
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
