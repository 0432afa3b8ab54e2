package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.forecast.ReadoutPrior;
import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels from trainer to forecaster: weights and the pointer to the champion. */
class ModelRecordsTest {
    private static final ModelInfo INFO = new ModelInfo(7, 5, 1_234, 1_600_000_000_000L, .25, 1.5, .125, .5, 2);

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveBackWeights(CellKind cell) throws WireFormatException {
        NetworkSpec spec = network(cell, RandomNetworks.upToTwoLayers(cell));
        var record = new WeightsRecord(INFO, RandomNetworks.parameters(spec, 1), points(spec));
        WeightsRecord read = WeightsRecord.decode(record.encode(), points(spec));
        assertThat(read).isEqualTo(record);
        assertThat(read.snapshot(9).generation()).isEqualTo(9);
        assertThat(read.snapshot(9).version()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void shouldGiveBackWeightsWithEmbeddingsAndAnActivation(Activation activation) throws WireFormatException {
        for (CellKind cell : CellKind.values()) {
            NetworkSpec spec = categorical(cell, activation);
            var record = new WeightsRecord(INFO, RandomNetworks.parameters(spec, 1), points(spec));
            assertThat(WeightsRecord.decode(record.encode(), points(spec))).isEqualTo(record);
        }
    }

    @Test
    void shouldReadWeightsThatNameNoActivationAsThoseOfALinearHead() throws WireFormatException {
        NetworkSpec spec = network(CellKind.GRU, 2);
        var record = new WeightsRecord(INFO, RandomNetworks.parameters(spec, 1), points(spec));
        Safetensors file = Safetensors.decode(record.encode());
        Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
        assertThat(metadata.remove("activation")).isEqualTo("identity");
        byte[] old = new Safetensors(metadata, file.tensors()).encode();
        assertThat(WeightsRecord.decode(old, points(spec))).isEqualTo(record);
    }

    @Test
    void shouldRefuseWeightsWithOtherEmbeddingsOrAnotherActivation() {
        NetworkSpec spec = categorical(CellKind.GRU, Activation.SIGMOID);
        byte[] bytes = new WeightsRecord(INFO, RandomNetworks.parameters(spec, 3), points(spec)).encode();
        List<Embedding> swapped = List.of(new Embedding(7, 3), new Embedding(5, 2));
        for (NetworkSpec other : List.of(
                categorical(CellKind.GRU, Activation.TANH),
                new NetworkSpec(CellKind.GRU, 3, 4, 2, 2, swapped, Activation.SIGMOID),
                new NetworkSpec(CellKind.GRU, 8, 4, 2, 2, List.of(), Activation.SIGMOID))) {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> WeightsRecord.decode(bytes, points(other)))
                    .withMessageContaining("expected " + other);
        }
    }

    @Test
    void shouldNameTensorsAsPyTorchDoes() throws WireFormatException {
        NetworkSpec spec = network(CellKind.GRU, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 2);
        Safetensors file = Safetensors.decode(new WeightsRecord(INFO, parameters, points(spec)).encode());
        assertThat(file.require("format")).isEqualTo("pt");
        assertThat(file.require("rnn.weight_ih_l0", List.of(3 * 4, 3))).startsWith(parameters.get(0));
        assertThat(file.require("rnn.weight_hh_l1", List.of(3 * 4, 4))).hasSize(48);
        assertThat(file.require("rnn.bias_ih_l1", List.of(3 * 4))).hasSize(12);
        assertThat(file.require("head.weight", List.of(2, 4))).hasSize(8);
        assertThat(file.require("head.bias", List.of(2))[1]).isEqualTo(parameters.get(parameters.size() - 1));
    }

    @Test
    void shouldRefuseWeightsOfAnotherNetwork() {
        NetworkSpec spec = network(CellKind.GRU, 2);
        byte[] bytes = new WeightsRecord(INFO, RandomNetworks.parameters(spec, 3), points(spec)).encode();
        for (NetworkSpec other : List.of(
                network(CellKind.GRU_RESET_BEFORE, 2),
                network(CellKind.GRU, 1),
                new NetworkSpec(CellKind.GRU, 3, 5, 2, 2),
                new NetworkSpec(CellKind.GRU, 4, 4, 2, 2),
                new NetworkSpec(CellKind.GRU, 3, 4, 2, 1))) {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> WeightsRecord.decode(bytes, points(other)))
                    .withMessageContaining("expected " + other);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseWeightsThatAreNotFinite(float value) {
        NetworkSpec spec = network(CellKind.LSTM, 1);
        float[] values = RandomNetworks.parameters(spec, 4).toArray();
        values[values.length / 2] = value;
        byte[] bytes = new WeightsRecord(INFO, Parameters.of(spec.layout(), values), points(spec)).encode();
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WeightsRecord.decode(bytes, points(spec)))
                .withMessageContaining("not finite");
    }

    @Test
    void shouldGiveBackThePriorBesideTheWeights() throws WireFormatException {
        NetworkSpec spec = network(CellKind.GRU, 1);
        var record = new WeightsRecord(INFO, RandomNetworks.parameters(spec, 1), points(spec))
                .withPrior(new float[] {1, -2}, new float[] {.5f, 0});
        WeightsRecord read = WeightsRecord.decode(record.encode(), points(spec));
        assertThat(read).isEqualTo(record);
        assertThat(read.snapshot(9).prior()).isEqualTo(new ReadoutPrior(new float[] {1, -2}, new float[] {.5f, 0}));
        Safetensors file = Safetensors.decode(record.encode());
        assertThat(file.tensors()).containsKeys("prior.mean", "prior.variance");
        assertThat(NetworkFile.of(file.without("prior.")).parameters()).isEqualTo(record.parameters());
    }

    @Test
    void shouldRefuseAPriorThatIsNone() throws WireFormatException {
        NetworkSpec spec = network(CellKind.GRU, 1);
        Safetensors good =
                Safetensors.decode(new WeightsRecord(INFO, RandomNetworks.parameters(spec, 1), points(spec)).encode());
        var two = new Safetensors.Tensor(List.of(2), new float[] {1, 2});
        for (Map<String, Safetensors.Tensor> bad : List.of(
                Map.of("prior.mean", two),
                Map.of("prior.variance", two),
                Map.of("prior.mean", two, "prior.variance", new Safetensors.Tensor(List.of(1), new float[1])),
                Map.of("prior.mean", two, "prior.variance", two, "prior.mode", two),
                Map.of("prior.mean", two, "prior.variance", new Safetensors.Tensor(List.of(2), new float[] {1, -1})),
                Map.of(
                        "prior.mean",
                        new Safetensors.Tensor(List.of(2), new float[] {1, Float.NaN}),
                        "prior.variance",
                        two))) {
            Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>(good.tensors());
            tensors.putAll(bad);
            byte[] bytes = new Safetensors(good.metadata(), tensors).encode();
            assertThatExceptionOfType(WireFormatException.class)
                    .as("%s", bad)
                    .isThrownBy(() -> WeightsRecord.decode(bytes, points(spec)))
                    .withMessageMatching(".*(prior|variance).*");
        }
    }

    @Test
    void shouldRefuseWeightsOfAnotherHeadThoughTheNetworkHasTheSameShape() {
        NetworkSpec spec = network(CellKind.GRU, 1);
        byte[] bytes = new WeightsRecord(INFO, RandomNetworks.parameters(spec, 1), points(spec)).encode();
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WeightsRecord.decode(bytes, new ModelTask(spec, 1, "gaussian", "change")))
                .withMessage("weights' head is 'point', expected 'gaussian'");
    }

    @Test
    void shouldRefuseWeightsWithoutAGeneration() {
        NetworkSpec spec = network(CellKind.GRU, 1);
        var untrained = new ModelInfo(0, 0, 0, 0, 0, 0, 0, 0, 0);
        byte[] bytes = new WeightsRecord(untrained, RandomNetworks.parameters(spec, 5), points(spec)).encode();
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WeightsRecord.decode(bytes, points(spec)))
                .withMessageContaining("generation 0");
    }

    @Test
    void shouldRefuseWhatIsTooLongToBeWeights() {
        byte[] bytes = new byte[WeightsRecord.MAX_BYTES + 1];
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WeightsRecord.decode(bytes, points(network(CellKind.GRU, 1))))
                .withMessageContaining("8388609 bytes");
    }

    @Test
    void shouldNameRecordsOnTheWeightsTopic() {
        assertThat(WeightsRecord.key("fleet", 123)).isEqualTo("fleet/v000123");
        assertThat(WeightsRecord.championKey("fleet")).isEqualTo("fleet/champion");
        assertThat(WeightsRecord.sha256("abc".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void shouldGiveBackTheChampion() throws WireFormatException {
        var champion = new ChampionPointer(7, 5, "0123456789abcdef".repeat(4));
        assertThat(ChampionPointer.decode(champion.encode())).isEqualTo(champion);
        assertThat(new String(champion.encode(), StandardCharsets.UTF_8))
                .isEqualTo("{\"generation\":7,\"version\":5,\"sha256\":\"" + champion.sha256() + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"generation\":1,\"version\":1}",
                "{\"generation\":0,\"version\":1,\"sha256\":\"HASH\"}",
                "{\"generation\":1,\"version\":0,\"sha256\":\"HASH\"}",
                "{\"generation\":1,\"version\":1,\"sha256\":\"HASH0\"}",
                "{\"generation\":1,\"version\":1,\"sha256\":\"XHASH\"}",
                "{\"generation\":1,\"version\":1,\"sha256\":\"HASH\"} x",
                "{\"generation\":1,\"generation\":2,\"version\":1,\"sha256\":\"HASH\"}",
                "{\"generation\":\"1\",\"version\":1,\"sha256\":\"HASH\"}",
                "{\"generation\":1.5,\"version\":1,\"sha256\":\"HASH\"}"
            })
    void shouldRefuseAPointerThatIsNone(String json) {
        byte[] bytes = json.replace("HASH", "0123456789abcdef".repeat(4)).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(WireFormatException.class).isThrownBy(() -> ChampionPointer.decode(bytes));
    }

    @Test
    void shouldRefuseToPointAtNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChampionPointer(0, 1, "0".repeat(64)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ChampionPointer(1, 1, "0".repeat(63)));
    }

    /** Three features, then two categories. */
    private static NetworkSpec categorical(CellKind cell, Activation activation) {
        List<Embedding> embeddings = List.of(new Embedding(5, 2), new Embedding(7, 3));
        return new NetworkSpec(cell, 3, 4, RandomNetworks.upToTwoLayers(cell), 2, embeddings, activation);
    }

    private static NetworkSpec network(CellKind cell, int layers) {
        return new NetworkSpec(cell, 3, 4, layers, 2);
    }

    private static ModelTask points(NetworkSpec spec) {
        return ModelTask.ofPoints(spec);
    }
}
