package io.streamgauge.wire;

import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A network as an ONNX model of one step, for ONNX Runtime and others that read the format.
 *
 * <p>Inputs are {@code x} [1 × batch × inputSize] and the state of each layer before the step, {@code h0}, {@code h1}, …
 * and for long short-term memory {@code c0}, {@code c1}, …, each [1 × batch × hiddenSize]; outputs are {@code y} [1 ×
 * batch × outputSize] and the states after the step, {@code h0_next} and so on. The leading 1 is the one step of x and
 * y, and the one direction of a state. The series of a batch do not touch each other. A series begins with zeros.
 *
 * <p>Operators are the standard ones of opset 17: RNN, GRU or LSTM per layer (see {@link OnnxLayer}), then MatMul and
 * Add for the head. The description of the network and the caller's metadata stand in the model's properties; a whole number {@code
 * version} among them is the model's version too.
 */
public final class OnnxExport {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final String PRODUCER = "streamgauge";
    private static final long UNVERSIONED = 0;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,18}");

    private static final int MODEL_IR_VERSION = 1;
    private static final int MODEL_PRODUCER = 2;
    private static final int MODEL_VERSION = 5;
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_OPSET = 8;
    private static final int MODEL_PROPERTY = 14;
    private static final int OPSET_DOMAIN = 1;
    private static final int OPSET_VERSION = 2;
    private static final int PROPERTY_KEY = 1;
    private static final int PROPERTY_VALUE = 2;

    private static final String HEAD_WEIGHT = "head.weight";
    private static final String HEAD_BIAS = "head.bias";

    private OnnxExport() {}

    /** The model's bytes; the same network and metadata give the same bytes. */
    public static byte[] encode(NetworkSpec spec, Parameters parameters, Map<String, String> metadata) {
        if (!parameters.layout().equals(spec.layout()) || !parameters.isFinite()) {
            throw new IllegalArgumentException("parameters are laid out as " + parameters.layout()
                    + ", expected finite values for " + spec.layout());
        }
        Map<String, String> properties = new TreeMap<>(metadata);
        properties.putAll(NetworkFile.describe(spec));
        OnnxMessage model = new OnnxMessage()
                .number(MODEL_IR_VERSION, IR_VERSION)
                .text(MODEL_PRODUCER, PRODUCER)
                .number(MODEL_VERSION, version(metadata))
                .message(MODEL_OPSET, new OnnxMessage().text(OPSET_DOMAIN, "").number(OPSET_VERSION, OPSET))
                .message(MODEL_GRAPH, graph(spec, parameters).message());
        properties.forEach((key, value) -> model.message(
                MODEL_PROPERTY, new OnnxMessage().text(PROPERTY_KEY, key).text(PROPERTY_VALUE, value)));
        return model.toByteArray();
    }

    private static long version(Map<String, String> metadata) {
        String version = metadata.getOrDefault(WeightsRecord.VERSION, "");
        return WHOLE_NUMBER.matcher(version).matches() ? Long.parseLong(version) : UNVERSIONED;
    }

    private static OnnxGraph graph(NetworkSpec spec, Parameters parameters) {
        OnnxGraph graph = new OnnxGraph(
                "step", "One step of a recurrent network: x and the state before it to y and the state after it.");
        graph.input("x", 1, OnnxGraph.BATCH, spec.inputSize());
        String below = "x";
        for (int layer = 0; layer < spec.layers(); layer++) {
            below = new OnnxLayer(spec, parameters, layer).addTo(graph, below);
        }
        addHead(graph, spec, parameters, below);
        graph.output("y", 1, OnnxGraph.BATCH, spec.outputSize());
        return graph;
    }

    /** The head, y = W h + b, with the operands in the order of a batch's rows: y = h Wᵀ + b. */
    private static void addHead(OnnxGraph graph, NetworkSpec spec, Parameters parameters, String hidden) {
        float[] weight = OnnxLayer.values(parameters, HEAD_WEIGHT);
        float[] transposed = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            int output = i / spec.hiddenSize();
            int unit = i % spec.hiddenSize();
            transposed[unit * spec.outputSize() + output] = weight[i];
        }
        graph.constant("head.weight_transposed", transposed, spec.hiddenSize(), spec.outputSize());
        graph.constant(HEAD_BIAS, OnnxLayer.values(parameters, HEAD_BIAS), spec.outputSize());
        graph.node("MatMul", List.of(hidden, "head.weight_transposed"), List.of("head.product"));
        graph.node("Add", List.of("head.product", HEAD_BIAS), List.of("y"));
    }
}
