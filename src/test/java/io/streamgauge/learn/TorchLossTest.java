package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.example.Lcg;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TorchLossTest {
    /** The value is computed in double from the same floats; the vectors hold twelve digits. */
    private static final double VALUE_TOLERANCE = 1e-10;
    /** Share of the gradient's norm: it is rounded to float once. */
    private static final double GRADIENT_TOLERANCE = 1e-7;

    private static final int TARGETS = 6;

    private static final Map<String, Loss> LOSSES = Map.of(
            "mse", new MeanSquaredError(),
            "mae", new MeanAbsoluteError(),
            "huber", new Huber(0.7),
            "pinball", new Pinball(0.1, 0.5, 0.9),
            "gaussian", new GaussianNll(),
            "cross-entropy", new CrossEntropy(4),
            "nll", new NegativeLogLikelihood(4),
            "bce", new BinaryCrossEntropy());

    private static final Map<String, float[]> WEIGHTS = Map.of(
            "equal", new float[] {1, 1, 1, 1, 1, 1},
            "masked", new float[] {1, 0, 1, 1, 0, 1},
            "weighted", new float[] {1, 0.5f, 0, 2, 0.25f, 3});

    private final TorchVectors vectors = new TorchVectors("losses.txt");

    static Stream<Arguments> everyLossAndWeighting() {
        List<Arguments> all = new ArrayList<>();
        for (String loss : new TreeSet<>(LOSSES.keySet())) {
            for (String weighting : new TreeSet<>(WEIGHTS.keySet())) {
                all.add(Arguments.of(loss, weighting));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyLossAndWeighting")
    void shouldHaveTheValueAndTheGradientOfPyTorch(String name, String weighting) {
        Loss loss = Objects.requireNonNull(LOSSES.get(name));
        int size = TARGETS * loss.outputsPerTarget();
        var lcg = new Lcg(3);
        float[] outputs = lcg.vector(size, 3);
        float[] weights = Objects.requireNonNull(WEIGHTS.get(weighting));
        var window = new Window(2, 1, TARGETS / 2, new float[2], targets(name, lcg), weights, new float[0]);
        double weight = Loss.weight(window, 0);
        float[] gradient = new Lcg(9).vector(size, 1);
        double sum = 0;
        for (int i = 0; i < TARGETS; i++) {
            int offset = i * loss.outputsPerTarget();
            sum += weights[i] * loss.value(outputs, offset, window.targets()[i]);
            loss.gradient(outputs, offset, window.targets()[i], weights[i] / weight, gradient);
        }

        assertThat(sum / weight).isCloseTo(vectors.get(name + "/" + weighting + "/value")[0], within(VALUE_TOLERANCE));
        assertThat(TorchVectors.relativeError(gradient, 0, vectors.get(name + "/" + weighting + "/gradient")))
                .isLessThan(GRADIENT_TOLERANCE);
    }

    private static float[] targets(String loss, Lcg lcg) {
        float[] targets = lcg.vector(TARGETS, 2);
        for (int i = 0; i < TARGETS; i++) {
            targets[i] = switch (loss) {
                case "cross-entropy", "nll" -> (7 * i + 3) % 4;
                case "bce" -> (3 * i) % 5 * 0.25f;
                default -> targets[i];
            };
        }
        return targets;
    }
}
