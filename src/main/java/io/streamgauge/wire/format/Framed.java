package io.streamgauge.wire.format;

import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.nio.ByteBuffer;

/**
 * A value in the frame of schema registries: a zero, the schema's id as four bytes, big-endian, and the payload.
 *
 * @param payload from its position on
 */
record Framed(int id, ByteBuffer payload) {

    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    static Framed of(byte[] value) throws RejectedEventException {
        if (value.length < HEADER_BYTES || value[0] != 0) {
            throw new RejectedEventException(
                    Rejection.MALFORMED_VALUE,
                    "event has " + value.length + " bytes" + (value.length > 0 ? " and begins with " + value[0] : "")
                            + ", expected 0, a schema's id in 4 bytes, and the payload");
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        in.get();
        return new Framed(in.getInt(), in);
    }
}
