package io.streamgauge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.learn.AdamState;
import io.streamgauge.learn.Contender;
import io.streamgauge.learn.DriftState;
import io.streamgauge.learn.KeyReadout;
import io.streamgauge.learn.PlateauState;
import io.streamgauge.learn.ProbationState;
import io.streamgauge.learn.TrainerState;
import io.streamgauge.learn.VocabularyState;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.Successions;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WireFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A checkpoint comes back as it was, or not at all. */
class CheckpointCodecTest {

    private static final NetworkSpec SPEC = new NetworkSpec(CellKind.GRU, 3, 4, 1, 2);

    private static final Ledger LEDGER = new Ledger(17, 18, 15, 14, 40);

    private static final ModelTask TASK = ModelTask.ofPoints(SPEC);

    private final CheckpointCodec codec = new CheckpointCodec(TASK);

    @Test
    void shouldComeBackAsItWas() throws WireFormatException {
        Map<String, Long> keys = new LinkedHashMap<>();
        keys.put("z", 5L);
        keys.put("a", Long.MIN_VALUE);
        keys.put("ключ \ud83d\ude00 lone \ud83d", 7L);
        keys.put("long ".repeat(20_000), 8L);
        Checkpoint checkpoint = checkpoint(keys);
        Checkpoint decoded = codec.decode(codec.encode(checkpoint));
        assertThat(decoded)
                .usingRecursiveComparison()
                .ignoringFields(
                        "state.candidate",
                        "state.contender.weights",
                        "state.champion",
                        "state.first",
                        "state.probation.fallback")
                .isEqualTo(checkpoint);
        assertThat(decoded.state().candidate()).isEqualTo(checkpoint.state().candidate());
        assertThat(decoded.state().contender()).isEqualTo(checkpoint.state().contender());
        assertThat(decoded.state().champion()).isEqualTo(checkpoint.state().champion());
        assertThat(decoded.state().first()).isEqualTo(checkpoint.state().first());
        assertThat(decoded.state().probation()).isEqualTo(checkpoint.state().probation());
        assertThat(decoded.state().trainedUntil().keySet())
                .as("in the order of their training")
                .containsExactlyElementsOf(keys.keySet());
        assertThat(decoded.state().readouts().keySet())
                .as("in the order in which they were heard of")
                .containsExactly("z", "a");
    }

    @Test
    void shouldBeRefusedWhereAnyByteHasChanged() {
        byte[] good = codec.encode(checkpoint(Map.of("k", 1L)));
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> codec.decode(bad))
                    .isInstanceOf(WireFormatException.class)
                    .hasMessage("checkpoint of " + bad.length + " bytes does not match its checksum");
        }
    }

    @Test
    void shouldBeRefusedWhereItIsCutShort() {
        byte[] good = codec.encode(checkpoint(Map.of()));
        for (int length = 0; length < good.length; length += 97) {
            byte[] bad = java.util.Arrays.copyOf(good, length);
            assertThatThrownBy(() -> codec.decode(bad)).isInstanceOf(WireFormatException.class);
        }
    }

    @Test
    void shouldBeRefusedForAnotherNetworkAndNameBoth() {
        byte[] bytes = codec.encode(checkpoint(Map.of()));
        NetworkSpec other = new NetworkSpec(CellKind.LSTM, 3, 4, 1, 2);
        assertThatThrownBy(() -> new CheckpointCodec(ModelTask.ofPoints(other)).decode(bytes))
                .isInstanceOf(WireFormatException.class)
                .hasMessage("checkpoint's network is " + SPEC + ", expected " + other);
    }

    @Test
    void shouldBeRefusedForAnotherHeadOrTargetAndNameBoth() {
        byte[] bytes = codec.encode(checkpoint(Map.of()));
        assertThatThrownBy(() -> new CheckpointCodec(new ModelTask(SPEC, 1, "gaussian", "change")).decode(bytes))
                .isInstanceOf(WireFormatException.class)
                .hasMessage("checkpoint's head is point, expected gaussian");
        assertThatThrownBy(() -> new CheckpointCodec(new ModelTask(SPEC, 2, "point", "residual")).decode(bytes))
                .isInstanceOf(WireFormatException.class)
                .hasMessage("checkpoint's target is change, expected residual");
    }

    @Test
    void shouldComeBackWithoutASchedulesState() throws WireFormatException {
        Checkpoint checkpoint = codec.decode(codec.encode(with(checkpoint(Map.of()), null)));
        assertThat(checkpoint.state().plateau()).isNull();
        assertThat(checkpoint.state().drift().drifts()).isEqualTo(24);
    }

    @Test
    void shouldReadAStoredCheckpointOfVersionThree() throws Exception {
        Map<String, Long> keys = new LinkedHashMap<>();
        keys.put("z", 5L);
        keys.put("a", Long.MIN_VALUE);
        Checkpoint stored = codec.decode(stored("checkpoint-v3.base64"));
        TrainerState expected = checkpoint(keys).state();
        assertThat(stored.ledger())
                .as("the champion was the newest version, and there was none to go back to")
                .isEqualTo(new Ledger(17, 18, 18, 0, 0));
        assertThat(stored.cursor()).isEqualTo(21);
        assertThat(stored.replayFrom()).isEqualTo(22);
        assertThat(stored.requestCursor()).isZero();
        assertThat(stored.state().candidate()).isEqualTo(expected.candidate());
        assertThat(stored.state().plateau()).isEqualTo(expected.plateau());
        assertThat(stored.state().drift()).isEqualTo(expected.drift());
        assertThat(stored.state().readouts()).isEqualTo(expected.readouts());
        assertThat(stored.state().probation()).isEqualTo(ProbationState.INITIAL);
    }

    @Test
    void shouldReadAStoredCheckpointOfVersionTwo() throws Exception {
        Checkpoint stored = codec.decode(stored("checkpoint-v2.base64"));
        Map<String, Long> keys = new LinkedHashMap<>();
        keys.put("z", 5L);
        keys.put("a", Long.MIN_VALUE);
        TrainerState expected = checkpoint(keys).state();
        assertThat(stored.cursor()).isEqualTo(21);
        assertThat(stored.replayFrom()).isEqualTo(22);
        assertThat(stored.state().candidate()).isEqualTo(expected.candidate());
        assertThat(stored.state().contender()).isEqualTo(expected.contender());
        assertThat(stored.state().adam()).usingRecursiveComparison().isEqualTo(expected.adam());
        assertThat(stored.state().trainedUntil()).isEqualTo(keys);
        assertThat(stored.state().plateau()).isNull();
        assertThat(stored.state().drift()).isEqualTo(DriftState.INITIAL);
        assertThat(stored.state().readouts()).isEmpty();
    }

    @Test
    void shouldRefuseAStoredCheckpointOfVersionTwoForAHeadThatItDidNotKnow() {
        assertThatThrownBy(() -> new CheckpointCodec(new ModelTask(SPEC, 1, "gaussian", "change"))
                        .decode(stored("checkpoint-v2.base64")))
                .isInstanceOf(WireFormatException.class)
                .hasMessage("checkpoint's head is point, expected gaussian");
    }

    @Test
    void shouldRefuseVersionsThatItDoesNotKnow() throws Exception {
        for (int version : new int[] {1, 7}) {
            byte[] bytes = stored("checkpoint-v2.base64");
            ByteBuffer.wrap(bytes).putInt(Integer.BYTES, version);
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, bytes.length - Integer.BYTES);
            ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) crc.getValue());
            assertThatThrownBy(() -> codec.decode(bytes))
                    .isInstanceOf(WireFormatException.class)
                    .hasMessage("checkpoint's format version is " + version + ", expected 6");
        }
    }

    private static byte[] stored(String name) throws IOException {
        try (InputStream stored = Objects.requireNonNull(CheckpointCodecTest.class.getResourceAsStream(name))) {
            return Base64.getMimeDecoder().decode(stored.readAllBytes());
        }
    }

    private static Checkpoint with(Checkpoint checkpoint, @Nullable PlateauState plateau) {
        TrainerState state = checkpoint.state();
        TrainerState changed = new TrainerState(
                state.candidate(),
                state.contender(),
                state.champion(),
                state.first(),
                state.adam(),
                state.updates(),
                state.blocks(),
                state.windows(),
                state.promotions(),
                state.untilTime(),
                state.trainedUntil(),
                state.droppedUntil(),
                plateau,
                state.drift(),
                state.readouts(),
                state.probation(),
                state.vocabulary(),
                state.replayWindows());
        return new Checkpoint(changed, LEDGER, .19, .20, 21, 22, 23);
    }

    private static Checkpoint checkpoint(Map<String, Long> trainedUntil) {
        int size = SPEC.layout().size();
        TrainerState state = new TrainerState(
                parameters(1),
                new Contender(parameters(6), Map.of("waiting", 23L), 24),
                parameters(2),
                parameters(3),
                new AdamState(9, values(size, 4), values(size, 5)),
                10,
                11,
                12,
                13,
                14,
                trainedUntil,
                15,
                new PlateauState(.16, Double.POSITIVE_INFINITY, 17, 18),
                new DriftState(19, -.20, .21, .22, 23, 24),
                readouts(),
                new ProbationState(parameters(9), 29, 30),
                new VocabularyState(List.of("login", "pay"), Map.of("refund", 2), successions()),
                16);
        return new Checkpoint(state, LEDGER, .19, .20, 21, 22, 23);
    }

    private static Map<String, KeyReadout> readouts() {
        Map<String, KeyReadout> readouts = new LinkedHashMap<>();
        readouts.put("z", new KeyReadout(values(3, 7), 25, .26));
        readouts.put("a", new KeyReadout(values(3, 8), 27, .28));
        return readouts;
    }

    private static Parameters parameters(long seed) {
        return Initializer.initialize(SPEC, seed);
    }

    private static float[] values(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static Successions successions() {
        Successions successions = new Successions();
        successions.learn(Successions.NONE, 1, 0);
        return successions;
    }
}
