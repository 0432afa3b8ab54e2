package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.ReferenceNetwork;
import io.streamgauge.nn.Window;
import io.streamgauge.nn.kernel.Kernels;
import io.streamgauge.nn.kernel.PlainKernel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TruncatedBpttTest {
    /** Float outputs of order 1, averaged in double. */
    private static final double LOSS_TOLERANCE = 1e-5;

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldTreatWindowsOfUnequalLengthAsEachAlone(CellKind kind) {
        var spec = new NetworkSpec(kind, 2, 3, RandomNetworks.upToTwoLayers(kind), 2);
        Parameters parameters = RandomNetworks.parameters(spec, 201);
        List<Window> windows = List.of(
                RandomNetworks.window(spec, 5, 1),
                RandomNetworks.window(spec, 1, 2),
                RandomNetworks.window(spec, 9, 3),
                RandomNetworks.window(spec, 2, 4));
        double[] expected = new double[parameters.size()];
        double expectedLoss = 0;
        double targets = 0;
        for (Window window : windows) {
            targets += Loss.unmasked(window, 0);
        }
        for (Window window : windows) {
            float[] alone = new float[parameters.size()];
            double share = Loss.unmasked(window, 0) / targets;
            expectedLoss += share
                    * new TruncatedBptt(spec, new MeanSquaredError())
                            .accumulate(parameters.toArray(), List.of(window), alone);
            for (int i = 0; i < alone.length; i++) {
                expected[i] += share * alone[i];
            }
        }
        float[] together = new float[parameters.size()];
        double loss =
                new TruncatedBptt(spec, new MeanSquaredError()).accumulate(parameters.toArray(), windows, together);

        assertThat(loss).isCloseTo(expectedLoss, within(1e-12));
        double scale = norm(expected, 0, expected.length);
        for (int i = 0; i < together.length; i++) {
            assertThat((double) together[i]).isCloseTo(expected[i], within(1e-6 * scale));
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldLeaveTheStepsOfTheBurnInOutOfTheLossAndTheGradientAsIfMasked(CellKind kind) {
        var spec = new NetworkSpec(kind, 2, 3, RandomNetworks.upToTwoLayers(kind), 4);
        Parameters parameters = RandomNetworks.parameters(spec, 201);
        NetworkSpec perTarget = new NetworkSpec(kind, 2, 3, spec.layers(), 2);
        List<Window> windows = List.of(
                RandomNetworks.window(perTarget, 9, 1),
                RandomNetworks.window(perTarget, 3, 2),
                RandomNetworks.window(perTarget, 5, 3));
        List<Window> masked =
                windows.stream().map(window -> maskedUntil(3, window)).toList();
        float[] expected = new float[parameters.size()];
        float[] found = new float[parameters.size()];
        var whole = new TruncatedBptt(spec, new GaussianNll());
        var after = new TruncatedBptt(spec, new GaussianNll(), 3, 1, Kernels.best());

        double loss = after.accumulate(parameters.toArray(), windows, found);

        assertThat(loss).isEqualTo(whole.accumulate(parameters.toArray(), masked, expected));
        assertThat(loss).isCloseTo(whole.loss(parameters, windows, 3), within(1e-12));
        assertThat(found).isEqualTo(expected);
        assertThat(after.accumulate(parameters.toArray(), List.of(windows.get(1)), found))
                .as("of a window as long as the burn-in")
                .isZero();
        assertThat(found).containsOnly(0);
    }

    private static Window maskedUntil(int step, Window window) {
        float[] mask = window.mask().clone();
        Arrays.fill(mask, 0, step * window.targetsPerStep(), 0);
        return new Window(
                window.steps(),
                window.features(),
                window.targetsPerStep(),
                window.inputs(),
                window.targets(),
                mask,
                window.initialState());
    }

    @Test
    void shouldGiveTheSameBitsWhateverWentThroughItBefore() {
        var spec = new NetworkSpec(CellKind.GRU, 2, 3, 2, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 301);
        List<Window> windows = windows(spec, 4, 3);
        var used = new TruncatedBptt(spec, new Huber(1));
        used.accumulate(
                RandomNetworks.parameters(spec, 302).toArray(), windows(spec, 9, 2), new float[parameters.size()]);
        float[] first = new float[parameters.size()];
        float[] second = new float[parameters.size()];
        used.accumulate(parameters.toArray(), windows, first);
        new TruncatedBptt(spec, new Huber(1)).accumulate(parameters.toArray(), windows, second);
        assertThat(first).containsExactly(second);
    }

    @Test
    void shouldIgnoreWhateverAMaskedTargetHolds() {
        var spec = new NetworkSpec(CellKind.GRU, 2, 3, 1, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 401);
        Window window = RandomNetworks.window(spec, 6, 402);
        float[] targets = window.targets().clone();
        for (int i = 0; i < targets.length; i++) {
            if (window.mask()[i] == 0) {
                targets[i] = Float.NaN;
            }
        }
        var spoilt = new Window(6, 2, 2, window.inputs(), targets, window.mask(), window.initialState());
        float[] expected = new float[parameters.size()];
        float[] gradient = new float[parameters.size()];
        var bptt = new TruncatedBptt(spec, new Huber(1));
        double expectedLoss = bptt.accumulate(parameters.toArray(), List.of(window), expected);

        assertThat(bptt.accumulate(parameters.toArray(), List.of(spoilt), gradient))
                .isEqualTo(expectedLoss);
        assertThat(gradient).containsExactly(expected);
        assertThat(targets).contains(Float.NaN);
    }

    @Test
    void shouldGiveNoLossAndNoGradientWhereEveryTargetIsMasked() {
        var spec = new NetworkSpec(CellKind.LSTM, 2, 3, 1, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 501);
        Window window = RandomNetworks.window(spec, 3, 502);
        var masked = new Window(3, 2, 2, window.inputs(), window.targets(), new float[6], window.initialState());
        float[] gradient = {7};
        gradient = Arrays.copyOf(gradient, parameters.size());
        assertThat(new TruncatedBptt(spec, new Huber(1)).accumulate(parameters.toArray(), List.of(masked), gradient))
                .isZero();
        assertThat(gradient).containsOnly(0);
    }

    @Test
    void shouldCompareEveryTargetWithItsOwnOutputs() {
        var spec = new NetworkSpec(CellKind.GRU, 2, 3, 1, 6);
        Parameters parameters = RandomNetworks.parameters(spec, 801);
        var loss = new CrossEntropy(3);
        Window drawn = RandomNetworks.window(spec, 2, 3, 802);
        float[] targets = {2, 0, 1, 2, 0, 1};
        float[] weights = {1, 3, 0.5f, 0, 2, 1};
        var window = new Window(3, 2, 2, drawn.inputs(), targets, weights, drawn.initialState());
        double[] outputs = new ReferenceNetwork(spec, RandomNetworks.toDoubles(parameters.toArray()))
                .run(3, window.inputs(), RandomNetworks.toDoubles(window.initialState()));
        double expected = 0;
        for (int i = 0; i < targets.length; i++) {
            expected += weights[i] * ReferenceLoss.value(loss, outputs, 3 * i, targets[i]) / 7.5;
        }
        var bptt = new TruncatedBptt(spec, loss);
        assertThat(bptt.loss(parameters, List.of(window), 0)).isCloseTo(expected, within(LOSS_TOLERANCE));
        assertThat(bptt.accumulate(parameters.toArray(), List.of(window), new float[parameters.size()]))
                .isCloseTo(expected, within(LOSS_TOLERANCE));
    }

    @Test
    void shouldNotDependOnTheUnitOfTheWeights() {
        var spec = new NetworkSpec(CellKind.GRU, 2, 3, 1, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 901);
        Window window = RandomNetworks.window(spec, 3, 902);
        float[] doubled = window.mask().clone();
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] *= 2;
        }
        var other = new Window(3, 2, 2, window.inputs(), window.targets(), doubled, window.initialState());
        float[] expected = new float[parameters.size()];
        float[] gradient = new float[parameters.size()];
        var bptt = new TruncatedBptt(spec, new MeanSquaredError());
        double loss = bptt.accumulate(parameters.toArray(), List.of(window), expected);
        assertThat(bptt.accumulate(parameters.toArray(), List.of(other), gradient))
                .isEqualTo(loss);
        assertThat(gradient).containsExactly(expected);
    }

    @Test
    void shouldMeasureOnlyFromTheFirstStepAskedFor() {
        var spec = new NetworkSpec(CellKind.GRU, 2, 3, 1, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 601);
        List<Window> windows = windows(spec, 7, 3);
        double[] values = RandomNetworks.toDoubles(parameters.toArray());
        var bptt = new TruncatedBptt(spec, new MeanSquaredError());
        assertThat(bptt.loss(parameters, windows, 0))
                .isCloseTo(bptt.accumulate(parameters.toArray(), windows, new float[parameters.size()]), within(1e-12));
        assertThat(bptt.loss(parameters, windows, 4))
                .isCloseTo(referenceLoss(spec, new MeanSquaredError(), values, windows, 4), within(LOSS_TOLERANCE))
                .isNotEqualTo(bptt.loss(parameters, windows, 0));
        assertThat(bptt.loss(parameters, windows, 7)).isZero();
    }

    @Test
    void shouldNameBothNumbersWhereAWindowDoesNotFitTheNetwork() {
        var spec = new NetworkSpec(CellKind.LSTM, 2, 3, 1, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 701);
        var bptt = new TruncatedBptt(spec, new Huber(1));
        var wide = new Window(1, 3, 2, new float[3], new float[2], new float[2], new float[6]);
        var stateless = new Window(1, 2, 2, new float[2], new float[2], new float[2], new float[3]);
        assertThatThrownBy(() -> bptt.loss(parameters, List.of(wide), 0))
                .hasMessage("window has 3 features, network expects 2");
        assertThatThrownBy(() -> bptt.loss(parameters, List.of(stateless), 0))
                .hasMessage("initial state has 3 values, network expects 6");
    }

    private static List<Window> windows(NetworkSpec spec, int steps, int batch) {
        List<Window> windows = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
            windows.add(RandomNetworks.window(spec, steps, 1000 + b));
        }
        return windows;
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldAllocateNothingInATrainingStep(CellKind kind) {
        var spec = new NetworkSpec(kind, 2, 3, RandomNetworks.upToTwoLayers(kind), 2);
        float[] parameters = RandomNetworks.parameters(spec, 801).toArray();
        float[] gradient = new float[parameters.length];
        List<Window> windows = windows(spec, 5, 4);
        var bptt = new TruncatedBptt(spec, new Huber(1), 1, new PlainKernel());
        var clipper = new GlobalNormClipper(1);
        var adam = new Adam(parameters.length, AdamSettings.withLearningRate(1e-3));
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 200;
        for (int i = 0; i < rounds; i++) {
            bptt.accumulate(parameters, windows, gradient);
            clipper.clip(gradient);
            adam.step(parameters, gradient);
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) {
            bptt.accumulate(parameters, windows, gradient);
            clipper.clip(gradient);
            adam.step(parameters, gradient);
        }

        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / rounds).isZero();
    }

    private static double referenceLoss(
            NetworkSpec spec, Loss loss, double[] values, List<Window> windows, int firstStep) {
        var reference = new ReferenceNetwork(spec, values);
        double sum = 0;
        int count = 0;
        for (Window window : windows) {
            double[] state = RandomNetworks.toDoubles(window.initialState());
            double[] outputs = reference.run(window.steps(), window.inputs(), state);
            for (int i = firstStep * spec.outputSize(); i < outputs.length; i++) {
                if (window.mask()[i] == 1) {
                    sum += ReferenceLoss.value(loss, outputs, i, window.targets()[i]);
                    count++;
                }
            }
        }
        return sum / count;
    }

    private static double norm(double[] values, int from, int size) {
        double squares = 0;
        for (int i = from; i < from + size; i++) {
            squares += values[i] * values[i];
        }
        return Math.sqrt(squares);
    }
}
