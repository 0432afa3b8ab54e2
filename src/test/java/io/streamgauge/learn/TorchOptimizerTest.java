package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.example.Lcg;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.RandomNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TorchOptimizerTest {
    /** Share of the parameters' norm: the bound; twenty float steps leave about 1e-7. */
    private static final double TOLERANCE = 1e-6;

    private static final double RATE = 0.05;
    private static final List<Integer> KEPT_STEPS = List.of(1, 2, 3, 10, 20);
    /** Layers of 10, 12 and 3 values, as in the script. */
    private static final ParameterLayout LAYOUT = new NetworkSpec(CellKind.RNN_TANH, 1, 2, 2, 1).layout();

    private static final int SIZE = LAYOUT.size();
    private static final int[] LAYER_ENDS = {10, 22, 25};

    private static final Map<String, Supplier<Optimizer>> OPTIMIZERS = Map.of(
            "sgd", () -> new Sgd(SIZE, SgdSettings.PLAIN),
            "sgd-momentum", () -> new Sgd(SIZE, new SgdSettings(0.9, false)),
            "sgd-nesterov", () -> new Sgd(SIZE, new SgdSettings(0.9, true)),
            "rmsprop", () -> new RmsProp(SIZE, RmsPropSettings.PYTORCH),
            "rmsprop-momentum", () -> new RmsProp(SIZE, new RmsPropSettings(0.9, 1e-3, 0.8)),
            "adam", () -> new Adam(SIZE, AdamSettings.withLearningRate(RATE)),
            "adamw", () -> new AdamW(SIZE, new AdamWSettings(0.9, 0.999, 1e-8, 0.1)));

    private final TorchVectors vectors = new TorchVectors("optimizers.txt");

    static Stream<Arguments> everyOptimizerAndClipping() {
        List<Arguments> all = new ArrayList<>();
        for (String optimizer : new TreeSet<>(OPTIMIZERS.keySet())) {
            for (String clipping : List.of("none", "norm", "small-norm", "value", "layer-norm")) {
                all.add(Arguments.of(optimizer, clipping));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyOptimizerAndClipping")
    void shouldTakeTheStepsOfPyTorch(String name, String clipping) {
        Optimizer optimizer = Objects.requireNonNull(OPTIMIZERS.get(name)).get();
        float[] parameters = new Lcg(1).vector(SIZE, 0.5f);
        var gradients = new Lcg(2);
        for (int step = 1; step <= 20; step++) {
            float[] gradient = gradients.vector(SIZE, bound(step));
            clip(clipping, gradient);
            optimizer.step(parameters, gradient, RATE);
            if (KEPT_STEPS.contains(step)) {
                double[] expected = vectors.get(name + "/" + clipping + "/" + step);
                assertThat(TorchVectors.relativeError(parameters, 0, expected))
                        .as("step %d", step)
                        .isLessThanOrEqualTo(TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyOptimizerAndClipping")
    void shouldTakeTheStepsOfADoubleReference(String name, String clipping) {
        Optimizer optimizer = Objects.requireNonNull(OPTIMIZERS.get(name)).get();
        float[] parameters = new Lcg(1).vector(SIZE, 0.5f);
        var reference = new ReferenceOptimizer(name, RATE, RandomNetworks.toDoubles(parameters));
        var gradients = new Lcg(2);
        for (int step = 1; step <= 20; step++) {
            float[] gradient = gradients.vector(SIZE, bound(step));
            double[] exact = RandomNetworks.toDoubles(gradient);
            clip(clipping, gradient);
            ReferenceOptimizer.clip(clipping, LAYER_ENDS, exact);
            optimizer.step(parameters, gradient, RATE);
            reference.step(exact);
            assertThat(TorchVectors.relativeError(parameters, 0, reference.parameters()))
                    .as("step %d", step)
                    .isLessThanOrEqualTo(TOLERANCE);
        }
    }

    /** Every third gradient is so small that clipping leaves it alone. */
    private static float bound(int step) {
        return step % 3 == 0 ? 0.1f : 2;
    }

    private static void clip(String clipping, float[] gradient) {
        switch (clipping) {
            case "none" -> {}
            case "norm" -> new GlobalNormClipper(1).clip(gradient);
            case "small-norm" -> new GlobalNormClipper(1e-4).clip(gradient);
            case "value" -> new PerValueClipper(0.5).clip(gradient);
            case "layer-norm" -> new PerLayerNormClipper(LAYOUT, 1).clip(gradient);
            default -> throw new IllegalArgumentException(clipping);
        }
    }
}
