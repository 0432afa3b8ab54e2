package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The gradient of {@code L = Σ g ⊙ y} over a batch, with seeded factors g, by the network and by the reference. */
final class OutputGradients {
    /** Share of a tensor's norm: float rounding and the rational activations' 3e-7 over up to 14 chained cells. */
    private static final double GRADIENT_TOLERANCE = 2e-5;
    /** Outputs of order 1 after up to 14 chained cells. */
    private static final double FORWARD_TOLERANCE = 1e-5;
    /** Step of the central differences, in double: truncation and cancellation both leave about 1e-10. */
    private static final double DIFFERENCE = 1e-5;

    private final NetworkSpec spec;
    private final List<Window> windows;
    private final Dropout dropout;
    /** g of each window [steps × outputs]. */
    private final float[][] factors;

    OutputGradients(NetworkSpec spec, List<Window> windows, Dropout dropout) {
        this.spec = spec;
        this.windows = windows;
        this.dropout = dropout;
        factors = new float[windows.size()][];
        for (int b = 0; b < factors.length; b++) {
            factors[b] = RandomNetworks.uniform(windows.get(b).steps() * spec.outputSize(), 1, new Random(500 + b));
        }
    }

    /** Only the last step of the longest window counts. */
    OutputGradients ofTheLastStep() {
        int most = windows.stream().mapToInt(Window::steps).max().orElseThrow();
        for (int b = 0; b < factors.length; b++) {
            for (int i = 0; i < factors[b].length; i++) {
                factors[b][i] = i / spec.outputSize() == most - 1 ? factors[b][i] : 0;
            }
        }
        return this;
    }

    float[] factors(int window) {
        return factors[window];
    }

    /** Forward and back on a tape; adds to the gradient. */
    void pass(TrainableNetwork network, SequenceTape tape, NetworkGradient gradient, @Nullable GradientTrace trace) {
        tape.pack(windows, 0, windows.size());
        network.forward(tape, dropout);
        for (int place = 0; place < tape.sequences(); place++) {
            float[] g = factors[tape.sequence(place)];
            for (int i = 0; i < g.length; i++) {
                int at = tape.outputOffset(i / spec.outputSize(), place) + i % spec.outputSize();
                tape.outputGradient()[at] = g[i];
            }
        }
        network.backward(tape, dropout, gradient, trace);
    }

    /** Asserts outputs and the gradient by tensor against the reference. */
    void requireThatOfTheReference(Parameters parameters) {
        var network = new TrainableNetwork(spec);
        network.load(parameters.toArray());
        SequenceTape tape = network.newTape();
        NetworkGradient gradient = network.newGradient();
        pass(network, tape, gradient, null);
        requireOutputs(tape, RandomNetworks.toDoubles(parameters.toArray()));
        float[] found = new float[parameters.size()];
        network.store(gradient, found);
        requireClose(found, differences(RandomNetworks.toDoubles(parameters.toArray())));
    }

    private void requireOutputs(SequenceTape tape, double[] values) {
        for (int place = 0; place < tape.sequences(); place++) {
            double[] expected = outputs(values, tape.sequence(place));
            for (int i = 0; i < expected.length; i++) {
                int at = tape.outputOffset(i / spec.outputSize(), place) + i % spec.outputSize();
                assertThat((double) tape.outputs()[at]).isCloseTo(expected[i], within(FORWARD_TOLERANCE));
            }
        }
    }

    private void requireClose(float[] found, double[] expected) {
        double whole = norm(expected, 0, expected.length);
        assertThat(whole).isGreaterThan(0.01);
        for (Tensor tensor : spec.layout().tensors()) {
            double scale = Math.max(norm(expected, tensor.offset(), tensor.size()), 0.01 * whole);
            for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
                assertThat((double) found[i])
                        .as("%s %d", tensor.name(), i - tensor.offset())
                        .isCloseTo(expected[i], within(GRADIENT_TOLERANCE * scale));
            }
        }
    }

    private double[] differences(double[] values) {
        double[] gradient = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double[] moved = values.clone();
            moved[i] = values[i] + DIFFERENCE;
            double above = loss(moved);
            moved[i] = values[i] - DIFFERENCE;
            gradient[i] = (above - loss(moved)) / (2 * DIFFERENCE);
        }
        return gradient;
    }

    private double loss(double[] values) {
        double sum = 0;
        for (int b = 0; b < factors.length; b++) {
            double[] outputs = outputs(values, b);
            for (int i = 0; i < outputs.length; i++) {
                sum += factors[b][i] * outputs[i];
            }
        }
        return sum;
    }

    private double[] outputs(double[] values, int sequence) {
        Window window = windows.get(sequence);
        double[] state = RandomNetworks.toDoubles(window.initialState());
        return new ReferenceNetwork(spec, values, dropout, sequence).run(window.steps(), window.inputs(), state);
    }

    private static double norm(double[] values, int from, int size) {
        double squares = 0;
        for (int i = from; i < from + size; i++) {
            squares += values[i] * values[i];
        }
        return Math.sqrt(squares);
    }
}
