package io.streamgauge.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A computation graph being written, of float32 tensors and whole-number indices into them, in the encoding of ONNX.
 *
 * <p>The numbers are those of the fields in {@code onnx.proto} (ONNX IR version 8), each named after its message. Nodes
 * are added in the order in which they are computed.
 */
final class OnnxGraph {
    /** A length that is known only when the graph runs: the number of series stepped together. */
    static final int BATCH = -1;

    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_NAME = 2;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_DOC = 10;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;

    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_NAME = 3;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_ATTRIBUTE = 5;

    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_INT = 3;
    private static final int ATTRIBUTE_STRINGS = 9;
    private static final int ATTRIBUTE_TYPE = 20;
    private static final int TYPE_INT = 2;
    private static final int TYPE_STRINGS = 8;

    private static final int TENSOR_DIMENSION = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW_DATA = 9;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private static final int VALUE_NAME = 1;
    private static final int VALUE_TYPE = 2;
    private static final int TYPE_TENSOR = 1;
    private static final int TENSOR_TYPE_ELEMENT = 1;
    private static final int TENSOR_TYPE_SHAPE = 2;
    private static final int SHAPE_DIMENSION = 1;
    private static final int DIMENSION_VALUE = 1;
    private static final int DIMENSION_PARAMETER = 2;

    private final OnnxMessage message = new OnnxMessage();

    OnnxGraph(String name, String description) {
        message.text(GRAPH_NAME, name).text(GRAPH_DOC, description);
    }

    OnnxMessage message() {
        return message;
    }

    void input(String name, int... shape) {
        message.message(GRAPH_INPUT, value(name, shape));
    }

    void output(String name, int... shape) {
        message.message(GRAPH_OUTPUT, value(name, shape));
    }

    /** A constant with the row-major values of its shape. */
    void constant(String name, float[] values, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        constant(name, FLOAT, raw, shape);
    }

    /** A constant index, a scalar. */
    void index(String name, long value) {
        constant(name, INT64, indices(value));
    }

    /** The constant indices 0, 1, …, length − 1. */
    void range(String name, int length) {
        constant(name, INT64, indices(LongStream.range(0, length).toArray()), length);
    }

    private static ByteBuffer indices(long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return raw;
    }

    private void constant(String name, int type, ByteBuffer raw, int... shape) {
        OnnxMessage tensor = new OnnxMessage();
        for (int length : shape) {
            tensor.number(TENSOR_DIMENSION, length);
        }
        tensor.number(TENSOR_TYPE, type).text(TENSOR_NAME, name).bytes(TENSOR_RAW_DATA, raw.array());
        message.message(GRAPH_INITIALIZER, tensor);
    }

    /** A node that takes float32 values for the indices they are. */
    void indexOf(String input, String output) {
        node("Cast", List.of(input), List.of(output), attribute("to", INT64));
    }

    /** A node, named after its last output; an input or output that is left out has the empty name. */
    void node(String operator, List<String> inputs, List<String> outputs, OnnxMessage... attributes) {
        OnnxMessage node = new OnnxMessage();
        inputs.forEach(input -> node.text(NODE_INPUT, input));
        outputs.forEach(output -> node.text(NODE_OUTPUT, output));
        node.text(NODE_NAME, operator + "/" + outputs.get(outputs.size() - 1)).text(NODE_OPERATOR, operator);
        for (OnnxMessage attribute : attributes) {
            node.message(NODE_ATTRIBUTE, attribute);
        }
        message.message(GRAPH_NODE, node);
    }

    static OnnxMessage attribute(String name, long value) {
        return new OnnxMessage()
                .text(ATTRIBUTE_NAME, name)
                .number(ATTRIBUTE_INT, value)
                .number(ATTRIBUTE_TYPE, TYPE_INT);
    }

    static OnnxMessage attribute(String name, List<String> values) {
        OnnxMessage attribute = new OnnxMessage().text(ATTRIBUTE_NAME, name);
        values.forEach(value -> attribute.text(ATTRIBUTE_STRINGS, value));
        return attribute.number(ATTRIBUTE_TYPE, TYPE_STRINGS);
    }

    private static OnnxMessage value(String name, int... shape) {
        OnnxMessage dimensions = new OnnxMessage();
        for (int length : shape) {
            OnnxMessage dimension = length == BATCH
                    ? new OnnxMessage().text(DIMENSION_PARAMETER, "batch")
                    : new OnnxMessage().number(DIMENSION_VALUE, length);
            dimensions.message(SHAPE_DIMENSION, dimension);
        }
        OnnxMessage tensor =
                new OnnxMessage().number(TENSOR_TYPE_ELEMENT, FLOAT).message(TENSOR_TYPE_SHAPE, dimensions);
        return new OnnxMessage()
                .text(VALUE_NAME, name)
                .message(VALUE_TYPE, new OnnxMessage().message(TYPE_TENSOR, tensor));
    }
}
