package io.streamgauge.wire;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A protocol-buffer message being written, field after field; what the fields mean is the caller's. */
final class OnnxMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Write {
        void run() throws IOException;
    }

    OnnxMessage number(int field, long value) {
        return write(() -> out.writeInt64(field, value));
    }

    OnnxMessage text(int field, String value) {
        return write(() -> out.writeString(field, value));
    }

    OnnxMessage bytes(int field, byte[] value) {
        return write(() -> out.writeByteArray(field, value));
    }

    OnnxMessage message(int field, OnnxMessage value) {
        return bytes(field, value.toByteArray());
    }

    byte[] toByteArray() {
        write(out::flush);
        return bytes.toByteArray();
    }

    private OnnxMessage write(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory takes every byte", e);
        }
        return this;
    }
}
