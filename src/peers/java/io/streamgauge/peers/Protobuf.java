package io.streamgauge.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A message in the protocol buffers wire format, built field by field. */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int SEVEN_BITS = 0x7f;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Protobuf number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    Protobuf text(int field, String value) {
        return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Protobuf message(int field, Protobuf value) {
        return raw(field, value.bytes());
    }

    /** Floats as their little-endian bytes. */
    Protobuf floats(int field, float[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return raw(field, buffer.array());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private Protobuf raw(int field, byte[] value) {
        varint((long) field << 3 | LENGTH_DELIMITED);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~SEVEN_BITS) != 0) {
            bytes.write((int) (rest & SEVEN_BITS | SEVEN_BITS + 1));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
