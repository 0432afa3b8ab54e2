package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializerSchemeTest {
    /** Products of float columns of length up to 16, each of a float decomposition. */
    private static final double ORTHOGONALITY = 5e-6;
    /** Share by which the deviation of some hundred draws may miss: about three of its own deviations. */
    private static final double DEVIATION = 0.15;

    private static final NetworkSpec SPEC = new NetworkSpec(CellKind.LSTM, 5, 16, 2, 3);

    @Test
    void shouldDrawEveryValueWithinTheGainUniformly() {
        float[] values = draw(SPEC, new InitializerSettings(InitializerScheme.UNIFORM, 0.3, 0), 1)
                .toArray();
        requireUniform(values, 0.3);
        for (Tensor tensor : SPEC.layout().tensors()) {
            assertThat(part(values, tensor)).as(tensor.name()).doesNotContain(0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = InitializerScheme.class,
            names = {"XAVIER_UNIFORM", "XAVIER_NORMAL"})
    void shouldSpreadXaviersWeightsByTheRowsAndColumnsOfTheirBlock(InitializerScheme scheme) {
        float[] values = draw(SPEC, new InitializerSettings(scheme, 2, 0), 2).toArray();
        requireXavier(scheme, part(values, "rnn.weight_ih_l0"), 2 * Math.sqrt(2.0 / (16 + 5)));
        requireXavier(scheme, part(values, "rnn.weight_hh_l0"), 2 * Math.sqrt(2.0 / (16 + 16)));
        requireXavier(scheme, part(values, "rnn.weight_ih_l1"), 2 * Math.sqrt(2.0 / (16 + 16)));
        var wide = new NetworkSpec(CellKind.GRU, 2, 16, 1, 30);
        Parameters parameters = draw(wide, new InitializerSettings(scheme, 2, 0), 2);
        float[] head = part(parameters.toArray(), wide.layout().tensor("head.weight"));
        requireXavier(scheme, head, 2 * Math.sqrt(2.0 / (16 + 30)));
    }

    private static void requireXavier(InitializerScheme scheme, float[] weights, double deviation) {
        if (scheme == InitializerScheme.XAVIER_UNIFORM) {
            requireUniform(weights, Math.sqrt(3) * deviation);
        } else {
            requireNormal(weights, deviation);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = InitializerScheme.class,
            names = {"XAVIER_UNIFORM", "XAVIER_NORMAL", "ORTHOGONAL"})
    void shouldBeginWithoutBiases(InitializerScheme scheme) {
        float[] values = draw(SPEC, InitializerSettings.of(scheme), 3).toArray();
        for (Tensor tensor : SPEC.layout().tensors()) {
            if (tensor.shape().size() == 1) {
                assertThat(part(values, tensor)).as(tensor.name()).containsOnly(0);
            } else {
                assertThat(part(values, tensor)).as(tensor.name()).doesNotContain(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CellKind.class,
            names = {"RNN_TANH", "RNN_RELU", "GRU", "GRU_RESET_BEFORE", "LSTM"})
    void shouldMakeEveryGateOrthogonalTimesTheGain(CellKind kind) {
        var spec = new NetworkSpec(kind, 5, 16, 2, 3);
        float[] values = draw(spec, new InitializerSettings(InitializerScheme.ORTHOGONAL, 1.5, 0), 4)
                .toArray();
        ParameterLayout layout = spec.layout();
        for (int gate = 0; gate < kind.gates(); gate++) {
            requireOrthogonal(block(part(values, layout.tensor("rnn.weight_hh_l0")), gate, 16, 16), 16, 16, 1.5);
            requireOrthogonal(block(part(values, layout.tensor("rnn.weight_hh_l1")), gate, 16, 16), 16, 16, 1.5);
            requireOrthogonal(block(part(values, layout.tensor("rnn.weight_ih_l0")), gate, 16, 5), 16, 5, 1.5);
        }
        requireOrthogonal(part(values, layout.tensor("head.weight")), 3, 16, 1.5);
    }

    @Test
    void shouldFavourNoDirection() {
        var random = new SplittableRandom(5);
        double trace = 0;
        int draws = 400;
        for (int i = 0; i < draws; i++) {
            float[] q = OrthogonalBlock.draw(3, 3, 1, new Draws(random, new float[0]));
            trace += (q[0] + q[4] + q[8]) / draws;
        }
        // The mean of 400 traces of deviation 1; without the signs of R it is about −1.
        assertThat(trace).isCloseTo(0, within(0.2));
    }

    @ParameterizedTest
    @EnumSource(
            value = CellKind.class,
            names = {"RNN_TANH", "GRU", "LSTM"})
    void shouldHaveTheBoundsOfPyTorchsModules(CellKind kind) {
        var spec = new NetworkSpec(kind, 5, 16, 2, 30);
        float[] values = draw(spec, new InitializerSettings(InitializerScheme.PYTORCH, 3, 0), 6)
                .toArray();
        for (Tensor tensor : spec.layout().tensors()) {
            requireUniform(part(values, tensor), 3 / Math.sqrt(16));
        }
    }

    @Test
    void shouldBoundALinearLayerByItsColumnsAndItsBiasLikewise() {
        var tensor = new Tensor("i2h.bias", List.of(4), 0, 4);
        assertThat(TensorNames.weightBeside(tensor)).isEqualTo("i2h.weight");
        assertThat(TensorNames.weightBeside(new Tensor("i2h.weight", List.of(4, 2), 0, 8)))
                .isEqualTo("i2h.weight");
    }

    @Test
    void shouldDrawEmbeddingsFromANormalDistributionAsPyTorchDoes() {
        float[] values = new float[1001];
        var draws = new Draws(new SplittableRandom(7), values);
        var settings = new InitializerSettings(InitializerScheme.PYTORCH, 0.5, 0);
        new TensorInitializer(SPEC, settings, draws).fill(new Tensor("embeddings.0.weight", List.of(100, 10), 1, 1000));
        assertThat(values[0]).isZero();
        requireNormal(Arrays.copyOfRange(values, 1, 1001), 0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "rnn.weight_ih_l0, true, false, false",
        "head.weight, false, true, false",
        "head.bias, false, true, false",
        "i2o.weight, false, true, false",
        "i2h.weight, false, false, false",
        "embeddings.1.weight, false, false, true"
    })
    void shouldKnowThePartOfATensorByItsName(String name, boolean recurrent, boolean head, boolean embedding) {
        var tensor = new Tensor(name, List.of(1), 0, 1);
        assertThat(TensorNames.isRecurrent(tensor)).isEqualTo(recurrent);
        assertThat(TensorNames.isHead(tensor)).isEqualTo(head);
        assertThat(TensorNames.isEmbedding(tensor)).isEqualTo(embedding);
    }

    @ParameterizedTest
    @CsvSource({"RNN_TANH,0", "RNN_RELU,0", "GRU,2", "GRU_RESET_BEFORE,-2", "LSTM,2"})
    void shouldBiasTheSecondGateToRemember(CellKind kind, float shift) {
        var spec = new NetworkSpec(kind, 5, 16, 2, 3);
        float[] plain = draw(spec, new InitializerSettings(InitializerScheme.PYTORCH, 1, 0), 8)
                .toArray();
        float[] biased = draw(spec, new InitializerSettings(InitializerScheme.PYTORCH, 1, 2), 8)
                .toArray();
        for (Tensor tensor : spec.layout().tensors()) {
            for (int i = 0; i < tensor.size(); i++) {
                boolean gate = tensor.name().startsWith("rnn.bias_ih") && i >= 16 && i < 32;
                assertThat(biased[tensor.offset() + i])
                        .as("%s[%d]", tensor.name(), i)
                        .isEqualTo(plain[tensor.offset() + i] + (gate ? shift : 0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(InitializerScheme.class)
    void shouldDependOnTheSeedAndOnNothingElse(InitializerScheme scheme) {
        InitializerSettings settings = InitializerSettings.of(scheme);
        assertThat(draw(SPEC, settings, 5)).isEqualTo(draw(SPEC, settings, 5)).isNotEqualTo(draw(SPEC, settings, 6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRejectAGainThatSpreadsNothing(double gain) {
        assertThatThrownBy(() -> new InitializerSettings(InitializerScheme.UNIFORM, gain, 0))
                .hasMessage("gain is " + gain + ", must be positive and finite");
    }

    @Test
    void shouldRejectABiasThatIsNotFinite() {
        assertThatThrownBy(() -> new InitializerSettings(InitializerScheme.UNIFORM, 1, Double.NaN))
                .hasMessage("rememberingBias is NaN, must be finite");
        assertThat(InitializerSettings.of(InitializerScheme.ORTHOGONAL))
                .isEqualTo(new InitializerSettings(InitializerScheme.ORTHOGONAL, 1, 0));
    }

    private static Parameters draw(NetworkSpec spec, InitializerSettings settings, long seed) {
        return Initializer.initialize(spec, settings, seed);
    }

    private static float[] part(float[] values, String name) {
        return part(values, SPEC.layout().tensor(name));
    }

    private static float[] part(float[] values, Tensor tensor) {
        return Arrays.copyOfRange(values, tensor.offset(), tensor.offset() + tensor.size());
    }

    private static float[] block(float[] matrix, int gate, int rows, int columns) {
        return Arrays.copyOfRange(matrix, gate * rows * columns, (gate + 1) * rows * columns);
    }

    /** Within the bound, and up to nearly the bound on either side. */
    private static void requireUniform(float[] values, double bound) {
        float highest = 0;
        float lowest = 0;
        for (float value : values) {
            highest = Math.max(highest, value);
            lowest = Math.min(lowest, value);
        }
        double reach = values.length < 100 ? 0.6 : 0.95;
        assertThat((double) highest).isBetween(reach * bound, bound * (1 + 1e-7));
        assertThat((double) lowest).isBetween(-bound * (1 + 1e-7), -reach * bound);
    }

    private static void requireNormal(float[] values, double deviation) {
        double sum = 0;
        double squares = 0;
        int beyond = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
            beyond += Math.abs(value) > deviation ? 1 : 0;
        }
        assertThat(Math.sqrt(squares / values.length)).isCloseTo(deviation, within(DEVIATION * deviation));
        assertThat(sum / values.length).isCloseTo(0, within(DEVIATION * deviation));
        // 31.7 % of a normal distribution lie beyond one deviation, give or take 2.6 % among 320, and 42 % of a uniform
        // one.
        assertThat((double) beyond / values.length).isBetween(0.24, 0.4);
    }

    /** γ² I, of the columns where there are at most as many as rows, else of the rows. */
    private static void requireOrthogonal(float[] matrix, int rows, int columns, double gain) {
        int vectors = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        for (int a = 0; a < vectors; a++) {
            for (int b = 0; b < vectors; b++) {
                double product = 0;
                for (int k = 0; k < length; k++) {
                    int left = rows < columns ? a * columns + k : k * columns + a;
                    int right = rows < columns ? b * columns + k : k * columns + b;
                    product += (double) matrix[left] * matrix[right];
                }
                assertThat(product).isCloseTo(a == b ? gain * gain : 0, within(ORTHOGONALITY));
            }
        }
    }
}
