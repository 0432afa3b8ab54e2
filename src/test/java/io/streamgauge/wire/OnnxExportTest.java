package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The structure of exported models, read back field by field; what they compute is checked against ONNX Runtime. */
class OnnxExportTest {

    @Test
    void shouldSayWhatTheModelIs() throws IOException {
        NetworkSpec spec = spec(CellKind.GRU, 2);
        OnnxFields model = OnnxFields.of(
                OnnxExport.encode(spec, RandomNetworks.parameters(spec, 1), Map.of("generation", "7", "version", "5")));
        assertThat(model.numbers(1)).as("IR version").containsExactly(8L);
        assertThat(model.text(2)).as("producer").isEqualTo("streamgauge");
        assertThat(model.numbers(5)).as("version").containsExactly(5L);
        assertThat(model.message(8).text(1)).as("operators of the standard").isEmpty();
        assertThat(model.message(8).numbers(2)).as("opset").containsExactly(17L);
        Map<String, String> properties =
                model.messages(14).stream().collect(Collectors.toMap(p -> p.text(1), p -> p.text(2)));
        assertThat(properties)
                .containsOnly(
                        Map.entry("generation", "7"),
                        Map.entry("version", "5"),
                        Map.entry("cell", "gru"),
                        Map.entry("input_size", "3"),
                        Map.entry("hidden_size", "4"),
                        Map.entry("layers", "2"),
                        Map.entry("output_size", "2"),
                        Map.entry("activation", "identity"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v5", "-1", "9999999999999999999"})
    void shouldHaveNoVersionWhereTheMetadataHaveNoneThatIsAWholeNumber(String version) throws IOException {
        NetworkSpec spec = spec(CellKind.GRU, 1);
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        OnnxFields model = OnnxFields.of(OnnxExport.encode(spec, parameters, Map.of("version", version)));
        assertThat(model.numbers(5)).containsExactly(0L);
    }

    @ParameterizedTest
    @EnumSource(value = CellKind.class, names = "RNN_COMBINED", mode = EnumSource.Mode.EXCLUDE)
    void shouldHaveTheStateOfEveryLayerAsInputAndOutput(CellKind cell) throws IOException {
        OnnxFields graph = graph(spec(cell, 2));
        Map<String, String> states = new LinkedHashMap<>();
        for (String state : cell == CellKind.LSTM ? List.of("h0", "c0", "h1", "c1") : List.of("h0", "h1")) {
            states.put(state, "1,batch,4");
        }
        Map<String, String> inputs = new LinkedHashMap<>(Map.of("x", "1,batch,3"));
        inputs.putAll(states);
        Map<String, String> outputs = new LinkedHashMap<>(Map.of("y", "1,batch,2"));
        states.forEach((name, shape) -> outputs.put(name + "_next", shape));
        assertThat(OnnxFields.shapes(graph.messages(11))).isEqualTo(inputs);
        assertThat(OnnxFields.shapes(graph.messages(12))).isEqualTo(outputs);
    }

    @ParameterizedTest
    @CsvSource({
        "RNN_TANH, RNN, activations=[Tanh]",
        "RNN_RELU, RNN, activations=[Relu]",
        "GRU, GRU, linear_before_reset=1",
        "GRU_RESET_BEFORE, GRU, linear_before_reset=0",
        "LSTM, LSTM, 'activations=[Sigmoid, Tanh, Tanh]'"
    })
    void shouldBuildOneOperatorPerLayerAndAHead(CellKind cell, String operator, String form) throws IOException {
        List<OnnxFields> nodes = graph(spec(cell, 2)).messages(1);
        assertThat(nodes.stream().map(node -> node.text(4))).containsExactly(operator, operator, "MatMul", "Add");
        String c = cell == CellKind.LSTM ? "|c%d" : "";
        assertThat(nodes.get(0).text(1)).isEqualTo("x|rnn.l0.W|rnn.l0.R|rnn.l0.B||h0" + c.formatted(0));
        assertThat(nodes.get(1).text(1)).isEqualTo("h0_next|rnn.l1.W|rnn.l1.R|rnn.l1.B||h1" + c.formatted(1));
        assertThat(nodes.get(1).text(2)).isEqualTo("|h1_next" + (c.isEmpty() ? "" : "|c1_next"));
        assertThat(nodes.get(2).text(1)).isEqualTo("h1_next|head.weight_transposed");
        assertThat(nodes.get(3).text(1)).isEqualTo("head.product|head.bias");
        assertThat(nodes.get(3).text(2)).isEqualTo("y");
        assertThat(OnnxFields.attributes(nodes.get(0))).containsExactly("hidden_size=4", form);
    }

    @ParameterizedTest
    @EnumSource(value = CellKind.class, names = "RNN_COMBINED", mode = EnumSource.Mode.EXCLUDE)
    void shouldHoldEveryWeightWithTheShapeOfItsOperator(CellKind cell) throws IOException {
        NetworkSpec spec = spec(cell, 2);
        int rows = cell.gates() * 4;
        Map<String, List<Object>> shapes = new LinkedHashMap<>();
        for (OnnxFields tensor : graph(spec).messages(5)) {
            shapes.put(tensor.text(8), tensor.numbers(1));
            assertThat(tensor.numbers(2)).as("float").containsExactly(1L);
            long size = tensor.numbers(1).stream().mapToLong(n -> (long) n).reduce(1, Math::multiplyExact);
            assertThat(OnnxFields.values(tensor)).as(tensor.text(8)).hasSize((int) size);
        }
        Map<String, List<Object>> expected = new LinkedHashMap<>();
        expected.put("rnn.l0.W", List.of(1L, (long) rows, 3L));
        expected.put("rnn.l0.R", List.of(1L, (long) rows, 4L));
        expected.put("rnn.l0.B", List.of(1L, 2L * rows));
        expected.put("rnn.l1.W", List.of(1L, (long) rows, 4L));
        expected.put("rnn.l1.R", List.of(1L, (long) rows, 4L));
        expected.put("rnn.l1.B", List.of(1L, 2L * rows));
        expected.put("head.weight_transposed", List.of(4L, 2L));
        expected.put("head.bias", List.of(2L));
        assertThat(shapes).isEqualTo(expected);
    }

    /** Both maps read the state before the step. */
    @Test
    void shouldBuildTheCombinedCellOfTwoLinearMaps() throws IOException {
        OnnxFields graph = graph(spec(CellKind.RNN_COMBINED, 1));
        assertThat(OnnxFields.shapes(graph.messages(11))).isEqualTo(Map.of("x", "1,batch,3", "h0", "1,batch,4"));
        assertThat(OnnxFields.shapes(graph.messages(12))).isEqualTo(Map.of("y", "1,batch,2", "h0_next", "1,batch,4"));
        assertThat(OnnxFields.nodes(graph))
                .containsExactly(
                        "Concat(x|h0) -> combined [axis=-1]",
                        "MatMul(combined|i2h.weight_transposed) -> i2h.product []",
                        "Add(i2h.product|i2h.bias) -> h0_next []",
                        "MatMul(combined|i2o.weight_transposed) -> i2o.product []",
                        "Add(i2o.product|i2o.bias) -> y []");
        Map<String, List<Object>> shapes = new LinkedHashMap<>();
        for (OnnxFields tensor : graph.messages(5)) {
            shapes.put(tensor.text(8), tensor.numbers(1));
        }
        assertThat(shapes)
                .isEqualTo(Map.of(
                        "i2h.weight_transposed", List.of(7L, 4L),
                        "i2h.bias", List.of(4L),
                        "i2o.weight_transposed", List.of(7L, 2L),
                        "i2o.bias", List.of(2L)));
    }

    @Test
    void shouldLookCategoriesUpAndPutTheirVectorsBehindTheFeatures() throws IOException {
        List<Embedding> embeddings = List.of(new Embedding(5, 2), new Embedding(7, 1));
        NetworkSpec spec = new NetworkSpec(CellKind.RNN_TANH, 3, 4, 1, 2, embeddings, Activation.IDENTITY);
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        OnnxFields graph = graph(spec, parameters);
        assertThat(OnnxFields.shapes(graph.messages(11))).containsEntry("x", "1,batch,5");
        assertThat(OnnxFields.nodes(graph).subList(0, 8))
                .containsExactly(
                        "Gather(x|features.columns) -> features [axis=-1]",
                        "Gather(x|embeddings.0.column) -> embeddings.0.value [axis=-1]",
                        "Cast(embeddings.0.value) -> embeddings.0.category [to=7]",
                        "Gather(embeddings.0.weight|embeddings.0.category) -> embeddings.0 [axis=0]",
                        "Gather(x|embeddings.1.column) -> embeddings.1.value [axis=-1]",
                        "Cast(embeddings.1.value) -> embeddings.1.category [to=7]",
                        "Gather(embeddings.1.weight|embeddings.1.category) -> embeddings.1 [axis=0]",
                        "Concat(features|embeddings.0|embeddings.1) -> embedded [axis=-1]");
        assertThat(graph.messages(1).get(8).text(1)).startsWith("embedded|rnn.l0.W|");
        Map<String, OnnxFields> constants = new LinkedHashMap<>();
        for (OnnxFields tensor : graph.messages(5)) {
            constants.put(tensor.text(8), tensor);
        }
        assertThat(OnnxFields.indices(constants, "features.columns")).containsExactly(0, 1, 2);
        assertThat(OnnxFields.indices(constants, "embeddings.0.column")).containsExactly(3);
        assertThat(OnnxFields.indices(constants, "embeddings.1.column")).containsExactly(4);
        OnnxFields table = Objects.requireNonNull(constants.get("embeddings.1.weight"));
        assertThat(table.numbers(1)).containsExactly(7L, 1L);
        int offset = spec.layout().tensor("embeddings.1.weight").offset();
        assertThat(OnnxFields.values(table))
                .containsExactly(Arrays.copyOfRange(parameters.toArray(), offset, offset + 7));
    }

    @Test
    void shouldHaveNoFeaturesWhereThereAreCategoriesAlone() throws IOException {
        List<Embedding> embeddings = List.of(new Embedding(5, 2));
        NetworkSpec spec = new NetworkSpec(CellKind.GRU, 0, 4, 1, 2, embeddings, Activation.IDENTITY);
        assertThat(OnnxFields.nodes(graph(spec)))
                .doesNotContain("Gather(x|features.columns) -> features [axis=-1]")
                .contains("Concat(embeddings.0) -> embedded [axis=-1]");
    }

    @ParameterizedTest
    @CsvSource({
        "SIGMOID, Sigmoid(sum) -> y []",
        "TANH, Tanh(sum) -> y []",
        "RELU, Relu(sum) -> y []",
        "LOG_SOFTMAX, LogSoftmax(sum) -> y [axis=-1]"
    })
    void shouldPutTheActivationOnTheHead(Activation activation, String node) throws IOException {
        List<String> stacked =
                OnnxFields.nodes(graph(new NetworkSpec(CellKind.GRU, 3, 4, 1, 2, List.of(), activation)));
        assertThat(stacked.subList(2, 4)).containsExactly("Add(head.product|head.bias) -> sum []", node);
        List<String> combined =
                OnnxFields.nodes(graph(new NetworkSpec(CellKind.RNN_COMBINED, 3, 4, 1, 2, List.of(), activation)));
        assertThat(combined.subList(4, 6)).containsExactly("Add(i2o.product|i2o.bias) -> sum []", node);
    }

    @Test
    void shouldHaveNoRecurrentOperatorForTheCombinedCell() {
        NetworkSpec spec = spec(CellKind.RNN_COMBINED, 1);
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OnnxLayer(spec, parameters, 0))
                .withMessageContaining("rnn-combined");
    }

    /** One value per gate, so that a block of rows shows which gate it is. */
    @ParameterizedTest
    @CsvSource({"RNN_TANH, '1,1'", "GRU, '2,1,3,2,1,3'", "GRU_RESET_BEFORE, '-2,1,3,-2,1,3'", "LSTM, '1,4,2,3,1,4,2,3'"
    })
    void shouldStackGatesInTheOrderOfTheOperator(CellKind cell, String expected) throws IOException {
        NetworkSpec spec = new NetworkSpec(cell, 1, 1, 1, 1);
        float[] values = new float[spec.layout().size()];
        for (String bias : List.of("rnn.bias_ih_l0", "rnn.bias_hh_l0", "rnn.weight_ih_l0", "rnn.weight_hh_l0")) {
            for (int gate = 0; gate < cell.gates(); gate++) {
                values[spec.layout().tensor(bias).offset() + gate] = gate + 1;
            }
        }
        List<OnnxFields> constants =
                graph(spec, Parameters.of(spec.layout(), values)).messages(5);
        float[] both = floats(expected);
        assertThat(OnnxFields.values(constants.get(2))).as("B").containsExactly(both);
        float[] one = Arrays.copyOf(both, both.length / 2);
        assertThat(OnnxFields.values(constants.get(0))).as("W").containsExactly(one);
        assertThat(OnnxFields.values(constants.get(1))).as("R").containsExactly(one);
    }

    @Test
    void shouldTransposeTheHead() throws IOException {
        NetworkSpec spec = new NetworkSpec(CellKind.RNN_TANH, 1, 2, 1, 3);
        float[] values = new float[spec.layout().size()];
        int offset = spec.layout().tensor("head.weight").offset();
        System.arraycopy(new float[] {1, 2, 3, 4, 5, 6}, 0, values, offset, 6);
        OnnxFields head =
                graph(spec, Parameters.of(spec.layout(), values)).messages(5).get(3);
        assertThat(OnnxFields.values(head)).containsExactly(1, 3, 5, 2, 4, 6);
    }

    @Test
    void shouldGiveTheSameBytesForTheSameNetwork() {
        NetworkSpec spec = spec(CellKind.LSTM, 1);
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        Map<String, String> oneOrder = new LinkedHashMap<>();
        oneOrder.put("a", "1");
        oneOrder.put("b", "2");
        Map<String, String> otherOrder = new LinkedHashMap<>();
        otherOrder.put("b", "2");
        otherOrder.put("a", "1");
        assertThat(OnnxExport.encode(spec, parameters, oneOrder))
                .isEqualTo(OnnxExport.encode(spec, parameters, otherOrder));
    }

    @Test
    void shouldRefuseWeightsOfAnotherNetworkOrNone() {
        NetworkSpec spec = spec(CellKind.GRU, 1);
        Parameters other = RandomNetworks.parameters(spec(CellKind.GRU, 2), 1);
        assertThatIllegalArgumentException().isThrownBy(() -> OnnxExport.encode(spec, other, Map.of()));
        float[] values = new float[spec.layout().size()];
        values[5] = Float.NaN;
        Parameters broken = Parameters.of(spec.layout(), values);
        assertThatIllegalArgumentException().isThrownBy(() -> OnnxExport.encode(spec, broken, Map.of()));
    }

    private static OnnxFields graph(NetworkSpec spec) throws IOException {
        return graph(spec, RandomNetworks.parameters(spec, 1));
    }

    private static OnnxFields graph(NetworkSpec spec, Parameters parameters) throws IOException {
        return OnnxFields.of(OnnxExport.encode(spec, parameters, Map.of())).message(7);
    }

    private static float[] floats(String text) {
        String[] parts = text.split(",", -1);
        float[] floats = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            floats[i] = Float.parseFloat(parts[i]);
        }
        return floats;
    }

    private static NetworkSpec spec(CellKind cell, int layers) {
        return new NetworkSpec(cell, 3, 4, layers, 2);
    }
}
