package io.streamgauge.peers;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.Scratch;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A network with weights, sequences, targets and initial states, all random with a seed of the case's own.
 *
 * @param windows one sequence each, all of the same length
 */
record OracleCase(NetworkSpec spec, Parameters parameters, List<Window> windows) {
    /** Sizes that are multiples of no vector width. */
    private static final int INPUT_SIZE = 5;

    private static final int HIDDEN_SIZE = 13;
    private static final int OUTPUT_SIZE = 3;

    /** One and two layers of the cell, sequences of 1, 7 and 64 steps, one sequence and three. */
    static Stream<OracleCase> of(CellKind cell) {
        List<OracleCase> cases = new ArrayList<>();
        for (int layers : new int[] {1, 2}) {
            for (int steps : new int[] {1, 7, 64}) {
                for (int batch : new int[] {1, 3}) {
                    cases.add(random(new NetworkSpec(cell, INPUT_SIZE, HIDDEN_SIZE, layers, OUTPUT_SIZE), steps, batch));
                }
            }
        }
        return cases.stream();
    }

    private static OracleCase random(NetworkSpec spec, int steps, int batch) {
        var random = new SplittableRandom(1000L * steps + 10L * batch + spec.layers());
        double bound = 1 / Math.sqrt(spec.hiddenSize());
        Parameters parameters =
                Parameters.of(spec.layout(), uniform(random, bound, spec.layout().size()));
        float[] mask = new float[steps * spec.outputSize()];
        Arrays.fill(mask, 1);
        List<Window> windows = new ArrayList<>();
        for (int row = 0; row < batch; row++) {
            windows.add(new Window(
                    steps,
                    spec.inputSize(),
                    spec.outputSize(),
                    uniform(random, 2, steps * spec.inputSize()),
                    uniform(random, 1, steps * spec.outputSize()),
                    mask,
                    uniform(random, 1, spec.stateSize())));
        }
        return new OracleCase(spec, parameters, windows);
    }

    private static float[] uniform(SplittableRandom random, double bound, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    int steps() {
        return windows.get(0).steps();
    }

    int batch() {
        return windows.size();
    }

    /** All inputs with the steps first, [steps × batch × inputSize]. */
    float[] inputs() {
        float[] all = new float[steps() * batch() * spec.inputSize()];
        for (int row = 0; row < batch(); row++) {
            scatter(windows.get(row).inputs(), row, spec.inputSize(), all);
        }
        return all;
    }

    /** All targets with the steps first, [steps × batch × outputSize]. */
    float[] targets() {
        float[] all = new float[steps() * batch() * spec.outputSize()];
        for (int row = 0; row < batch(); row++) {
            scatter(windows.get(row).targets(), row, spec.outputSize(), all);
        }
        return all;
    }

    /** One part of the initial state, h or c, of one layer, [batch × hiddenSize]. */
    float[] initial(int layer, int part) {
        int units = spec.hiddenSize();
        int from = (layer * spec.cell().stateParts() + part) * units;
        float[] all = new float[batch() * units];
        for (int row = 0; row < batch(); row++) {
            System.arraycopy(windows.get(row).initialState(), from, all, row * units, units);
        }
        return all;
    }

    private void scatter(float[] sequence, int row, int width, float[] all) {
        for (int t = 0; t < steps(); t++) {
            System.arraycopy(sequence, t * width, all, (t * batch() + row) * width, width);
        }
    }

    /**
     * What our steps come to.
     *
     * @param outputs [steps × batch × outputSize]
     * @param states after the last step, per sequence as {@link HiddenState} lays it out
     */
    record Ours(float[] outputs, List<float[]> states) {

        /** One part of the last state of one layer, [batch × hiddenSize]. */
        float[] state(NetworkSpec spec, int layer, int part) {
            int units = spec.hiddenSize();
            float[] all = new float[states.size() * units];
            for (int row = 0; row < states.size(); row++) {
                System.arraycopy(
                        states.get(row), (layer * spec.cell().stateParts() + part) * units, all, row * units, units);
            }
            return all;
        }
    }

    Ours forward() {
        RecurrentNetwork network = new RecurrentNetwork(spec, parameters);
        Scratch scratch = network.newScratch();
        float[] outputs = new float[steps() * batch() * spec.outputSize()];
        List<float[]> states = new ArrayList<>();
        float[] out = new float[spec.outputSize()];
        for (int row = 0; row < batch(); row++) {
            Window window = windows.get(row);
            HiddenState state = network.newState();
            state.copyFrom(window.initialState());
            for (int t = 0; t < steps(); t++) {
                float[] input =
                        Arrays.copyOfRange(window.inputs(), t * spec.inputSize(), (t + 1) * spec.inputSize());
                network.step(input, state, scratch, out);
                System.arraycopy(out, 0, outputs, (t * batch() + row) * out.length, out.length);
            }
            states.add(state.values());
        }
        return new Ours(outputs, states);
    }

    @Override
    public String toString() {
        return spec.cell().id() + ", layers " + spec.layers() + ", steps " + steps() + ", batch " + batch();
    }
}
