package io.streamgauge.peers;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network as an ONNX model, written from ONNX's operator definitions alone, so that it can judge our own export.
 *
 * <p>Input {@code x} [steps × batch × inputSize] and per layer l {@code h<l>} (and {@code c<l>}) [1 × batch ×
 * hiddenSize]; output {@code y} [steps × batch × outputSize] and per layer {@code h<l>_next} (and {@code c<l>_next}).
 *
 * <p>ONNX stacks the gates z|r|h and i|o|f|c where PyTorch stacks r|z|n and i|f|g|o. Its update gate always keeps the
 * old state; in our form with the reset before the product it takes the new one, so that its rows change their sign:
 * σ(−a) = 1 − σ(a). Source: ONNX operator set 17, GRU-14, LSTM-14, RNN-14.
 */
public final class OnnxGraph {
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 17;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRINGS = 8;

    private final NetworkSpec spec;
    private final Parameters parameters;
    private final int steps;
    private final int batch;
    private final boolean headed;
    private final Protobuf graph = new Protobuf();

    private OnnxGraph(NetworkSpec spec, Parameters parameters, int steps, int batch, boolean headed) {
        this.spec = spec;
        this.parameters = parameters;
        this.steps = steps;
        this.batch = batch;
        this.headed = headed;
    }

    /**
     * The model's bytes.
     *
     * @param headed whether the dense head is part of it
     */
    public static byte[] encode(NetworkSpec spec, Parameters parameters, int steps, int batch, boolean headed) {
        return new OnnxGraph(spec, parameters, steps, batch, headed).model();
    }

    /** The names of the parts of the state, in the order of {@link io.streamgauge.nn.HiddenState}. */
    public static List<String> stateNames(NetworkSpec spec) {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            names.add("h" + layer);
            if (spec.cell().stateParts() == 2) {
                names.add("c" + layer);
            }
        }
        return names;
    }

    public static String next(String stateName) {
        return stateName + "_next";
    }

    private byte[] model() {
        graph.message(11, value("x", steps, batch, spec.inputSize()));
        for (String name : stateNames(spec)) {
            graph.message(11, value(name, 1, batch, spec.hiddenSize()));
            graph.message(12, value(next(name), 1, batch, spec.hiddenSize()));
        }
        if (headed) {
            graph.message(12, value("y", steps, batch, spec.outputSize()));
        }
        String input = "x";
        for (int layer = 0; layer < spec.layers(); layer++) {
            input = recurrent(layer, input);
        }
        if (headed) {
            head(input);
        }
        if (steps > 1) {
            // The axes that Squeeze takes away: one number, that of the directions.
            graph.message(5, new Protobuf().number(1, 1).number(2, INT64).number(7, 1).text(8, "squeezed"));
        }
        graph.text(2, "network");
        return new Protobuf()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").number(2, OPERATOR_SET))
                .bytes();
    }

    /** One recurrent operator; the name of what enters the next layer. */
    private String recurrent(int layer, String input) {
        tensor("W" + layer, gates("rnn.weight_ih_l" + layer), 1, rows(), layer == 0 ? spec.inputSize() : spec.hiddenSize());
        tensor("R" + layer, gates("rnn.weight_hh_l" + layer), 1, rows(), spec.hiddenSize());
        tensor("B" + layer, biases(layer), 1, 2 * rows());
        boolean hasCell = spec.cell().stateParts() == 2;
        Protobuf node = new Protobuf();
        for (String name : List.of(input, "W" + layer, "R" + layer, "B" + layer, "", "h" + layer)) {
            node.text(1, name);
        }
        if (hasCell) {
            node.text(1, "c" + layer);
        }
        node.text(2, steps == 1 ? "" : "all" + layer).text(2, next("h" + layer));
        if (hasCell) {
            node.text(2, next("c" + layer));
        }
        node.text(4, operator());
        attributes(node);
        node.message(5, integer("hidden_size", spec.hiddenSize()));
        graph.message(1, node);
        if (steps == 1) {
            // [1 × batch × hidden] is at the same time all steps and the last.
            return next("h" + layer);
        }
        // Y is [steps × directions × batch × hidden], and there is one direction.
        graph.message(1, node("Squeeze", "in" + layer, "all" + layer, "squeezed"));
        return "in" + layer;
    }

    private void head(String input) {
        Tensor weight = parameters.layout().tensor("head.weight");
        float[] transposed = new float[weight.size()];
        for (int row = 0; row < spec.outputSize(); row++) {
            for (int column = 0; column < spec.hiddenSize(); column++) {
                transposed[column * spec.outputSize() + row] =
                        parameters.get(weight.offset() + row * spec.hiddenSize() + column);
            }
        }
        tensor("HW", transposed, spec.hiddenSize(), spec.outputSize());
        tensor("HB", values("head.bias"), spec.outputSize());
        graph.message(1, node("MatMul", "product", input, "HW"));
        graph.message(1, node("Add", "y", "product", "HB"));
    }

    private String operator() {
        return switch (spec.cell()) {
            case RNN_TANH, RNN_RELU -> "RNN";
            case GRU, GRU_RESET_BEFORE -> "GRU";
            case LSTM -> "LSTM";
            case RNN_COMBINED -> throw new IllegalArgumentException(spec.cell() + " is not a cell of ONNX's");
        };
    }

    private void attributes(Protobuf node) {
        switch (spec.cell()) {
            case RNN_TANH -> node.message(5, activation("Tanh"));
            case RNN_RELU -> node.message(5, activation("Relu"));
            case GRU -> node.message(5, integer("linear_before_reset", 1));
            case GRU_RESET_BEFORE -> node.message(5, integer("linear_before_reset", 0));
            case LSTM, RNN_COMBINED -> {}
        }
    }

    private int rows() {
        return spec.cell().gates() * spec.hiddenSize();
    }

    private float[] biases(int layer) {
        float[] input = gates("rnn.bias_ih_l" + layer);
        float[] both = Arrays.copyOf(input, 2 * input.length);
        System.arraycopy(gates("rnn.bias_hh_l" + layer), 0, both, input.length, input.length);
        return both;
    }

    /** The tensor with its gates in ONNX's order and sign. */
    private float[] gates(String name) {
        int[] order = switch (spec.cell()) {
            case RNN_TANH, RNN_RELU, RNN_COMBINED -> new int[] {0};
            case GRU, GRU_RESET_BEFORE -> new int[] {1, 0, 2};
            case LSTM -> new int[] {0, 3, 1, 2};
        };
        float[] from = values(name);
        float[] to = new float[from.length];
        int block = from.length / order.length;
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(from, order[i] * block, to, i * block, block);
        }
        if (spec.cell() == CellKind.GRU_RESET_BEFORE) {
            for (int i = 0; i < block; i++) {
                to[i] = -to[i];
            }
        }
        return to;
    }

    private float[] values(String name) {
        Tensor tensor = parameters.layout().tensor(name);
        return Arrays.copyOfRange(parameters.toArray(), tensor.offset(), tensor.offset() + tensor.size());
    }

    private void tensor(String name, float[] values, long... shape) {
        Protobuf tensor = new Protobuf();
        for (long dimension : shape) {
            tensor.number(1, dimension);
        }
        graph.message(5, tensor.number(2, FLOAT).text(8, name).floats(9, values));
    }

    private static Protobuf node(String operator, String output, String... inputs) {
        Protobuf node = new Protobuf();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    private static Protobuf integer(String name, long value) {
        return new Protobuf().text(1, name).number(3, value).number(20, ATTRIBUTE_INT);
    }

    private static Protobuf activation(String name) {
        return new Protobuf().text(1, "activations").text(9, name).number(20, ATTRIBUTE_STRINGS);
    }

    private static Protobuf value(String name, long... shape) {
        Protobuf dimensions = new Protobuf();
        for (long dimension : shape) {
            dimensions.message(1, new Protobuf().number(1, dimension));
        }
        Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, dimensions);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
