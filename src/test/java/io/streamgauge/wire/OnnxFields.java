package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The fields of a message of an ONNX model, read back by number, a number as long, anything else as bytes.
 *
 * <p>The static methods tell parts of a graph as text.
 */
record OnnxFields(Map<Integer, List<Object>> fields) {
    static OnnxFields of(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        Map<Integer, List<Object>> fields = new TreeMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Object value = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT
                    ? (Object) in.readInt64()
                    : in.readByteArray();
            fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), n -> new ArrayList<>())
                    .add(value);
        }
        return new OnnxFields(fields);
    }

    List<OnnxFields> messages(int field) throws IOException {
        List<OnnxFields> messages = new ArrayList<>();
        for (Object bytes : fields.getOrDefault(field, List.of())) {
            messages.add(of((byte[]) bytes));
        }
        return messages;
    }

    OnnxFields message(int field) throws IOException {
        assertThat(messages(field)).hasSize(1);
        return messages(field).get(0);
    }

    List<String> texts(int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(bytes -> new String((byte[]) bytes, StandardCharsets.UTF_8))
                .toList();
    }

    String text(int field) {
        return String.join("|", texts(field));
    }

    List<Object> numbers(int field) {
        return fields.getOrDefault(field, List.of());
    }

    /** Shape by name of the values that go in or come out, all of them floats. */
    static Map<String, String> shapes(List<OnnxFields> values) throws IOException {
        Map<String, String> shapes = new LinkedHashMap<>();
        for (OnnxFields value : values) {
            OnnxFields tensor = value.message(2).message(1);
            assertThat(tensor.numbers(1)).as("float").containsExactly(1L);
            List<String> lengths = new ArrayList<>();
            for (OnnxFields dimension : tensor.message(2).messages(1)) {
                lengths.add(
                        dimension.numbers(1).isEmpty()
                                ? dimension.text(2)
                                : dimension.numbers(1).get(0).toString());
            }
            shapes.put(value.text(1), String.join(",", lengths));
        }
        return shapes;
    }

    /** Operator, inputs, outputs and attributes of every node. */
    static List<String> nodes(OnnxFields graph) throws IOException {
        List<String> nodes = new ArrayList<>();
        for (OnnxFields node : graph.messages(1)) {
            nodes.add(node.text(4) + "(" + node.text(1) + ") -> " + node.text(2) + " " + attributes(node));
        }
        return nodes;
    }

    static long[] indices(Map<String, OnnxFields> constants, String name) {
        OnnxFields tensor = Objects.requireNonNull(constants.get(name));
        assertThat(tensor.numbers(2)).as("int64").containsExactly(7L);
        LongBuffer values = ByteBuffer.wrap((byte[]) tensor.numbers(9).get(0))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        long[] indices = new long[values.remaining()];
        values.get(indices);
        boolean scalar = tensor.numbers(1).isEmpty();
        assertThat(scalar ? List.of(1L) : tensor.numbers(1)).isEqualTo(List.of((long) indices.length));
        return indices;
    }

    static List<String> attributes(OnnxFields node) throws IOException {
        List<String> attributes = new ArrayList<>();
        for (OnnxFields attribute : node.messages(5)) {
            boolean number = attribute.numbers(20).equals(List.of(2L));
            Object value = number ? attribute.numbers(3).get(0) : attribute.texts(9);
            assertThat(number || attribute.numbers(20).equals(List.of(8L)))
                    .as("type")
                    .isTrue();
            attributes.add(attribute.text(1) + "=" + value);
        }
        return attributes;
    }

    static float[] values(OnnxFields tensor) {
        byte[] raw =
                (byte[]) tensor.fields().getOrDefault(9, List.of(new byte[0])).get(0);
        FloatBuffer values = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }
}
