package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.example.Lcg;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Scratch;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TorchNetworkTest {
    /** Share of a tensor's norm: the bound. */
    private static final double TOLERANCE = 1e-6;

    /**
     * Bias gradients whose terms cancel, to half a percent of the whole gradient's norm: what float leaves is large
     * beside them.
     * PyTorch in float32 misses its own float64 by 1.1e-6 there.
     */
    private static final Set<String> CANCELLED =
            Set.of("rnn-relu/1/7/1/rnn.bias_ih_l0", "rnn-relu/1/7/1/rnn.bias_hh_l0", "gru/1/2/2/head.bias");

    private static final double CANCELLED_TOLERANCE = 3e-6;

    private final TorchVectors vectors = new TorchVectors("networks.txt");

    static Stream<Arguments> everyNetwork() {
        List<Arguments> all = new ArrayList<>();
        for (CellKind kind : List.of(CellKind.RNN_TANH, CellKind.RNN_RELU, CellKind.GRU, CellKind.LSTM)) {
            for (int layers : new int[] {1, 2}) {
                for (int steps : new int[] {1, 2, 7}) {
                    for (int batch : new int[] {1, 2, 3}) {
                        all.add(Arguments.of(kind, layers, steps, batch));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void shouldHaveTheOutputsAndStatesOfPyTorch(CellKind kind, int layers, int steps, int batch) {
        var setting = new Setting(kind, layers, steps, batch);
        var network = new RecurrentNetwork(setting.spec, setting.parameters);
        float[] outputs = new float[batch * steps * setting.spec.outputSize()];
        float[] states = new float[batch * setting.spec.stateSize()];
        for (int b = 0; b < batch; b++) {
            run(network, setting.windows.get(b), b, outputs, states);
        }
        assertThat(TorchVectors.relativeError(outputs, 0, vectors.get(setting.name + "/outputs")))
                .isLessThanOrEqualTo(TOLERANCE);
        assertThat(TorchVectors.relativeError(states, 0, vectors.get(setting.name + "/state")))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void shouldHaveTheGradientOfPyTorchByName(CellKind kind, int layers, int steps, int batch) {
        var setting = new Setting(kind, layers, steps, batch);
        float[] gradient = new float[setting.parameters.size()];
        new TruncatedBptt(setting.spec, new MeanSquaredError())
                .accumulate(setting.parameters.toArray(), setting.windows, gradient);
        for (Tensor tensor : setting.spec.layout().tensors()) {
            String name = setting.name + "/" + tensor.name();
            double[] expected = vectors.get(name);
            assertThat(expected).as(tensor.name()).hasSize(tensor.size());
            assertThat(TorchVectors.relativeError(gradient, tensor.offset(), expected))
                    .as(name)
                    .isLessThanOrEqualTo(CANCELLED.contains(name) ? CANCELLED_TOLERANCE : TOLERANCE);
        }
    }

    private static void run(RecurrentNetwork network, Window window, int b, float[] outputs, float[] states) {
        NetworkSpec spec = network.spec();
        HiddenState state = network.newState();
        state.copyFrom(window.initialState());
        Scratch scratch = network.newScratch();
        float[] out = new float[spec.outputSize()];
        for (int t = 0; t < window.steps(); t++) {
            float[] input = Arrays.copyOfRange(window.inputs(), t * spec.inputSize(), (t + 1) * spec.inputSize());
            network.step(input, state, scratch, out);
            System.arraycopy(out, 0, outputs, (b * window.steps() + t) * out.length, out.length);
        }
        System.arraycopy(state.values(), 0, states, b * spec.stateSize(), spec.stateSize());
    }

    /** Weights and windows of one case, drawn in the order of the script: weights, inputs, targets, states. */
    private static final class Setting {
        final NetworkSpec spec;
        final String name;
        final Parameters parameters;
        final List<Window> windows = new ArrayList<>();

        Setting(CellKind kind, int layers, int steps, int batch) {
            spec = new NetworkSpec(kind, 2, 3, layers, 2);
            name = kind.id() + "/" + layers + "/" + steps + "/" + batch;
            var lcg = new Lcg(1000 * layers + 100 * steps + batch);
            parameters = Parameters.of(spec.layout(), lcg.vector(spec.layout().size(), 0.8f));
            float[] inputs = lcg.vector(batch * steps * spec.inputSize(), 2);
            float[] targets = lcg.vector(batch * steps * spec.outputSize(), 2);
            float[] states = lcg.vector(batch * spec.stateSize(), 0.9f);
            for (int b = 0; b < batch; b++) {
                float[] mask = new float[steps * spec.outputSize()];
                Arrays.fill(mask, 1);
                windows.add(new Window(
                        steps,
                        spec.inputSize(),
                        spec.outputSize(),
                        part(inputs, b, batch),
                        part(targets, b, batch),
                        mask,
                        part(states, b, batch)));
            }
        }

        private static float[] part(float[] values, int index, int parts) {
            int size = values.length / parts;
            return Arrays.copyOfRange(values, index * size, (index + 1) * size);
        }
    }
}
