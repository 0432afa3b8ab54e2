package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InitializerTest {

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldOutputNothingBeforeTraining(CellKind kind) {
        var spec = new NetworkSpec(kind, 3, 8, RandomNetworks.upToTwoLayers(kind), 4);
        var network = new RecurrentNetwork(spec, Initializer.initialize(spec, 5));
        HiddenState state = network.newState();
        Scratch scratch = network.newScratch();
        var random = new Random(6);
        float[] out = new float[4];
        for (int t = 0; t < 10; t++) {
            network.step(RandomNetworks.uniform(3, 6, random), state, scratch, out);
            assertThat(out).containsOnly(0);
        }
        assertThat(state.values()).doesNotContain(Float.NaN).isNotEqualTo(new float[spec.stateSize()]);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldOutputWhatItIsToldToBeforeTraining(CellKind kind) {
        var spec = new NetworkSpec(kind, 3, 8, RandomNetworks.upToTwoLayers(kind), 2);
        Parameters parameters = Initializer.initialize(spec, new float[] {1.5f, -2}, 5);
        var network = new RecurrentNetwork(spec, parameters);
        HiddenState state = network.newState();
        var random = new Random(6);
        float[] out = new float[2];
        for (int t = 0; t < 10; t++) {
            network.step(RandomNetworks.uniform(3, 6, random), state, network.newScratch(), out);
            assertThat(out).containsExactly(1.5f, -2);
        }
        assertThat(Initializer.initialize(spec, new float[2], 5)).isEqualTo(Initializer.initialize(spec, 5));
        assertThatThrownBy(() -> Initializer.initialize(spec, new float[3], 5))
                .hasMessage("there are 3 outputs at rest, network has 2");
    }

    @ParameterizedTest
    @CsvSource({"RNN_TANH,0", "RNN_RELU,0", "GRU,1", "GRU_RESET_BEFORE,-1", "LSTM,1"})
    void shouldBeUniformWithinOneOverTheRootOfTheUnitsButForTheBiasToRemember(CellKind kind, int shift) {
        var spec = new NetworkSpec(kind, 3, 16, RandomNetworks.upToTwoLayers(kind), 4);
        ParameterLayout layout = spec.layout();
        Parameters parameters = Initializer.initialize(spec, 5);
        double sum = 0;
        for (int layer = 0; layer < 2; layer++) {
            int remembering = layout.tensor("rnn.bias_ih_l" + layer).offset() + 16;
            int from = layout.tensor("rnn.weight_ih_l" + layer).offset();
            int to = layout.tensor("rnn.bias_hh_l" + layer).offset()
                    + spec.cell().gates() * 16;
            for (int i = from; i < to; i++) {
                boolean shifted = shift != 0 && i >= remembering && i < remembering + 16;
                float drawn = parameters.get(i) - (shifted ? shift : 0);
                assertThat(drawn).isBetween(-0.2500001f, 0.2500001f);
                sum += Math.abs(drawn) / (to - from);
            }
        }
        assertThat(sum / 2).isBetween(0.1, 0.15);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldDependOnTheSeedAndOnNothingElse(CellKind kind) {
        var spec = new NetworkSpec(kind, 3, 8, RandomNetworks.upToTwoLayers(kind), 4);
        assertThat(Initializer.initialize(spec, 5)).isEqualTo(Initializer.initialize(spec, 5));
        assertThat(Initializer.initialize(spec, 5)).isNotEqualTo(Initializer.initialize(spec, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "RNN_TANH, 6767c411",
        "RNN_RELU, 6767c411",
        "GRU, b85110ba",
        "GRU_RESET_BEFORE, 20ea7ee",
        "LSTM, 64a093b4"
    })
    void shouldDrawTheBytesThatStoredModelsBeganWith(CellKind kind, String checksum) {
        Parameters parameters =
                Initializer.initialize(new NetworkSpec(kind, 3, 8, RandomNetworks.upToTwoLayers(kind), 4), 5);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * parameters.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : parameters.toArray()) {
            bytes.putFloat(value);
        }
        var crc = new CRC32C();
        crc.update(bytes.array());
        assertThat(Long.toHexString(crc.getValue())).isEqualTo(checksum);
    }

    @ParameterizedTest
    @EnumSource(names = {"GRU", "GRU_RESET_BEFORE"})
    void shouldStillHoldWhatCameSomeStepsAgoInTheUnitsOfADelayLine(CellKind kind) {
        var spec = new NetworkSpec(kind, 2, 16, 1, 1);
        Parameters parameters = Initializer.delaying(spec, new float[1], 5);
        float[] first = new float[8];
        float[] pulse = new float[8];
        for (int unit = 0; unit < 8; unit++) {
            first[unit] = unitAfter(spec, parameters, unit, 1, 0);
            pulse[unit] = unitAfter(spec, parameters, unit, 1, unit);
        }
        assertThat(Math.abs(pulse[0])).isGreaterThan(.02f);
        for (int unit = 1; unit < 8; unit++) {
            assertThat(first[unit]).isZero();
            assertThat(pulse[unit] / pulse[0]).isBetween(.85f, 1.02f);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"GRU", "GRU_RESET_BEFORE"})
    void shouldStartACellThatHoldsNoDelayLineAsEver(CellKind kind) {
        var spec = new NetworkSpec(kind, 2, 16, 1, 1);
        assertThat(Initializer.delaying(spec, new float[1], 5)).isEqualTo(Initializer.initialize(spec, 5));
    }

    /** What a unit holds so many steps of nothing after a pulse, beyond what it holds without one. */
    private static float unitAfter(NetworkSpec spec, Parameters parameters, int unit, float pulse, int steps) {
        var network = new RecurrentNetwork(spec, parameters);
        float[] values = {pulse, 0};
        float[] held = new float[2];
        for (int i = 0; i < 2; i++) {
            HiddenState state = network.newState();
            network.step(new float[] {values[i], 0}, state, network.newScratch(), new float[1]);
            for (int t = 0; t < steps; t++) {
                network.step(new float[2], state, network.newScratch(), new float[1]);
            }
            held[i] = state.values()[unit];
        }
        return held[0] - held[1];
    }
}
