package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RandomNetworks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks with embeddings, with activations and with the combined cell under PyTorch's tensor names. */
class NetworkFilePartsTest {

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldReadEmbeddingsOffTheirTables(CellKind cell) throws WireFormatException {
        for (int features : List.of(0, 1, 3)) {
            List<Embedding> embeddings = new ArrayList<>();
            for (int dimension = 1; dimension <= 3; dimension++) {
                embeddings.add(new Embedding(dimension + 4, dimension));
                NetworkSpec spec = new NetworkSpec(cell, features, 4, 1, 2, embeddings, Activation.IDENTITY);
                NetworkFile network = network(spec, Map.of("generation", "7"));
                assertThat(NetworkFile.decode(network.encode())).isEqualTo(network);
                Safetensors bare =
                        new Safetensors(Map.of(), network.toSafetensors().tensors());
                assertThat(NetworkFile.of(bare, cell).spec()).isEqualTo(spec);
            }
        }
    }

    @Test
    void shouldTakeABareEmbeddingOfPyTorch() throws WireFormatException {
        NetworkFile network = network(categorical(CellKind.LSTM, Activation.IDENTITY), Map.of());
        Safetensors whole = network.toSafetensors();
        Safetensors table = whole.module("embeddings.1.");
        assertThat(table.tensors()).containsOnlyKeys("weight");
        Safetensors together = Safetensors.decode(table.encode())
                .renamed(Map.of("", "embeddings.1."))
                .and(whole.module("embeddings.0.").renamed(Map.of("", "embeddings.0.")))
                .and(whole.module("rnn.").renamed(Map.of("", "rnn.")))
                .and(whole.module("head.").renamed(Map.of("", "head.")));
        assertThat(NetworkFile.of(together, CellKind.LSTM)).isEqualTo(network);
    }

    @Test
    void shouldTakeTheCombinedCellUnderTheNamesOfItsTwoMaps() throws WireFormatException {
        NetworkSpec spec = new NetworkSpec(CellKind.RNN_COMBINED, 57, 128, 1, 18, List.of(), Activation.LOG_SOFTMAX);
        NetworkFile network = network(spec, Map.of());
        Map<String, Safetensors.Tensor> tensors = network.toSafetensors().tensors();
        assertThat(tensors.keySet()).containsExactly("i2h.weight", "i2h.bias", "i2o.weight", "i2o.bias");
        assertThat(tensors.values().stream().map(Safetensors.Tensor::shape))
                .containsExactly(List.of(128, 185), List.of(128), List.of(18, 185), List.of(18));
        Safetensors bare = new Safetensors(Map.of(), tensors);
        assertThat(NetworkFile.of(bare, CellKind.RNN_COMBINED, Activation.LOG_SOFTMAX))
                .isEqualTo(network);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void shouldTakeTheActivationFromTheFileOrTheCallerAndElseTheIdentity(Activation activation)
            throws WireFormatException {
        NetworkFile network = network(categorical(CellKind.GRU, activation), Map.of());
        Safetensors file = network.toSafetensors();
        assertThat(file.metadata()).containsEntry("activation", activation.id());
        assertThat(NetworkFile.of(file)).isEqualTo(network);
        assertThat(NetworkFile.of(file, CellKind.GRU)).isEqualTo(network);
        Safetensors bare = new Safetensors(Map.of("cell", "gru"), file.tensors());
        assertThat(NetworkFile.of(bare, CellKind.GRU, activation)).isEqualTo(network);
        assertThat(NetworkFile.of(bare).spec()).isEqualTo(categorical(CellKind.GRU, Activation.IDENTITY));
    }

    @Test
    void shouldRefuseAnActivationThatIsUnknownOrNotTheCallers() {
        NetworkFile network = network(categorical(CellKind.GRU, Activation.TANH), Map.of());
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> NetworkFile.of(with(network, "activation", "softplus")))
                .withMessageContaining("metadata 'activation': unknown activation 'softplus'");
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> NetworkFile.of(network.toSafetensors(), CellKind.GRU, Activation.RELU))
                .withMessageContaining("metadata 'activation' is 'tanh', expected 'relu'");
    }

    /** Described are the features; the columns that embeddings take do not count among them. */
    @Test
    void shouldCompareTheDescribedFeaturesWithTheColumnsThatEmbeddingsLeave() {
        for (CellKind cell : CellKind.values()) {
            NetworkFile network = network(categorical(cell, Activation.IDENTITY), Map.of());
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> NetworkFile.of(with(network, "input_size", "8")))
                    .withMessageContaining("metadata 'input_size' is '8', expected '3'");
        }
    }

    static Stream<Arguments> wrongWithEmbeddings() {
        return Stream.of(
                Arguments.of("embeddings.0.weight", List.of(5, 9), "has 8 columns, expected at least 12 for 0 units"),
                Arguments.of("embeddings.0.weight", null, "no place for the tensors [embeddings.1.weight]"),
                Arguments.of("embeddings.3.weight", List.of(5, 1), "no place for the tensors [embeddings.3.weight]"),
                Arguments.of("embeddings.0.bias", List.of(5), "no place for the tensors [embeddings.0.bias]"),
                Arguments.of("embeddings.1.weight", List.of(21), "has shape [21], expected a matrix"),
                Arguments.of("embeddings.1.weight", List.of(0, 3), "has shape [0, 3], expected a matrix"),
                Arguments.of("embeddings.1.weight", List.of((1 << 24) + 1, 1), "embedding has 16777217 categories"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrongWithEmbeddings")
    void shouldNameTheTableThatDoesNotFit(String name, @Nullable List<Integer> shape, String reason) {
        NetworkFile network = network(categorical(CellKind.GRU, Activation.IDENTITY), Map.of());
        NetworkFileTest.shouldRefuse(network, name, shape, reason);
    }

    static Stream<Arguments> wrongCombined() {
        return Stream.of(
                Arguments.of("i2h.weight", null, "no tensor 'i2h.weight'"),
                Arguments.of(
                        "i2h.weight", List.of(4, 4), "'i2h.weight' has 4 columns, expected at least 5 for 4 units"),
                Arguments.of("i2h.weight", List.of(4, 8), "'i2o.weight' has shape [2, 7], expected [2, 8]"),
                Arguments.of("i2o.weight", List.of(2, 8), "'i2o.weight' has shape [2, 8], expected [2, 7]"),
                Arguments.of("i2o.weight", null, "no tensor 'i2o.weight'"),
                Arguments.of("head.weight", List.of(2, 4), "no place for the tensors [head.weight]"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrongCombined")
    void shouldNameTheTensorThatDoesNotFitTheCombinedCell(String name, @Nullable List<Integer> shape, String reason) {
        NetworkFileTest.shouldRefuse(
                network(new NetworkSpec(CellKind.RNN_COMBINED, 3, 4, 1, 2), Map.of()), name, shape, reason);
    }

    private static Safetensors with(NetworkFile network, String name, String text) {
        Map<String, String> metadata =
                new LinkedHashMap<>(network.toSafetensors().metadata());
        metadata.put(name, text);
        return new Safetensors(metadata, network.toSafetensors().tensors());
    }

    private static NetworkFile network(NetworkSpec spec, Map<String, String> metadata) {
        return new NetworkFile(spec, RandomNetworks.parameters(spec, 1), metadata);
    }

    /** Three features, then two categories. */
    private static NetworkSpec categorical(CellKind cell, Activation activation) {
        return new NetworkSpec(cell, 3, 4, 1, 2, List.of(new Embedding(5, 2), new Embedding(7, 3)), activation);
    }
}
