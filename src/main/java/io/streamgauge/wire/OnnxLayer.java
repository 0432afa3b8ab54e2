package io.streamgauge.wire;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.Parameters;
import java.util.List;
import java.util.stream.Stream;

/**
 * One recurrent layer as an operator of ONNX, with its weights brought into the operator's order. No operator computes
 * the combined cell, which is linear maps alone (see {@link OnnxDense}).
 *
 * <p>Weights are W [1 × gates·H × I], R [1 × gates·H × H] and B [1 × 2·gates·H], input bias before recurrent bias. The
 * rows of a gated recurrent unit are stacked z|r|n there and r|z|n here, those of long short-term memory i|o|f|g there
 * and i|f|g|o here. The operators compute, with H the state:
 *
 * <pre>
 * RNN   H' = φ(W x + b_i + R H + b_r)
 * GRU   H' = (1 − z) ⊙ n + z ⊙ H
 *       n  = tanh(W_n x + b_in + r ⊙ (R_n H + b_rn))      linear_before_reset = 1
 *       n  = tanh(W_n x + b_in + R_n (r ⊙ H) + b_rn)      linear_before_reset = 0
 * LSTM  c' = f ⊙ c + i ⊙ g,  H' = o ⊙ tanh c'
 * </pre>
 *
 * <p>With the reset gate before the product, z keeps the old state there and takes the new one here; since 1 − σ(a) =
 * σ(−a), the rows of z change sign.
 */
final class OnnxLayer {
    /**
     * An operator and what tells the kinds of cell apart that it computes.
     *
     * @param blocks the places that the operator's blocks of rows have in PyTorch's stack
     */
    private record Form(String operator, List<Integer> blocks, OnnxMessage attribute) {
        static Form of(CellKind cell) {
            return switch (cell) {
                case RNN_TANH -> new Form("RNN", List.of(0), activations("Tanh"));
                case RNN_RELU -> new Form("RNN", List.of(0), activations("Relu"));
                case GRU -> gru(1);
                case GRU_RESET_BEFORE -> gru(0);
                // i|o|f|g out of i|f|g|o; the activations are the operator's own, said aloud.
                case LSTM -> new Form("LSTM", List.of(0, 3, 1, 2), activations("Sigmoid", "Tanh", "Tanh"));
                case RNN_COMBINED ->
                    throw new IllegalArgumentException(
                            "cell is " + cell.id() + ", which no recurrent operator computes");
            };
        }

        /** z|r|n out of r|z|n. */
        private static Form gru(int linearBeforeReset) {
            return new Form("GRU", List.of(1, 0, 2), OnnxGraph.attribute("linear_before_reset", linearBeforeReset));
        }

        private static OnnxMessage activations(String... names) {
            return OnnxGraph.attribute("activations", List.of(names));
        }
    }

    private final NetworkSpec spec;
    private final Parameters parameters;
    private final int layer;
    private final Form form;

    OnnxLayer(NetworkSpec spec, Parameters parameters, int layer) {
        this.spec = spec;
        this.parameters = parameters;
        this.layer = layer;
        form = Form.of(spec.cell());
    }

    /** Adds this layer to the graph, with its state as inputs and outputs; gives the name of its hidden state. */
    String addTo(OnnxGraph graph, String input) {
        int rows = spec.cell().gates() * spec.hiddenSize();
        float[] weightIh = stacked("weight_ih");
        float[] weightHh = stacked("weight_hh");
        graph.constant(name("W"), weightIh, 1, rows, weightIh.length / rows);
        graph.constant(name("R"), weightHh, 1, rows, spec.hiddenSize());
        graph.constant(name("B"), concatenate(stacked("bias_ih"), stacked("bias_hh")), 1, 2 * rows);
        List<String> states = states();
        List<String> next = states.stream().map(state -> state + "_next").toList();
        states.forEach(state -> graph.input(state, 1, OnnxGraph.BATCH, spec.hiddenSize()));
        next.forEach(state -> graph.output(state, 1, OnnxGraph.BATCH, spec.hiddenSize()));
        // Left out are the fourth input, lengths of sequences, and the first output, the states of all steps.
        graph.node(
                form.operator,
                concatenate(List.of(input, name("W"), name("R"), name("B"), ""), states),
                concatenate(List.of(""), next),
                OnnxGraph.attribute("hidden_size", spec.hiddenSize()),
                form.attribute);
        return next.get(0);
    }

    private List<String> states() {
        return spec.cell().stateParts() == 2 ? List.of("h" + layer, "c" + layer) : List.of("h" + layer);
    }

    /** The named tensor of this layer with its blocks of rows in the operator's order. */
    private float[] stacked(String tensor) {
        float[] values = values(parameters, "rnn." + tensor + "_l" + layer);
        List<Integer> blocks = form.blocks;
        int length = values.length / blocks.size();
        float[] stacked = new float[values.length];
        for (int block = 0; block < blocks.size(); block++) {
            System.arraycopy(values, blocks.get(block) * length, stacked, block * length, length);
        }
        if (spec.cell() == CellKind.GRU_RESET_BEFORE) {
            // The first block is z.
            for (int i = 0; i < length; i++) {
                stacked[i] = -stacked[i];
            }
        }
        return stacked;
    }

    private String name(String weights) {
        return "rnn.l" + layer + "." + weights;
    }

    /** A copy of the values of the named tensor. */
    static float[] values(Parameters parameters, String name) {
        ParameterLayout.Tensor tensor = parameters.layout().tensor(name);
        float[] values = new float[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters.get(tensor.offset() + i);
        }
        return values;
    }

    private static float[] concatenate(float[] first, float[] second) {
        float[] all = new float[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static List<String> concatenate(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
