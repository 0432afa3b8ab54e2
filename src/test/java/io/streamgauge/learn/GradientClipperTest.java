package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.example.Lcg;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientClipperTest {
    /** Layers of 10, 12 and 3 values. */
    private static final ParameterLayout LAYOUT = new NetworkSpec(CellKind.RNN_TANH, 1, 2, 2, 1).layout();

    /** Two roundings to float. */
    private static final float ROUNDING = 2e-7f;

    static Stream<GradientClipper> everyClipper() {
        return Stream.of(new GlobalNormClipper(2), new PerValueClipper(2), new PerLayerNormClipper(LAYOUT, 2));
    }

    @ParameterizedTest
    @MethodSource("everyClipper")
    void shouldReportTheNormOfTheWholeGradientBeforeClipping(GradientClipper clipper) {
        float[] gradient = new float[LAYOUT.size()];
        gradient[0] = 6;
        gradient[24] = -8;
        assertThat(clipper.clip(gradient)).isEqualTo(10);
        assertThat(gradient[0]).isCloseTo(clipper instanceof GlobalNormClipper ? 1.2f : 2, within(1e-6f));
        assertThat(gradient[24]).isCloseTo(clipper instanceof GlobalNormClipper ? -1.6f : -2, within(1e-6f));
    }

    @ParameterizedTest
    @MethodSource("everyClipper")
    void shouldLeaveASmallGradientAsItIs(GradientClipper clipper) {
        float[] gradient = new Lcg(7).vector(LAYOUT.size(), 0.3f);
        float[] before = gradient.clone();
        assertThat(clipper.clip(gradient)).isBetween(0.1, 1.5);
        assertThat(gradient).containsExactly(before);
    }

    @ParameterizedTest
    @MethodSource("everyClipper")
    void shouldReportWhatIsNotFiniteAndLeaveItAsItIs(GradientClipper clipper) {
        float[] infinite = new float[LAYOUT.size()];
        infinite[0] = 100;
        infinite[24] = Float.NEGATIVE_INFINITY;
        float[] before = infinite.clone();
        assertThat(clipper.clip(infinite)).isInfinite();
        assertThat(infinite).containsExactly(before);
        infinite[24] = Float.NaN;
        assertThat(clipper.clip(infinite)).isNaN();
        assertThat(infinite[0]).isEqualTo(100);
    }

    @Test
    void shouldBoundEachValueAlone() {
        float[] gradient = {0.4f, -0.5f, 0.6f, -7, 0};
        new PerValueClipper(0.5).clip(gradient);
        assertThat(gradient).containsExactly(0.4f, -0.5f, 0.5f, -0.5f, 0);
    }

    @Test
    void shouldBoundEachLayerAlone() {
        float[] gradient = new float[LAYOUT.size()];
        Arrays.fill(gradient, 0, 10, 1);
        Arrays.fill(gradient, 10, 22, 0.1f);
        Arrays.fill(gradient, 22, 25, -2);
        new PerLayerNormClipper(LAYOUT, 0.5).clip(gradient);
        for (int i = 0; i < gradient.length; i++) {
            // Norms √10, 0.1 √12 and 2 √3 against 0.5; PyTorch's 1e-6 is beside √10 and 2 √3 3e-7 of them.
            double expected = i < 10 ? 0.5 / Math.sqrt(10) : i < 22 ? 0.1 : -0.5 / Math.sqrt(3);
            assertThat(gradient[i]).as("[%d]", i).isCloseTo((float) expected, within(5e-7f));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rnn.weight_ih_l0, rnn 0",
        "rnn.bias_hh_l12, rnn 12",
        "head.weight, head",
        "head.bias, head",
        "embeddings.3.weight, embeddings",
        "i2h.weight, i2h",
        "i2o.bias, i2o",
        "rnn.weight_last, rnn",
        "rnn.weight_l, rnn",
        "alone, alone"
    })
    void shouldTellTheLayerByTheNameOfTheTensor(String tensor, String layer) {
        assertThat(LayerGroups.layer(tensor)).isEqualTo(layer);
    }

    @Test
    void shouldComeToLieAsFarBelowTheBoundAsInPyTorch() {
        float[] gradient = {3e-4f, -4e-4f};
        var clipper = new GlobalNormClipper(1e-4);
        double norm = clipper.clip(gradient);
        // 1e-6 beside a norm of 5e-4 is 0.2 % of the result.
        assertThat(gradient[0]).isCloseTo((float) (3e-4 * 1e-4 / (norm + 1e-6)), within(ROUNDING * 6e-5f));
        assertThat(gradient[1]).isCloseTo((float) (-4e-4 * 1e-4 / (norm + 1e-6)), within(ROUNDING * 8e-5f));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 100})
    void shouldSumSquaresInEightInterleavedPartsInOrder(int size) {
        float[] values = new Lcg(8).vector(size + 5, 3);
        double[] parts = new double[8];
        for (int i = 0; i < size; i++) {
            parts[i % 8] += (double) values[3 + i] * values[3 + i];
        }
        double expected = 0;
        for (double part : parts) {
            expected += part;
        }
        assertThat(SumOfSquares.of(values, 3, 3 + size)).isEqualTo(expected);
    }

    @Test
    void shouldRejectWhatBoundsNothingOrDoesNotFit() {
        assertThatThrownBy(() -> new PerValueClipper(0)).hasMessage("maxValue is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new PerLayerNormClipper(LAYOUT, -1))
                .hasMessage("maxNorm is -1.0, must be positive and finite");
        assertThatThrownBy(() -> new PerLayerNormClipper(LAYOUT, 1).clip(new float[24]))
                .hasMessage("gradient has 24 values, layout expects 25");
    }
}
