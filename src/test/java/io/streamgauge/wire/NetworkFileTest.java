package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RandomNetworks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks under PyTorch's tensor names, written here or by PyTorch. */
class NetworkFileTest {

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveBackANetworkAndItsMetadata(CellKind cell) throws WireFormatException {
        NetworkFile network = network(cell, RandomNetworks.upToTwoLayers(cell), Map.of("generation", "7"));
        assertThat(NetworkFile.decode(network.encode())).isEqualTo(network);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldReadTheSizesOffTheTensorsWhereNothingDescribesThem(CellKind cell) throws WireFormatException {
        for (int layers = 1; layers <= (cell == CellKind.RNN_COMBINED ? 1 : 3); layers++) {
            NetworkFile network = network(cell, layers, Map.of());
            Safetensors bare = new Safetensors(Map.of(), network.toSafetensors().tensors());
            assertThat(NetworkFile.of(bare, cell)).isEqualTo(network);
        }
    }

    @ParameterizedTest
    @EnumSource(value = CellKind.class, names = "RNN_COMBINED", mode = EnumSource.Mode.EXCLUDE)
    void shouldTakeBareModulesOfPyTorch(CellKind cell) throws WireFormatException {
        NetworkFile network = network(cell, 2, Map.of());
        Safetensors recurrent = network.toSafetensors().module("rnn.");
        Safetensors linear = network.toSafetensors().module("head.");
        assertThat(recurrent.tensors().keySet())
                .containsExactly(
                        "weight_ih_l0",
                        "weight_hh_l0",
                        "bias_ih_l0",
                        "bias_hh_l0",
                        "weight_ih_l1",
                        "weight_hh_l1",
                        "bias_ih_l1",
                        "bias_hh_l1");
        assertThat(linear.tensors().keySet()).containsExactly("weight", "bias");
        Safetensors together = Safetensors.decode(recurrent.encode())
                .renamed(Map.of("", "rnn."))
                .and(Safetensors.decode(linear.encode()).renamed(Map.of("", "head.")));
        assertThat(NetworkFile.of(together, cell)).isEqualTo(network);
    }

    @Test
    void shouldTakeModulesUnderOtherNames() throws WireFormatException {
        NetworkFile network = network(CellKind.LSTM, 2, Map.of());
        Safetensors theirs = network.toSafetensors().renamed(Map.of("rnn.", "encoder.lstm.", "head.", "fc."));
        assertThat(theirs.tensors()).containsKeys("encoder.lstm.weight_hh_l1", "fc.bias");
        assertThat(NetworkFile.of(theirs.renamed(Map.of("encoder.lstm.", "rnn.", "fc.", "head."))))
                .isEqualTo(network);
    }

    @Test
    void shouldStackRowsAsPyTorchDoes() {
        NetworkSpec spec = spec(CellKind.GRU, 1);
        NetworkFile network = network(CellKind.GRU, 1, Map.of());
        Safetensors.Tensor weight =
                Objects.requireNonNull(network.toSafetensors().tensors().get("rnn.weight_hh_l0"));
        int offset = spec.layout().tensor("rnn.weight_hh_l0").offset();
        assertThat(weight.shape()).isEqualTo(List.of(3 * 4, 4));
        assertThat(weight.values()[4 * 4 + 1]).isEqualTo(network.parameters().get(offset + 4 * 4 + 1));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("rnn.weight_ih_l0", null, "no tensor 'rnn.weight_ih_l0', found [rnn.weight_hh_l0"),
                wrong("rnn.bias_hh_l1", null, "no tensor 'rnn.bias_hh_l1', found [rnn.weight_ih_l0"),
                wrong("rnn.weight_ih_l1", null, "no place for the tensors [rnn.bias_hh_l1, rnn.bias_ih_l1, rnn.w"),
                wrong("rnn.weight_ih_l3", List.of(0, 4), "no place for the tensors [rnn.weight_ih_l3]"),
                wrong(
                        "rnn.weight_ih_l0_reverse",
                        List.of(12, 3),
                        "no place for the tensors [rnn.weight_ih_l0_reverse]"),
                wrong("embedding.weight", List.of(5, 3), "no place for the tensors [embedding.weight]"),
                wrong("head.weight", null, "no tensor 'head.weight'"),
                wrong("head.weight", List.of(2, 5), "tensor 'head.weight' has shape [2, 5], expected [2, 4]"),
                wrong("head.weight", List.of(8), "tensor 'head.weight' has shape [8], expected a matrix"),
                wrong(
                        "head.weight",
                        List.of(0, 4),
                        "tensor 'head.weight' has shape [0, 4], expected a matrix with rows"),
                wrong("head.bias", List.of(3), "tensor 'head.bias' has shape [3], expected [2]"),
                wrong(
                        "rnn.weight_hh_l0",
                        List.of(16, 4),
                        "tensor 'rnn.weight_hh_l0' has shape [16, 4], expected [12, 4] for the cell gru"),
                wrong(
                        "rnn.weight_ih_l0",
                        List.of(8, 3),
                        "tensor 'rnn.weight_ih_l0' has shape [8, 3], expected [12, 3]"),
                wrong(
                        "rnn.weight_ih_l1",
                        List.of(12, 3),
                        "tensor 'rnn.weight_ih_l1' has shape [12, 3], expected [12, 4]"));
    }

    private static Arguments wrong(String tensor, @Nullable List<Integer> shape, String reason) {
        return Arguments.of(tensor, shape, reason);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrong")
    void shouldNameTheTensorThatDoesNotFit(String name, @Nullable List<Integer> shape, String reason) {
        shouldRefuse(network(CellKind.GRU, 2, Map.of()), name, shape, reason);
    }

    /** The network's tensors with one taken out, or zeros of the given shape in its place. */
    static void shouldRefuse(NetworkFile network, String name, @Nullable List<Integer> shape, String reason) {
        Map<String, Safetensors.Tensor> tensors =
                new LinkedHashMap<>(network.toSafetensors().tensors());
        tensors.remove(name);
        if (shape != null) {
            int size = shape.stream().reduce(1, Math::multiplyExact);
            tensors.put(name, new Safetensors.Tensor(shape, new float[size]));
        }
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> NetworkFile.of(
                        new Safetensors(Map.of(), tensors), network.spec().cell()))
                .withMessageContaining(reason);
    }

    @Test
    void shouldNeedTheKindOfCellFromTheFileOrTheCaller() throws WireFormatException {
        NetworkFile network = network(CellKind.RNN_RELU, 1, Map.of());
        Safetensors bare = new Safetensors(Map.of(), network.toSafetensors().tensors());
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> NetworkFile.of(bare))
                .withMessageContaining("no metadata 'cell'");
        assertThat(NetworkFile.of(bare, CellKind.RNN_TANH).spec().cell()).isEqualTo(CellKind.RNN_TANH);
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> NetworkFile.of(with(network, "cell", "peephole")))
                .withMessageContaining("unknown cell 'peephole'");
    }

    @ParameterizedTest
    @CsvSource({"cell,gru", "input_size,4", "hidden_size,5", "layers,1", "output_size,two"})
    void shouldRefuseADescriptionThatTheTensorsContradict(String name, String text) {
        NetworkFile network = network(CellKind.GRU_RESET_BEFORE, 2, Map.of());
        String found = network.toSafetensors().metadata().get(name);
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> NetworkFile.of(with(network, name, text), CellKind.GRU_RESET_BEFORE))
                .withMessageContaining("metadata '" + name + "' is '" + text + "', expected '" + found + "'");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldNameTheTensorThatIsNotFinite(float value) {
        Safetensors file = network(CellKind.LSTM, 1, Map.of()).toSafetensors();
        Objects.requireNonNull(file.tensors().get("rnn.bias_ih_l0")).values()[3] = value;
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> NetworkFile.of(file))
                .withMessage("tensor 'rnn.bias_ih_l0' holds " + value + ", which is not finite");
    }

    /** A shape with a length of 0 costs nothing in a file, whatever its other length would ask for. */
    @Test
    void shouldNotSetMemoryAsideForLayersWithoutValues() {
        NetworkFile wide = network(new NetworkSpec(CellKind.GRU, 1, 100, 1, 1), Map.of());
        Map<String, Safetensors.Tensor> tensors =
                new LinkedHashMap<>(wide.toSafetensors().tensors());
        for (int layer = 1; layer < 40_000; layer++) {
            tensors.put("rnn.weight_ih_l" + layer, new Safetensors.Tensor(List.of(0), new float[0]));
        }
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> NetworkFile.of(new Safetensors(Map.of(), tensors), CellKind.GRU))
                .withMessageContaining("layers=40000")
                .withMessageContaining("more than an array can hold");
    }

    @Test
    void shouldKeepTheNamesOfTheDescriptionForItself() {
        NetworkFile network = network(CellKind.GRU, 1, Map.of("layers", "1"));
        assertThatIllegalArgumentException().isThrownBy(network::encode).withMessageContaining("'layers'");
    }

    private static Safetensors with(NetworkFile network, String name, String text) {
        Map<String, String> metadata =
                new LinkedHashMap<>(network.toSafetensors().metadata());
        metadata.put(name, text);
        return new Safetensors(metadata, network.toSafetensors().tensors());
    }

    private static NetworkFile network(CellKind cell, int layers, Map<String, String> metadata) {
        return network(spec(cell, layers), metadata);
    }

    private static NetworkFile network(NetworkSpec spec, Map<String, String> metadata) {
        return new NetworkFile(spec, RandomNetworks.parameters(spec, 1), metadata);
    }

    private static NetworkSpec spec(CellKind cell, int layers) {
        return new NetworkSpec(cell, 3, 4, layers, 2);
    }
}
