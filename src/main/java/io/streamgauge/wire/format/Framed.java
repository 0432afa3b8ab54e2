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
        if (!hasFrame(value)) {
            throw new RejectedEventException(
                    Rejection.MALFORMED_VALUE,
                    "event has " + value.length + " bytes" + (value.length > 0 ? " and begins with " + value[0] : "")
                            + ", expected 0, a schema's id in 4 bytes, and the payload");
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        in.get();
        return new Framed(in.getInt(), in);
    }

    /** Whether a value begins as a framed one does; ids are not negative. */
    static boolean hasFrame(byte[] value) {
        return value.length >= HEADER_BYTES && value[0] == 0 && value[1] >= 0;
    }
}
