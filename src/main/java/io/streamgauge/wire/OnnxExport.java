package io.streamgauge.wire;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A network as an ONNX model of one step, for ONNX Runtime and others that read the format.
 *
 * <p>Inputs are {@code x} [1 × batch × inputWidth], features before categories, and the state of each layer before the
 * step, {@code h0}, {@code h1}, … and for long short-term memory {@code c0}, {@code c1}, …, each [1 × batch ×
 * hiddenSize]; outputs are {@code y} [1 × batch × outputSize] and the states after the step, {@code h0_next} and so on.
 * The leading 1 is the one step of x and y, and the one direction of a state. The series of a batch do not touch each
 * other. A series begins with zeros.
 *
 * <p>Operators are the standard ones of opset 17: Gather for a category's vector and Concat to put it behind the
 * features; RNN, GRU or LSTM per layer (see {@link OnnxLayer}), or with the combined cell two linear maps of the same
 * [x; h]; MatMul and Add for the head (see {@link OnnxDense}), and its activation. Other than here, a category that is
 * no whole number is cut to one, and one from −categories to −1 counts from the table's end, since Gather has it so.
 *
 * <p>The description of the network and the caller's metadata stand in the model's properties; a whole number {@code
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

    /** The last dimension of a tensor, that of the values of one series. */
    private static final int LAST_AXIS = -1;

    private static final String SUM = "sum";

    private OnnxExport() {}

    /** The model's bytes; the same network and metadata give the same bytes. */
    public static byte[] encode(NetworkSpec spec, Parameters parameters, Map<String, String> metadata) {
        if (!parameters.layout().equals(spec.layout()) || !parameters.isFinite()) {
            throw new IllegalArgumentException("parameters are laid out as " + parameters.layout()
                    + ", expected finite values for " + spec.layout());
        }
        Map<String, String> properties = new TreeMap<>(metadata);
        properties.putAll(NetworkShape.describe(spec));
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
                "step",
                "One step of a recurrent network: x, its features before its categories, and the state before the step"
                        + " to y and the state after it.");
        graph.input("x", 1, OnnxGraph.BATCH, spec.inputWidth());
        String input = addEmbeddings(graph, spec, parameters);
        if (spec.cell() == CellKind.RNN_COMBINED) {
            addCombined(graph, spec, parameters, input);
        } else {
            addStack(graph, spec, parameters, input);
        }
        addActivation(graph, spec.activation());
        graph.output("y", 1, OnnxGraph.BATCH, spec.outputSize());
        return graph;
    }

    /** The first layer's input: the features, then the vector of each category. */
    private static String addEmbeddings(OnnxGraph graph, NetworkSpec spec, Parameters parameters) {
        if (spec.embeddings().isEmpty()) {
            return "x";
        }
        List<String> parts = new ArrayList<>();
        if (spec.inputSize() > 0) {
            graph.range("features.columns", spec.inputSize());
            graph.node("Gather", List.of("x", "features.columns"), List.of("features"), axis(LAST_AXIS));
            parts.add("features");
        }
        for (int i = 0; i < spec.embeddings().size(); i++) {
            Embedding embedding = spec.embeddings().get(i);
            String name = "embeddings." + i;
            String table = NetworkShape.embedding(i);
            // A scalar takes its dimension away, so the vectors of [1 × batch] categories are [1 × batch × dimension].
            graph.index(name + ".column", spec.inputSize() + i);
            graph.node("Gather", List.of("x", name + ".column"), List.of(name + ".value"), axis(LAST_AXIS));
            graph.indexOf(name + ".value", name + ".category");
            graph.constant(table, OnnxLayer.values(parameters, table), embedding.categories(), embedding.dimension());
            graph.node("Gather", List.of(table, name + ".category"), List.of(name), axis(0));
            parts.add(name);
        }
        graph.node("Concat", parts, List.of("embedded"), axis(LAST_AXIS));
        return "embedded";
    }

    private static void addStack(OnnxGraph graph, NetworkSpec spec, Parameters parameters, String input) {
        String below = input;
        for (int layer = 0; layer < spec.layers(); layer++) {
            below = new OnnxLayer(spec, parameters, layer).addTo(graph, below);
        }
        new OnnxDense(parameters, "head").addTo(graph, below, sum(spec));
    }

    /** h' = W_i2h [x; h] + b_i2h and y = φ(W_i2o [x; h] + b_i2o), both from the state h before the step. */
    private static void addCombined(OnnxGraph graph, NetworkSpec spec, Parameters parameters, String input) {
        graph.input("h0", 1, OnnxGraph.BATCH, spec.hiddenSize());
        graph.output("h0_next", 1, OnnxGraph.BATCH, spec.hiddenSize());
        graph.node("Concat", List.of(input, "h0"), List.of("combined"), axis(LAST_AXIS));
        new OnnxDense(parameters, "i2h").addTo(graph, "combined", "h0_next");
        new OnnxDense(parameters, "i2o").addTo(graph, "combined", sum(spec));
    }

    /** The name of the head's sums, on which the activation is still to be put. */
    private static String sum(NetworkSpec spec) {
        return spec.activation() == Activation.IDENTITY ? "y" : SUM;
    }

    private static void addActivation(OnnxGraph graph, Activation activation) {
        List<String> in = List.of(SUM);
        List<String> out = List.of("y");
        switch (activation) {
            case IDENTITY -> {}
            case SIGMOID -> graph.node("Sigmoid", in, out);
            case TANH -> graph.node("Tanh", in, out);
            case RELU -> graph.node("Relu", in, out);
            case LOG_SOFTMAX -> graph.node("LogSoftmax", in, out, axis(LAST_AXIS));
        }
    }

    private static OnnxMessage axis(int axis) {
        return OnnxGraph.attribute("axis", axis);
    }
}
