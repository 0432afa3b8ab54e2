package io.streamgauge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.learn.AdamState;
import io.streamgauge.learn.Contender;
import io.streamgauge.learn.TrainerState;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.WireFormatException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A checkpoint comes back as it was, or not at all. */
class CheckpointCodecTest {

    private static final NetworkSpec SPEC = new NetworkSpec(CellKind.GRU, 3, 4, 1, 2);

    private final CheckpointCodec codec = new CheckpointCodec(SPEC);

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
                .ignoringFields("state.candidate", "state.contender.weights", "state.champion", "state.first")
                .isEqualTo(checkpoint);
        assertThat(decoded.state().candidate()).isEqualTo(checkpoint.state().candidate());
        assertThat(decoded.state().contender()).isEqualTo(checkpoint.state().contender());
        assertThat(decoded.state().champion()).isEqualTo(checkpoint.state().champion());
        assertThat(decoded.state().first()).isEqualTo(checkpoint.state().first());
        assertThat(decoded.state().trainedUntil().keySet())
                .as("in the order of their training")
                .containsExactlyElementsOf(keys.keySet());
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
        assertThatThrownBy(() -> new CheckpointCodec(other).decode(bytes))
                .isInstanceOf(WireFormatException.class)
                .hasMessage("checkpoint's network is " + SPEC + ", expected " + other);
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
                16);
        return new Checkpoint(state, 17, 18, .19, .20, 21, 22);
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
}
