package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.Window;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between forecaster and trainer: weights, windows and the pointer to the champion. */
class ModelRecordsTest {
    private static final ModelInfo INFO = new ModelInfo(7, 5, 1_234, 1_600_000_000_000L, .25, 1.5, .125, .5, 2);

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveBackWeights(CellKind cell) throws WireFormatException {
        NetworkSpec spec = network(cell, 2);
        var record = new WeightsRecord(INFO, RandomNetworks.parameters(spec, 1), spec);
        WeightsRecord read = WeightsRecord.decode(record.encode(), spec);
        assertThat(read).isEqualTo(record);
        assertThat(read.snapshot(9).generation()).isEqualTo(9);
        assertThat(read.snapshot(9).version()).isEqualTo(5);
    }

    @Test
    void shouldNameTensorsAsPyTorchDoes() throws WireFormatException {
        NetworkSpec spec = network(CellKind.GRU, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 2);
        Safetensors file = Safetensors.decode(new WeightsRecord(INFO, parameters, spec).encode());
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
        byte[] bytes = new WeightsRecord(INFO, RandomNetworks.parameters(spec, 3), spec).encode();
        for (NetworkSpec other : List.of(
                network(CellKind.GRU_RESET_BEFORE, 2),
                network(CellKind.GRU, 1),
                new NetworkSpec(CellKind.GRU, 3, 5, 2, 2),
                new NetworkSpec(CellKind.GRU, 4, 4, 2, 2),
                new NetworkSpec(CellKind.GRU, 3, 4, 2, 1))) {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> WeightsRecord.decode(bytes, other))
                    .withMessageContaining("expected " + other);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseWeightsThatAreNotFinite(float value) {
        NetworkSpec spec = network(CellKind.LSTM, 1);
        float[] values = RandomNetworks.parameters(spec, 4).toArray();
        values[values.length / 2] = value;
        byte[] bytes = new WeightsRecord(INFO, Parameters.of(spec.layout(), values), spec).encode();
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WeightsRecord.decode(bytes, spec))
                .withMessageContaining("not finite");
    }

    @Test
    void shouldRefuseWeightsWithoutAGeneration() {
        NetworkSpec spec = network(CellKind.GRU, 1);
        var untrained = new ModelInfo(0, 0, 0, 0, 0, 0, 0, 0, 0);
        byte[] bytes = new WeightsRecord(untrained, RandomNetworks.parameters(spec, 5), spec).encode();
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WeightsRecord.decode(bytes, spec))
                .withMessageContaining("generation 0");
    }

    @Test
    void shouldRefuseWhatIsTooLongToBeWeightsOrAWindow() {
        byte[] bytes = new byte[WeightsRecord.MAX_BYTES + 1];
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WeightsRecord.decode(bytes, network(CellKind.GRU, 1)))
                .withMessageContaining("8388609 bytes");
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(bytes, network(CellKind.GRU, 1)))
                .withMessageContaining("8388609 bytes");
    }

    @Test
    void shouldNameRecordsOnTheWeightsTopic() {
        assertThat(WeightsRecord.key("fleet", 123)).isEqualTo("fleet/v000123");
        assertThat(WeightsRecord.championKey("fleet")).isEqualTo("fleet/champion");
        assertThat(WeightsRecord.sha256("abc".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveBackWindows(CellKind cell) throws WireFormatException {
        NetworkSpec spec = network(cell, 2);
        var record = new WindowRecord("key ä", 1_000, 2_000, 77, 3, RandomNetworks.window(spec, 6, 6));
        WindowRecord read = WindowRecord.decode(record.encode(spec), spec);
        assertThat(read).isEqualTo(record);
    }

    @Test
    void shouldLayTheStateOfALongShortTermMemoryOutAsPyTorchDoes() throws WireFormatException {
        NetworkSpec spec = network(CellKind.LSTM, 2);
        Window window = RandomNetworks.window(spec, 6, 7);
        float[] state = window.initialState();
        Safetensors file = Safetensors.decode(new WindowRecord("k", 1, 2, 3, 4, window).encode(spec));
        float[] h0 = file.require("h0", List.of(2, 4));
        float[] c0 = file.require("c0", List.of(2, 4));
        // The state holds h and c of layer 0, then h and c of layer 1.
        assertThat(Arrays.copyOfRange(h0, 0, 4)).isEqualTo(Arrays.copyOfRange(state, 0, 4));
        assertThat(Arrays.copyOfRange(c0, 0, 4)).isEqualTo(Arrays.copyOfRange(state, 4, 8));
        assertThat(Arrays.copyOfRange(h0, 4, 8)).isEqualTo(Arrays.copyOfRange(state, 8, 12));
        assertThat(Arrays.copyOfRange(c0, 4, 8)).isEqualTo(Arrays.copyOfRange(state, 12, 16));
    }

    @Test
    void shouldWriteNoCellStateForAGatedRecurrentUnit() throws WireFormatException {
        NetworkSpec spec = network(CellKind.GRU, 2);
        Window window = RandomNetworks.window(spec, 6, 8);
        Safetensors file = Safetensors.decode(new WindowRecord("k", 1, 2, 3, 4, window).encode(spec));
        assertThat(file.tensors()).containsOnlyKeys("inputs", "targets", "mask", "h0");
        assertThat(file.require("h0", List.of(2, 4))).isEqualTo(window.initialState());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inputs", "targets", "mask", "h0"})
    void shouldRefuseWindowsThatAreNotFinite(String tensor) {
        NetworkSpec spec = network(CellKind.GRU, 1);
        Window window = RandomNetworks.window(spec, 6, 9);
        float[] values = switch (tensor) {
            case "inputs" -> window.inputs();
            case "targets" -> window.targets();
            case "mask" -> window.mask();
            default -> window.initialState();
        };
        values[values.length - 1] = Float.NaN;
        byte[] bytes = new WindowRecord("k", 1, 2, 3, 4, window).encode(spec);
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(bytes, spec))
                .withMessageContaining(tensor)
                .withMessageContaining("NaN");
    }

    @Test
    void shouldRefuseWindowsOfAnotherNetwork() {
        NetworkSpec spec = network(CellKind.LSTM, 1);
        byte[] bytes = new WindowRecord("k", 1, 2, 3, 4, RandomNetworks.window(spec, 6, 10)).encode(spec);
        for (NetworkSpec other : List.of(
                network(CellKind.LSTM, 2),
                new NetworkSpec(CellKind.LSTM, 2, 4, 1, 2),
                new NetworkSpec(CellKind.LSTM, 3, 4, 1, 3),
                new NetworkSpec(CellKind.LSTM, 3, 5, 1, 2))) {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> WindowRecord.decode(bytes, other))
                    .withMessageContaining("expected [");
        }
        byte[] withoutCellState = new WindowRecord(
                        "k", 1, 2, 3, 4, RandomNetworks.window(network(CellKind.GRU, 1), 6, 11))
                .encode(network(CellKind.GRU, 1));
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(withoutCellState, spec))
                .withMessageContaining("'c0'");
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

    private static NetworkSpec network(CellKind cell, int layers) {
        return new NetworkSpec(cell, 3, 4, layers, 2);
    }
}
