package io.streamgauge.stream;

import io.streamgauge.forecast.SeriesState;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;

/**
 * The headers that every output carries with {@code audit: true}, big-endian: enough to prove after a crash that forecast,
 * state and input offset moved together.
 */
public final class AuditHeaders {

    /** Source partition (int) and offset (long). */
    public static final String SOURCE = "streamgauge.source";
    /** Values of the key seen (long). */
    public static final String COUNT = "streamgauge.count";
    /** Generation of the weights (long). */
    public static final String GENERATION = "streamgauge.generation";
    /** CRC32C of the key's state after the step (int). */
    public static final String STATE = "streamgauge.state-crc32c";

    private AuditHeaders() {}

    static void add(Headers headers, Arrival arrival, SeriesState state, int checksum) {
        add(headers, arrival, state.count(), state.generation(), checksum);
    }

    static void add(Headers headers, Arrival arrival, long count, long generation, int checksum) {
        headers.add(SOURCE, arrival.bytes());
        headers.add(COUNT, bytes(count));
        headers.add(GENERATION, bytes(generation));
        headers.add(STATE, ByteBuffer.allocate(Integer.BYTES).putInt(checksum).array());
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
