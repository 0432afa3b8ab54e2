package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
    private static final int VALUES = 100_000;
    /** Five standard deviations of a share of 100,000 draws, at most √(¼ / 100,000) = 0.0016 each. */
    private static final double SHARE_TOLERANCE = 0.008;

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void shouldSetTheGivenShareToZeroAndScaleTheRest(double rate) {
        float[] values = factors(new Dropout(rate, 5), 0, 0, 1, VALUES);
        int zeros = 0;
        for (float value : values) {
            if (value == 0) {
                zeros++;
            } else {
                assertThat(value).isEqualTo((float) (1 / (1 - rate)));
            }
        }
        assertThat((double) zeros / VALUES).isCloseTo(rate, within(SHARE_TOLERANCE));
    }

    @Test
    void shouldDrawAsTheGeneratorItsDocumentationNames() {
        var dropout = new Dropout(0.4, 123_456_789);
        long place = mix(mix(mix(mix(dropout.seed()) + 3) + 11) + 2);
        var generator = new SplittableRandom(place);
        generator.nextLong();
        float[] expected = new float[200];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (generator.nextLong() >>> 11) * 0x1p-53 < 0.4 ? 0 : (float) (1 / 0.6);
        }
        assertThat(factors(dropout, 3, 11, 2, 200)).containsExactly(expected);
    }

    private static long mix(long value) {
        return new SplittableRandom(value).nextLong();
    }

    @Test
    void shouldDrawAnewForEverySeedSequenceStepAndLayer() {
        float[] base = factors(new Dropout(0.5, 1), 4, 5, 6, 64);
        assertThat(factors(new Dropout(0.5, 1), 4, 5, 6, 64)).containsExactly(base);
        assertThat(factors(new Dropout(0.5, 2), 4, 5, 6, 64)).isNotEqualTo(base);
        // The seeds of two updates follow each other, as sequences do: they must not take turns.
        assertThat(factors(new Dropout(0.5, 0), 5, 5, 6, 64)).isNotEqualTo(base);
        assertThat(factors(new Dropout(0.5, 1), 5, 5, 6, 64)).isNotEqualTo(base);
        assertThat(factors(new Dropout(0.5, 1), 4, 6, 6, 64)).isNotEqualTo(base);
        assertThat(factors(new Dropout(0.5, 1), 4, 5, 7, 64)).isNotEqualTo(base);
    }

    @Test
    void shouldTouchOnlyTheGivenRow() {
        float[] values = new float[30];
        Arrays.fill(values, 1);
        new Dropout(0.5, 1).apply(4, 5, 6, values, 10, 12);
        assertThat(Arrays.copyOfRange(values, 10, 22)).containsExactly(factors(new Dropout(0.5, 1), 4, 5, 6, 12));
        assertThat(Arrays.copyOf(values, 10)).containsOnly(1);
        assertThat(Arrays.copyOfRange(values, 22, 30)).containsOnly(1);
    }

    @Test
    void shouldRejectARateThatLeavesNothing() {
        for (double rate : new double[] {-0.1, 1, 2, Double.NaN}) {
            assertThatThrownBy(() -> new Dropout(rate, 0))
                    .hasMessage("dropout rate is " + rate + ", must be at least 0 and below 1");
        }
        assertThat(new Dropout(0.99, 0).isNone()).isFalse();
        assertThat(new Dropout(0, 9).isNone()).isTrue();
        assertThat(Dropout.NONE.isNone()).isTrue();
    }

    @Test
    void shouldGiveWhatServingGivesWithoutDropoutEvenAfterAPassWithIt() {
        var spec = new NetworkSpec(CellKind.GRU, 2, 5, 2, 1);
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        Window window = RandomNetworks.window(spec, 4, 2);
        var trainable = new TrainableNetwork(spec);
        trainable.load(parameters.toArray());
        SequenceTape tape = trainable.newTape();
        tape.pack(List.of(window), 0, 1);
        trainable.forward(tape, new Dropout(0.5, 3));
        float[] dropped = outputs(tape);
        tape.pack(List.of(window), 0, 1);
        trainable.forward(tape, Dropout.NONE);

        var network = new RecurrentNetwork(spec, parameters);
        float[] state = window.initialState().clone();
        float[] out = new float[1];
        for (int t = 0; t < 4; t++) {
            network.step(window.inputs(), 2 * t, state, 0, network.newScratch(), out);
            assertThat(outputs(tape)[t]).isEqualTo(out[0]);
        }
        assertThat(dropped).isNotEqualTo(outputs(tape));
    }

    private static float[] outputs(SequenceTape tape) {
        float[] outputs = new float[tape.steps()];
        for (int t = 0; t < outputs.length; t++) {
            outputs[t] = tape.outputs()[tape.outputOffset(t, 0)];
        }
        return outputs;
    }

    private static float[] factors(Dropout dropout, int sequence, int step, int layer, int length) {
        float[] values = new float[length];
        Arrays.fill(values, 1);
        dropout.apply(sequence, step, layer, values, 0, length);
        return values;
    }
}
