package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The structure of exported models, read back field by field; what they compute is checked against ONNX Runtime. */
class OnnxExportTest {

    /** The fields of one message by number: a number as long, anything else as bytes. */
    private record Message(Map<Integer, List<Object>> fields) {
        static Message of(byte[] bytes) throws IOException {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            Map<Integer, List<Object>> fields = new TreeMap<>();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                Object value = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT
                        ? (Object) in.readInt64()
                        : in.readByteArray();
                fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), n -> new ArrayList<>())
                        .add(value);
            }
            return new Message(fields);
        }

        List<Message> messages(int field) throws IOException {
            List<Message> messages = new ArrayList<>();
            for (Object bytes : fields.getOrDefault(field, List.of())) {
                messages.add(of((byte[]) bytes));
            }
            return messages;
        }

        Message message(int field) throws IOException {
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
    }

    @Test
    void shouldSayWhatTheModelIs() throws IOException {
        NetworkSpec spec = spec(CellKind.GRU, 2);
        Message model = Message.of(
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
                        Map.entry("output_size", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v5", "-1", "9999999999999999999"})
    void shouldHaveNoVersionWhereTheMetadataHaveNoneThatIsAWholeNumber(String version) throws IOException {
        NetworkSpec spec = spec(CellKind.GRU, 1);
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        Message model = Message.of(OnnxExport.encode(spec, parameters, Map.of("version", version)));
        assertThat(model.numbers(5)).containsExactly(0L);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldHaveTheStateOfEveryLayerAsInputAndOutput(CellKind cell) throws IOException {
        Message graph = graph(spec(cell, 2));
        Map<String, String> states = new LinkedHashMap<>();
        for (String state : cell == CellKind.LSTM ? List.of("h0", "c0", "h1", "c1") : List.of("h0", "h1")) {
            states.put(state, "1,batch,4");
        }
        Map<String, String> inputs = new LinkedHashMap<>(Map.of("x", "1,batch,3"));
        inputs.putAll(states);
        Map<String, String> outputs = new LinkedHashMap<>(Map.of("y", "1,batch,2"));
        states.forEach((name, shape) -> outputs.put(name + "_next", shape));
        assertThat(shapes(graph.messages(11))).isEqualTo(inputs);
        assertThat(shapes(graph.messages(12))).isEqualTo(outputs);
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
        List<Message> nodes = graph(spec(cell, 2)).messages(1);
        assertThat(nodes.stream().map(node -> node.text(4))).containsExactly(operator, operator, "MatMul", "Add");
        String c = cell == CellKind.LSTM ? "|c%d" : "";
        assertThat(nodes.get(0).text(1)).isEqualTo("x|rnn.l0.W|rnn.l0.R|rnn.l0.B||h0" + c.formatted(0));
        assertThat(nodes.get(1).text(1)).isEqualTo("h0_next|rnn.l1.W|rnn.l1.R|rnn.l1.B||h1" + c.formatted(1));
        assertThat(nodes.get(1).text(2)).isEqualTo("|h1_next" + (c.isEmpty() ? "" : "|c1_next"));
        assertThat(nodes.get(2).text(1)).isEqualTo("h1_next|head.weight_transposed");
        assertThat(nodes.get(3).text(1)).isEqualTo("head.product|head.bias");
        assertThat(nodes.get(3).text(2)).isEqualTo("y");
        assertThat(attributes(nodes.get(0))).containsExactly("hidden_size=4", form);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldHoldEveryWeightWithTheShapeOfItsOperator(CellKind cell) throws IOException {
        NetworkSpec spec = spec(cell, 2);
        int rows = cell.gates() * 4;
        Map<String, List<Object>> shapes = new LinkedHashMap<>();
        for (Message tensor : graph(spec).messages(5)) {
            shapes.put(tensor.text(8), tensor.numbers(1));
            assertThat(tensor.numbers(2)).as("float").containsExactly(1L);
            long size = tensor.numbers(1).stream().mapToLong(n -> (long) n).reduce(1, Math::multiplyExact);
            assertThat(values(tensor)).as(tensor.text(8)).hasSize((int) size);
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
        List<Message> constants =
                graph(spec, Parameters.of(spec.layout(), values)).messages(5);
        float[] both = floats(expected);
        assertThat(values(constants.get(2))).as("B").containsExactly(both);
        float[] one = Arrays.copyOf(both, both.length / 2);
        assertThat(values(constants.get(0))).as("W").containsExactly(one);
        assertThat(values(constants.get(1))).as("R").containsExactly(one);
    }

    @Test
    void shouldTransposeTheHead() throws IOException {
        NetworkSpec spec = new NetworkSpec(CellKind.RNN_TANH, 1, 2, 1, 3);
        float[] values = new float[spec.layout().size()];
        int offset = spec.layout().tensor("head.weight").offset();
        System.arraycopy(new float[] {1, 2, 3, 4, 5, 6}, 0, values, offset, 6);
        Message head =
                graph(spec, Parameters.of(spec.layout(), values)).messages(5).get(3);
        assertThat(values(head)).containsExactly(1, 3, 5, 2, 4, 6);
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

    private static Message graph(NetworkSpec spec) throws IOException {
        return graph(spec, RandomNetworks.parameters(spec, 1));
    }

    private static Message graph(NetworkSpec spec, Parameters parameters) throws IOException {
        return Message.of(OnnxExport.encode(spec, parameters, Map.of())).message(7);
    }

    /** Shape by name of the values that go in or come out, all of them floats. */
    private static Map<String, String> shapes(List<Message> values) throws IOException {
        Map<String, String> shapes = new LinkedHashMap<>();
        for (Message value : values) {
            Message tensor = value.message(2).message(1);
            assertThat(tensor.numbers(1)).as("float").containsExactly(1L);
            List<String> lengths = new ArrayList<>();
            for (Message dimension : tensor.message(2).messages(1)) {
                lengths.add(
                        dimension.numbers(1).isEmpty()
                                ? dimension.text(2)
                                : dimension.numbers(1).get(0).toString());
            }
            shapes.put(value.text(1), String.join(",", lengths));
        }
        return shapes;
    }

    private static List<String> attributes(Message node) throws IOException {
        List<String> attributes = new ArrayList<>();
        for (Message attribute : node.messages(5)) {
            boolean number = attribute.numbers(20).equals(List.of(2L));
            Object value = number ? attribute.numbers(3).get(0) : attribute.texts(9);
            assertThat(number || attribute.numbers(20).equals(List.of(8L)))
                    .as("type")
                    .isTrue();
            attributes.add(attribute.text(1) + "=" + value);
        }
        return attributes;
    }

    private static float[] values(Message tensor) {
        byte[] raw =
                (byte[]) tensor.fields().getOrDefault(9, List.of(new byte[0])).get(0);
        FloatBuffer values = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
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
