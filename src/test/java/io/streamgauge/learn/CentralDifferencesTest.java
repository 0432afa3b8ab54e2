package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.ReferenceNetwork;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss behind every kind of layer against central differences of a double reference. */
class CentralDifferencesTest {
    /**
     * Share of a tensor's norm by which its gradient may differ: float rounding and the rational activations' 3e-7 over
     * 14 chained cells leave about 1e-6; the smallest wrong term is larger than 1e-3.
     */
    private static final double GRADIENT_TOLERANCE = 2e-5;
    /** Step of the central differences, in double: truncation and cancellation both leave about 1e-10. */
    private static final double DIFFERENCE = 1e-5;
    /** No parameter moves an output by more than a hundred times its own move. */
    private static final double KINK_DISTANCE = 100 * DIFFERENCE;
    /** Float outputs of order 1, averaged in double. */
    private static final double LOSS_TOLERANCE = 1e-5;

    /** Six outputs are a whole number of targets of every loss, beside an outcome or not. */
    private static final int OUTPUTS = 6;

    private static final List<Loss> LOSSES = List.of(
            new MeanSquaredError(),
            new MeanAbsoluteError(),
            new Huber(0.7),
            new Pinball(0.1, 0.5, 0.9),
            new GaussianNll(),
            new CrossEntropy(3),
            new NegativeLogLikelihood(3),
            new BinaryCrossEntropy(),
            new WithOutcome(new Huber(0.7)),
            new WithOutcome(new Pinball(0.1, 0.3, 0.5, 0.7, 0.9)));

    private enum Weighting {
        ALL,
        MASK,
        WEIGHT;

        float draw(Random random) {
            return switch (this) {
                case ALL -> 1;
                case MASK -> random.nextInt(3) > 0 ? 1 : 0;
                case WEIGHT -> random.nextInt(3) > 0 ? 3 * random.nextFloat() : 0;
            };
        }
    }

    static Stream<Arguments> everyNetwork() {
        List<Arguments> all = new ArrayList<>();
        for (CellKind kind : CellKind.values()) {
            for (int layers = 1; layers <= RandomNetworks.upToTwoLayers(kind); layers++) {
                for (int steps : new int[] {1, 2, 7}) {
                    for (int batch : new int[] {1, 3}) {
                        all.add(Arguments.of(kind, layers, steps, batch));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void shouldGiveTheGradientOfTheReferenceByTensor(CellKind kind, int layers, int steps, int batch) {
        var spec = new NetworkSpec(kind, 2, 3, layers, OUTPUTS);
        Parameters parameters = RandomNetworks.parameters(spec, 101 + layers);
        List<Window> drawn = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
            drawn.add(RandomNetworks.window(spec, steps, 1000 + b));
        }
        var moved = new MovedOutputs(spec, RandomNetworks.toDoubles(parameters.toArray()), drawn);
        for (Loss loss : LOSSES) {
            for (Weighting weighting : Weighting.values()) {
                List<Window> windows = new ArrayList<>();
                for (int b = 0; b < batch; b++) {
                    windows.add(window(drawn.get(b), loss, weighting, moved.still[b], new Random(2000 + b)));
                }
                requireGradient(spec, parameters, loss, windows, moved, loss + " " + weighting);
            }
        }
    }

    private static void requireGradient(
            NetworkSpec spec,
            Parameters parameters,
            Loss loss,
            List<Window> windows,
            MovedOutputs moved,
            String description) {
        float[] gradient = new float[parameters.size()];
        Arrays.fill(gradient, 999);
        double meanLoss = new TruncatedBptt(spec, loss).accumulate(parameters.toArray(), windows, gradient);

        assertThat(meanLoss).as(description).isCloseTo(mean(loss, windows, moved.still), within(LOSS_TOLERANCE));
        double[] expected = new double[gradient.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] =
                    (mean(loss, windows, moved.above[i]) - mean(loss, windows, moved.below[i])) / (2 * DIFFERENCE);
        }
        double whole = norm(expected, 0, expected.length);
        for (Tensor tensor : spec.layout().tensors()) {
            double scale = Math.max(norm(expected, tensor.offset(), tensor.size()), 0.01 * whole);
            double worst = 0;
            for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
                worst = Math.max(worst, Math.abs(gradient[i] - expected[i]));
            }
            assertThat(worst).as("%s %s", description, tensor.name()).isLessThanOrEqualTo(GRADIENT_TOLERANCE * scale);
        }
        assertThat(whole).as(description).isGreaterThan(0.01);
    }

    /** The drawn inputs and state with targets of the loss; what weighs 0 is NaN, the first target weighs 1. */
    private static Window window(Window drawn, Loss loss, Weighting weighting, double[] outputs, Random random) {
        int width = loss.outputsPerTarget();
        int perStep = loss.targets(OUTPUTS);
        float[] targets = new float[drawn.steps() * perStep];
        float[] weights = new float[targets.length];
        for (int i = 0; i < targets.length; i++) {
            weights[i] = i == 0 ? 1 : weighting.draw(random);
            Loss one = loss.of(i % perStep, perStep);
            int offset = i / perStep * OUTPUTS + i % perStep * width;
            float target = target(one, random);
            while (isAtKink(one, target, outputs, offset)) {
                target = target(one, random);
            }
            targets[i] = weights[i] == 0 ? Float.NaN : target;
        }
        return new Window(
                drawn.steps(), drawn.features(), perStep, drawn.inputs(), targets, weights, drawn.initialState());
    }

    private static float target(Loss loss, Random random) {
        if (loss instanceof CrossEntropy || loss instanceof NegativeLogLikelihood) {
            return random.nextInt(3);
        }
        return loss instanceof BinaryCrossEntropy ? random.nextFloat() : 4 * random.nextFloat() - 2;
    }

    /** Whether a central difference might straddle the place where the slope of a loss jumps. */
    private static boolean isAtKink(Loss loss, float target, double[] outputs, int offset) {
        if (!(loss instanceof MeanAbsoluteError || loss instanceof Pinball)) {
            return false;
        }
        return Arrays.stream(outputs, offset, offset + loss.outputsPerTarget())
                .anyMatch(output -> Math.abs(output - target) < KINK_DISTANCE);
    }

    /** Σ wℓ / Σ w of the reference's outputs, window by window. */
    private static double mean(Loss loss, List<Window> windows, double[][] outputs) {
        double sum = 0;
        double weight = 0;
        for (int b = 0; b < windows.size(); b++) {
            Window window = windows.get(b);
            sum += ReferenceLoss.sum(loss, window, outputs[b], OUTPUTS);
            weight += Loss.weight(window, 0);
        }
        return sum / weight;
    }

    private static double norm(double[] values, int from, int size) {
        double squares = 0;
        for (int i = from; i < from + size; i++) {
            squares += values[i] * values[i];
        }
        return Math.sqrt(squares);
    }

    /** The reference's outputs with each parameter in turn moved up and down; all losses share them. */
    private static final class MovedOutputs {
        final double[][] still;
        final double[][][] above;
        final double[][][] below;

        MovedOutputs(NetworkSpec spec, double[] values, List<Window> windows) {
            still = outputs(spec, values, windows);
            above = new double[values.length][][];
            below = new double[values.length][][];
            for (int i = 0; i < values.length; i++) {
                double[] moved = values.clone();
                moved[i] = values[i] + DIFFERENCE;
                above[i] = outputs(spec, moved, windows);
                moved[i] = values[i] - DIFFERENCE;
                below[i] = outputs(spec, moved, windows);
            }
        }

        private static double[][] outputs(NetworkSpec spec, double[] values, List<Window> windows) {
            var reference = new ReferenceNetwork(spec, values);
            double[][] outputs = new double[windows.size()][];
            for (int b = 0; b < outputs.length; b++) {
                Window window = windows.get(b);
                double[] state = RandomNetworks.toDoubles(window.initialState());
                outputs[b] = reference.run(window.steps(), window.inputs(), state);
            }
            return outputs;
        }
    }
}
