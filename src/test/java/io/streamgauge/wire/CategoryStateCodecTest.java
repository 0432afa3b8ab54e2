package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.anomaly.AnomalySettings;
import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.CategoryMonitor.KeyCategories;
import io.streamgauge.anomaly.CategoryScore;
import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.CategoryForecaster;
import io.streamgauge.forecast.CategorySpec;
import io.streamgauge.forecast.KeySample;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Successions;
import io.streamgauge.nn.Window;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** States of categories, windows and weights on their way through bytes. */
class CategoryStateCodecTest {

    private static final CategorySpec SPEC = new CategorySpec(5, false, CellKind.LSTM, 3, 1, 4, 2);
    private static final int EVENTS = 250;

    private final CategoryMonitor monitor = monitor(SPEC);
    private final CategoryStateCodec codec = new CategoryStateCodec(monitor);
    private final CategoryForecaster.Workspace workspace = new CategoryForecaster.Workspace(SPEC);
    private final CategoryForecast forecast = new CategoryForecast(SPEC);
    private final CategoryScore score = new CategoryScore();
    private final ModelSnapshot model = new ModelSnapshot(
            2,
            1,
            new RecurrentNetwork(SPEC.network(), SPEC.untrained(4)),
            null,
            new Vocabulary(List.of("a", "b", "c")));

    private static CategoryMonitor monitor(CategorySpec spec) {
        return new CategoryMonitor(spec, new AnomalySettings(1, 10), KeySample.ALL);
    }

    private static String event(int t) {
        return List.of("a", "b", "c", "ü" + t).get(new Random(t).nextInt(4));
    }

    private void step(KeyCategories state, int t) {
        monitor.step(state, t, event(t), model, workspace, forecast, score);
    }

    private KeyCategories after(int events) {
        KeyCategories state = monitor.fresh("key");
        for (int t = 0; t < events; t++) {
            step(state, t);
        }
        return state;
    }

    @Test
    void shouldGoOnFromBytesAsFromTheStateItself() throws WireFormatException {
        KeyCategories unbroken = monitor.fresh("key");
        KeyCategories stored = monitor.fresh("key");
        for (int t = 0; t < EVENTS; t++) {
            step(unbroken, t);
            step(stored, t);
            stored = codec.decode(codec.encode(stored));
            assertThat(codec.encode(stored)).isEqualTo(codec.encode(unbroken));
        }
        assertThat(stored.series().count()).isEqualTo(EVENTS);
    }

    @Test
    void shouldTakeAsManyBytesAsItSays() {
        assertThat(codec.encode(monitor.fresh("key"))).hasSize(codec.encodedBytes(true));
        KeyCategories plain = monitor.fresh("key");
        plain.series().sample(SPEC, false);
        assertThat(codec.encode(plain)).hasSize(codec.encodedBytes(false));
        assertThat(codec.encodedBytes(false)).isLessThan(codec.encodedBytes(true));
    }

    @Test
    void shouldRefuseEveryBytePutWrong() {
        byte[] bytes = codec.encode(after(20));
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 1;
            assertThatThrownBy(() -> codec.decode(damaged)).isInstanceOf(WireFormatException.class);
        }
        assertThatThrownBy(() -> codec.decode(new byte[7])).isInstanceOf(WireFormatException.class);
    }

    @Test
    void shouldRefuseBytesThatNothingAsksFor() {
        byte[] bytes = codec.encode(after(20));
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        CRC32C crc = new CRC32C();
        crc.update(longer, 0, longer.length - Integer.BYTES);
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(longer.length - Integer.BYTES, (int)
                crc.getValue());
        assertThatThrownBy(() -> codec.decode(longer))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("after its unknown categories");
    }

    @Test
    void shouldRefuseAStateOfAnotherNetwork() {
        byte[] bytes = codec.encode(after(20));
        CategoryMonitor other = monitor(new CategorySpec(6, false, CellKind.LSTM, 3, 1, 4, 2));
        assertThatThrownBy(() -> new CategoryStateCodec(other).decode(bytes))
                .isInstanceOf(OtherLayoutException.class)
                .hasMessageContaining("vocabulary");
    }

    @Test
    void shouldReadWhatLastsOfAStateOfAnotherNetwork() throws WireFormatException {
        CategoryMonitor other = monitor(new CategorySpec(6, false, CellKind.GRU, 4, 2, 4, 2));
        CategoryStateCodec others = new CategoryStateCodec(other);
        for (String bytes : List.of(STORED, STORED_2)) {
            KeyCategories stored = others.lasting(Base64.getDecoder().decode(bytes));
            assertThat(stored.series().count()).isEqualTo(5);
            assertThat(stored.series().lastTime()).isEqualTo(4);
            assertThat(stored.series().generation()).isEqualTo(2);
            assertThat(stored.series().version()).isEqualTo(1);
            assertThat(stored.episode().opened()).isNull();
        }
        byte[] bytes = codec.encode(after(20));
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 1;
            assertThatThrownBy(() -> others.lasting(damaged)).isInstanceOf(WireFormatException.class);
        }
    }

    @Test
    void shouldCarryUnknownCategoriesInAWindow() throws WireFormatException {
        KeyCategories state = monitor.fresh("key");
        WindowRecord window = null;
        for (int t = 0; window == null; t++) {
            monitor.step(state, t, t == 2 ? "ü" : "a", model, workspace, forecast, score);
            window = WindowRecord.of("key", state.series(), forecast);
        }
        assertThat(window.unknown()).containsExactly("ü");
        ModelTask task = ModelTask.of(SPEC);
        WindowRecord read = WindowRecord.decode(window.encode(task), task);
        assertThat(read.unknown()).isEqualTo(window.unknown());
        assertThat(read.window()).isEqualTo(window.window());
        ModelTask templates = ModelTask.of(new CategorySpec(5, true, CellKind.LSTM, 3, 1, 4, 2));
        byte[] bytes = window.encode(task);
        assertThatThrownBy(() -> WindowRecord.decode(bytes, templates))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("next-template");
    }

    @Test
    void shouldRefuseAWindowWhoseTargetIsNoClass() {
        ModelTask task = ModelTask.of(SPEC);
        int steps = SPEC.windowSteps();
        float[] targets = {0, 4, 5, 0};
        Window window = new Window(
                steps,
                1,
                1,
                new float[steps],
                targets,
                new float[steps],
                new float[SPEC.network().stateSize()]);
        byte[] bytes = new WindowRecord("key", 0, 1, 9, 1, window).encode(task);
        assertThatThrownBy(() -> WindowRecord.decode(bytes, task))
                .isInstanceOf(WireFormatException.class)
                .hasMessage("window's target is 5.0, expected a class from 0 to 4");
    }

    @Test
    void shouldPublishTheVocabularyWithTheWeights() throws WireFormatException {
        ModelTask task = ModelTask.of(SPEC);
        WeightsRecord weights = new WeightsRecord(new ModelInfo(3, 2, 1, 1, 1, 1, 1, 1, 1), SPEC.untrained(1), task)
                .withVocabulary(List.of("log in", "\"pay\"\n", "ü"))
                .withSuccessions(successions());
        WeightsRecord read = WeightsRecord.decode(weights.encode(), task);
        assertThat(read.vocabulary().categories()).containsExactly("log in", "\"pay\"\n", "ü");
        assertThat(read.successions()).isEqualTo(successions());
        assertThat(read.snapshot(7).vocabulary()).isEqualTo(read.vocabulary());
        assertThat(read.parameters()).isEqualTo(weights.parameters());
    }

    private static Successions successions() {
        Successions successions = new Successions();
        for (int t = 0; t < 50; t++) {
            successions.learn(t % 3 - 1, t % 4, t % 5);
        }
        return successions;
    }

    @Test
    void shouldRefuseSuccessionsThatCannotBe() {
        for (float wrong : new float[] {.5f, -1, 1e9f, Float.NaN}) {
            for (int column = 0; column < 3; column++) {
                float[] values = {1, 2, 3};
                values[column] = wrong;
                assertThatThrownBy(() -> SuccessionTensor.read(new Safetensors.Tensor(List.of(1, 3), values), 5))
                        .isInstanceOf(WireFormatException.class)
                        .hasMessageContaining("successions");
            }
        }
        Safetensors.Tensor twice = new Safetensors.Tensor(List.of(2, 3), new float[] {1, 2, 3, 1, 2, 4});
        assertThatThrownBy(() -> SuccessionTensor.read(twice, 5))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void shouldRefuseAVocabularyThatDoesNotFit() {
        ModelTask task = ModelTask.of(SPEC);
        ModelInfo info = new ModelInfo(3, 2, 1, 1, 1, 1, 1, 1, 1);
        byte[] bytes = new WeightsRecord(info, SPEC.untrained(1), task)
                .withVocabulary(List.of("1", "2", "3", "4", "5"))
                .encode();
        assertThatThrownBy(() -> WeightsRecord.decode(bytes, task))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("vocabulary");
        byte[] twice = new String(
                        new WeightsRecord(info, SPEC.untrained(1), task)
                                .withVocabulary(List.of("1", "2"))
                                .encode(),
                        StandardCharsets.ISO_8859_1)
                .replace("[\\\"1\\\",\\\"2\\\"]", "[\\\"1\\\",\\\"1\\\"]")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> WeightsRecord.decode(twice, task))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("twice");
    }

    /** A state of format 1, as this codec wrote it first; surprises were measured otherwise then. */
    @Test
    void shouldReadAStoredState() throws WireFormatException {
        byte[] bytes = Base64.getDecoder().decode(STORED);
        KeyCategories stored = codec.decode(bytes);
        assertThat(stored.series().count()).isEqualTo(5);
        assertThat(stored.series().generation()).isEqualTo(2);
        assertThat(stored.series().unknown()).isEmpty();
        assertThat(stored.episode().opened()).isNull();
        assertThat(codec.encode(stored)).hasSize(bytes.length + SINCE_FIRST_BYTES);
    }

    /** A state of format 2. */
    @Test
    void shouldReadAStoredStateWithAnEpisode() throws WireFormatException {
        assertThat(Base64.getEncoder().encodeToString(codec.encode(after(5)))).isEqualTo(STORED_2);
        KeyCategories stored = codec.decode(Base64.getDecoder().decode(STORED_2));
        assertThat(Base64.getEncoder().encodeToString(codec.encode(stored))).isEqualTo(STORED_2);
    }

    private static final int SINCE_FIRST_BYTES = 2 * Integer.BYTES + Long.BYTES + Double.BYTES;
    private static final String STORED_2 =
            "U0dDVAIAAAAHFS9iAQAAAAAAAAAAAAAAAAAAAAAAAAAABQAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAgAAAAAAAAABAAAAAAAAAAMA"
                    + "AAADAAAAYphePrShCz/FY8i9JHLzP9WCYj94TX6+jL2MvYy9jL0AAAMAAwADAAMAAwAAAAAAAAAAAAEAAAAAAAAAAgAAAAAAAAAD"
                    + "AAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAWDI5N5+tqzyKOSqz4jJFOCuu9z7eOtWzAAAAAAAAAAAAAAAAOy8iFQwHBAIBAQAA"
                    + "AAAAAAAAAAAAAAAAAAAAAGBGQTkEAAAAAAAAAAUAAAAAAAAAAAAAAAQAAAAAAAAABAAAAAD/0wdS";

    private static final String STORED =
            "U0dDVAEAAAAHFS9iAQUAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAIAAAAAAAAAAQAAAAAAAAADAAAAYphePrShCz/FY8i9JHLzP9WC"
                    + "Yj94TX6+jL2MvYy9jL0AAAMAAwADAAMAAwAAAAAAAAAAAAEAAAAAAAAAAgAAAAAAAAADAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAA"
                    + "AAAAWDI5N5+tqzyKOSqz4jJFOCuu9z7eOtWzAAAAAAAAAAAAAAAAcGJVSDswIhUMBwQCAQEAAAAAAAAAAAAAAAAAAK8sGj8EAAAA"
                    + "AAAAAAUAAAAAAAAAAAAAAAQAAAAAAAAABAAAAACl0Ikq";
}
