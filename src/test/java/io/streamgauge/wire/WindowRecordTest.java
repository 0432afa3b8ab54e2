package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.Outcome;
import io.streamgauge.forecast.ReadoutSummary;
import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.Window;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels from forecaster to trainer: labelled windows. */
class WindowRecordTest {

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveBackWindows(CellKind cell) throws WireFormatException {
        NetworkSpec spec = network(cell, RandomNetworks.upToTwoLayers(cell));
        var record = new WindowRecord("key ä", 1_000, 2_000, 77, 3, RandomNetworks.window(spec, 6, 6));
        WindowRecord read = WindowRecord.decode(record.encode(points(spec)), points(spec));
        assertThat(read).isEqualTo(record);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveBackWindowsWithCategories(CellKind cell) throws WireFormatException {
        NetworkSpec spec = categorical(cell, Activation.IDENTITY);
        Window window = RandomNetworks.window(spec, 6, 6);
        assertThat(window.features()).isEqualTo(3 + 2);
        var record = new WindowRecord("key", 1_000, 2_000, 77, 3, window);
        assertThat(WindowRecord.decode(record.encode(points(spec)), points(spec)))
                .isEqualTo(record);
    }

    @Test
    void shouldGiveBackTheLastCategory() throws WireFormatException {
        NetworkSpec spec = categorical(CellKind.GRU, Activation.IDENTITY);
        Window window = RandomNetworks.window(spec, 6, 6);
        window.inputs()[3] = 4;
        window.inputs()[4] = 6;
        var record = new WindowRecord("key", 1_000, 2_000, 77, 3, window);
        assertThat(WindowRecord.decode(record.encode(points(spec)), points(spec)))
                .isEqualTo(record);
    }

    @Test
    void shouldGiveBackTheTimesOfAWindowBesideWhichAnOutcomeIsLabelled() throws WireFormatException {
        ModelTask task = ModelTask.of(labelled());
        Window window = RandomNetworks.window(task.network(), 3, 1);
        var record = new WindowRecord("k", 10, 20, 3, 4, values(window), null, List.of(), List.of(10L, 12L, -1L));
        assertThat(WindowRecord.decode(record.encode(task), task)).isEqualTo(record);
        byte[] without = new WindowRecord("k", 10, 20, 3, 4, values(window)).encode(task);
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(without, task))
                .withMessage("window has 0 times, expected one for each of its 3 steps");
        byte[] few = new WindowRecord("k", 10, 20, 3, 4, values(window), null, List.of(), List.of(1L, 2L)).encode(task);
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(few, task))
                .withMessage("window has 2 times, expected one for each of its 3 steps");
    }

    @Test
    void shouldRefuseWindowsOfAnotherOutcome() {
        ModelTask hour = ModelTask.of(labelled());
        ModelTask other = ModelTask.of(labelled().withOutcome(new Outcome("failure", 1_000)));
        Window window = values(RandomNetworks.window(hour.network(), 3, 1));
        byte[] bytes = new WindowRecord("k", 10, 20, 3, 4, window, null, List.of(), List.of(1L, 2L, 3L)).encode(other);
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(bytes, hour))
                .withMessage("window's head is 'point beside outcome within 1000 ms', expected 'point beside outcome"
                        + " within 3600000 ms'");
    }

    private static ForecasterSpec labelled() {
        return new ForecasterSpec(List.of(1, 2), 0, ZoneOffset.UTC, CellKind.GRU, 4, 1, 3, 1, .9)
                .withOutcome(new Outcome("failure", 3_600_000));
    }

    /** A window of the values alone, as it leaves the forecaster: 2 targets for 3 outputs. */
    private static Window values(Window window) {
        int labels = 2 * window.steps();
        return new Window(
                window.steps(),
                window.features(),
                2,
                window.inputs(),
                Arrays.copyOf(window.targets(), labels),
                Arrays.copyOf(window.mask(), labels),
                window.initialState());
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "0, -1", "0, 1.5", "1, 7", "1, 1e20"})
    void shouldRefuseWindowsWithACategoryThatHasNoVector(int embedding, float category) {
        NetworkSpec spec = categorical(CellKind.GRU, Activation.IDENTITY);
        Window window = RandomNetworks.window(spec, 6, 6);
        window.inputs()[2 * spec.inputWidth() + 3 + embedding] = category;
        byte[] bytes = new WindowRecord("k", 1, 2, 3, 4, window).encode(points(spec));
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(bytes, points(spec)))
                .withMessage("window's category of embedding " + embedding + " at step 2 is " + category
                        + ", expected a whole number from 0 to " + (embedding == 0 ? 4 : 6));
    }

    @Test
    void shouldRefuseWindowsWithoutTheirCategories() {
        NetworkSpec numeric = network(CellKind.GRU, 2);
        byte[] bytes = new WindowRecord("k", 1, 2, 3, 4, RandomNetworks.window(numeric, 6, 6)).encode(points(numeric));
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(bytes, points(categorical(CellKind.GRU, Activation.IDENTITY))))
                .withMessage("tensor 'inputs' has shape [6, 3], expected [6, 5]");
    }

    @Test
    void shouldLayTheStateOfALongShortTermMemoryOutAsPyTorchDoes() throws WireFormatException {
        NetworkSpec spec = network(CellKind.LSTM, 2);
        Window window = RandomNetworks.window(spec, 6, 7);
        float[] state = window.initialState();
        Safetensors file = Safetensors.decode(new WindowRecord("k", 1, 2, 3, 4, window).encode(points(spec)));
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
        Safetensors file = Safetensors.decode(new WindowRecord("k", 1, 2, 3, 4, window).encode(points(spec)));
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
        byte[] bytes = new WindowRecord("k", 1, 2, 3, 4, window).encode(points(spec));
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(bytes, points(spec)))
                .withMessageContaining(tensor)
                .withMessageContaining("NaN");
    }

    @Test
    void shouldRefuseWindowsOfAnotherNetwork() {
        NetworkSpec spec = network(CellKind.LSTM, 1);
        byte[] bytes = new WindowRecord("k", 1, 2, 3, 4, RandomNetworks.window(spec, 6, 10)).encode(points(spec));
        for (NetworkSpec other : List.of(
                network(CellKind.LSTM, 2),
                new NetworkSpec(CellKind.LSTM, 2, 4, 1, 2),
                new NetworkSpec(CellKind.LSTM, 3, 4, 1, 3),
                new NetworkSpec(CellKind.LSTM, 3, 5, 1, 2))) {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> WindowRecord.decode(bytes, points(other)))
                    .withMessageContaining("expected [");
        }
        byte[] withoutCellState = new WindowRecord(
                        "k", 1, 2, 3, 4, RandomNetworks.window(network(CellKind.GRU, 1), 6, 11))
                .encode(points(network(CellKind.GRU, 1)));
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(withoutCellState, points(spec)))
                .withMessageContaining("'c0'");
    }

    @Test
    void shouldRefuseWhatIsTooLongToBeAWindow() {
        byte[] bytes = new byte[(8 << 20) + 1];
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(bytes, points(network(CellKind.GRU, 1))))
                .withMessageContaining("8388609 bytes");
    }

    @Test
    void shouldGiveBackWindowsWithTheReadoutOfTheirKey() throws WireFormatException {
        NetworkSpec spec = network(CellKind.GRU, 1);
        var readout = new ReadoutSummary(new float[] {.5f, -2, 0}, 123, .25);
        var record = new WindowRecord("key", 1_000, 2_000, 77, 3, RandomNetworks.window(spec, 6, 6), readout);
        WindowRecord read = WindowRecord.decode(record.encode(points(spec)), points(spec));
        assertThat(read).isEqualTo(record);
        assertThat(read.readoutWeights()).containsExactly(.5f, -2, 0);
        assertThat(read.readoutCount()).isEqualTo(123);
        assertThat(read.readoutScale()).isEqualTo(.25);
        var without = new WindowRecord("key", 1_000, 2_000, 77, 3, record.window());
        assertThat(without.readoutWeights()).isEmpty();
    }

    @Test
    void shouldRefuseAReadoutThatIsNone() throws WireFormatException {
        NetworkSpec spec = network(CellKind.GRU, 1);
        Window window = RandomNetworks.window(spec, 6, 6);
        for (var bad : List.of(
                new ReadoutSummary(new float[] {1, Float.NaN}, 1, 1),
                new ReadoutSummary(new float[] {1, 1}, 1, Double.NaN),
                new ReadoutSummary(new float[] {1, 1}, 1, -1))) {
            byte[] bytes = new WindowRecord("k", 1, 2, 3, 4, window, bad).encode(points(spec));
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> WindowRecord.decode(bytes, points(spec)))
                    .withMessageContaining("window's readout");
        }
    }

    @Test
    void shouldHoldTargetsAndNotOutputsPerStep() throws WireFormatException {
        NetworkSpec spec = new NetworkSpec(CellKind.GRU, 3, 4, 1, 6);
        var quantiles = new ModelTask(spec, 2, "quantiles [0.1, 0.5, 0.9]", "change");
        Window window = RandomNetworks.window(new NetworkSpec(CellKind.GRU, 3, 4, 1, 2), 6, 6);
        var record = new WindowRecord("key", 1_000, 2_000, 77, 3, window);
        assertThat(WindowRecord.decode(record.encode(quantiles), quantiles)).isEqualTo(record);
    }

    @Test
    void shouldRefuseWindowsOfAnotherTask() {
        NetworkSpec spec = network(CellKind.GRU, 1);
        byte[] bytes = new WindowRecord("k", 1, 2, 3, 4, RandomNetworks.window(spec, 6, 6)).encode(points(spec));
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(bytes, new ModelTask(spec, 2, "point", "residual")))
                .withMessage("window's target is 'change', expected 'residual'");
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> WindowRecord.decode(bytes, new ModelTask(spec, 1, "gaussian", "change")))
                .withMessage("window's head is 'point', expected 'gaussian'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelTask(spec, 3, "point", "change"))
                .withMessage("network has 2 outputs, expected a multiple of 3 targets per step");
    }

    @Test
    void shouldReadWindowsThatNameNoTaskAsTheFirstOnes() throws WireFormatException {
        NetworkSpec spec = network(CellKind.GRU, 1);
        var record = new WindowRecord("k", 1, 2, 3, 4, RandomNetworks.window(spec, 6, 6));
        Safetensors file = Safetensors.decode(record.encode(points(spec)));
        Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
        assertThat(metadata.remove("head")).isEqualTo("point");
        assertThat(metadata.remove("target")).isEqualTo("change");
        byte[] old = new Safetensors(metadata, file.tensors()).encode();
        assertThat(WindowRecord.decode(old, points(spec))).isEqualTo(record);
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
