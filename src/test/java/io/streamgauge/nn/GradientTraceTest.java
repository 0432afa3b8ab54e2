package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientTraceTest {
    private static final int STEPS = 5;
    private static final int UNITS = 3;
    /** Share of the norm: float rounding and the rational activations' 3e-7 over five cells. */
    private static final double TOLERANCE = 2e-5;
    /** Step of the central differences, in double: truncation and cancellation both leave about 1e-10. */
    private static final double DIFFERENCE = 1e-5;

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveTheNormOfTheGradientWithRespectToEveryState(CellKind kind) {
        var spec = new NetworkSpec(kind, 2, UNITS, RandomNetworks.upToTwoLayers(kind), 2);
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        List<Window> windows = List.of(RandomNetworks.window(spec, STEPS, 2), RandomNetworks.window(spec, STEPS, 3));
        var gradients = new OutputGradients(spec, windows, Dropout.NONE).ofTheLastStep();
        GradientTrace trace = trace(spec, parameters, gradients);
        assertThat(trace.steps()).isEqualTo(STEPS);

        int top = spec.layers() - 1;
        for (int t = 0; t < STEPS - 1; t++) {
            double squares = 0;
            for (int b = 0; b < windows.size(); b++) {
                squares += squares(spec, parameters, windows.get(b), gradients.factors(b), t);
            }
            double expected = Math.sqrt(squares);
            assertThat(expected).isGreaterThan(1e-4);
            assertThat(trace.norm(top, t)).isCloseTo(expected, within(TOLERANCE * expected));
            assertThat(trace.norm(0, t)).isPositive();
        }
    }

    /** Σ over the top layer's h of (∂L/∂h_t)², where L is a sum over outputs of the last step. */
    private static double squares(NetworkSpec spec, Parameters parameters, Window window, float[] factors, int t) {
        var reference = new ReferenceNetwork(spec, RandomNetworks.toDoubles(parameters.toArray()));
        double[] state = RandomNetworks.toDoubles(window.initialState());
        reference.run(t + 1, window.inputs(), state);
        float[] rest = Arrays.copyOfRange(window.inputs(), (t + 1) * 2, STEPS * 2);
        int first = (spec.layers() - 1) * spec.stateSize() / spec.layers();
        double squares = 0;
        for (int i = first; i < first + UNITS; i++) {
            double slope = (loss(reference, rest, state, i, DIFFERENCE, factors)
                            - loss(reference, rest, state, i, -DIFFERENCE, factors))
                    / (2 * DIFFERENCE);
            squares += slope * slope;
        }
        return squares;
    }

    private static double loss(
            ReferenceNetwork reference, float[] rest, double[] state, int moved, double by, float[] factors) {
        double[] from = state.clone();
        from[moved] += by;
        double[] outputs = reference.run(rest.length / 2, rest, from);
        double sum = 0;
        for (int o = 0; o < 2; o++) {
            sum += factors[(STEPS - 1) * 2 + o] * outputs[outputs.length - 2 + o];
        }
        return sum;
    }

    @Test
    void shouldGiveTheHeadsOwnGradientAtTheLastStep() {
        var spec = new NetworkSpec(CellKind.GRU, 2, UNITS, 1, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        Window window = RandomNetworks.window(spec, STEPS, 2);
        var gradients = new OutputGradients(spec, List.of(window), Dropout.NONE);
        int head = spec.layout().tensor("head.weight").offset();
        double squares = 0;
        for (int u = 0; u < UNITS; u++) {
            double sum = 0;
            for (int o = 0; o < 2; o++) {
                sum += gradients.factors(0)[(STEPS - 1) * 2 + o] * parameters.get(head + o * UNITS + u);
            }
            squares += sum * sum;
        }
        double expected = Math.sqrt(squares);
        assertThat(trace(spec, parameters, gradients).norm(0, STEPS - 1))
                .isCloseTo(expected, within(TOLERANCE * expected));
    }

    @Test
    void shouldServeBatchAfterBatchOfAnyLength() {
        var spec = new NetworkSpec(CellKind.GRU, 2, UNITS, 1, 2);
        Parameters parameters = RandomNetworks.parameters(spec, 1);
        var trace = new GradientTrace();
        var network = new TrainableNetwork(spec);
        network.load(parameters.toArray());
        for (int steps : new int[] {2, 6, 3}) {
            var gradients = new OutputGradients(spec, List.of(RandomNetworks.window(spec, steps, 4)), Dropout.NONE);
            gradients.pass(network, network.newTape(), network.newGradient(), trace);
            GradientTrace expected = trace(spec, parameters, gradients);
            assertThat(trace.steps()).isEqualTo(steps);
            for (int t = 0; t < steps; t++) {
                assertThat(trace.norm(0, t)).isEqualTo(expected.norm(0, t)).isPositive();
            }
            assertThatThrownBy(() -> trace.norm(0, steps))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("step is " + steps + ", the trace has " + steps);
        }
        assertThatThrownBy(() -> trace.norm(0, -1)).hasMessage("step is -1, the trace has 3");
        var deep = new NetworkSpec(CellKind.GRU, 2, UNITS, 2, 2);
        var deepNetwork = new TrainableNetwork(deep);
        deepNetwork.load(RandomNetworks.parameters(deep, 1).toArray());
        new OutputGradients(deep, List.of(RandomNetworks.window(deep, 2, 4)), Dropout.NONE)
                .pass(deepNetwork, deepNetwork.newTape(), deepNetwork.newGradient(), trace);
        assertThat(trace.norm(1, 1)).isPositive();
    }

    private static GradientTrace trace(NetworkSpec spec, Parameters parameters, OutputGradients gradients) {
        var network = new TrainableNetwork(spec);
        network.load(parameters.toArray());
        var trace = new GradientTrace();
        gradients.pass(network, network.newTape(), network.newGradient(), trace);
        return trace;
    }
}
