package io.streamgauge.learn;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The course program: a gated recurrent unit of two layers and 50 units on 32 sequences of 10 steps of 3 inputs, a linear
 * output at every step, mean squared error, Adam at 1e-3, one update of the whole batch per epoch.
 */
final class CourseProgram {
    static final NetworkSpec SPEC = new NetworkSpec(CellKind.GRU, 3, 50, 2, 1);

    private static final int SEQUENCES = 32;
    private static final int STEPS = 10;
    private static final double LEARNING_RATE = 1e-3;

    private CourseProgram() {}

    /** The loss of every epoch before its update, from the weights and data of the script. */
    static double[] losses(int epochs) {
        var lcg = new Lcg(4);
        float[] parameters = lcg.vector(SPEC.layout().size(), (float) (1 / Math.sqrt(SPEC.hiddenSize())));
        List<Window> windows = windows(lcg);
        var bptt = new TruncatedBptt(SPEC, new MeanSquaredError());
        var adam = new Adam(parameters.length, AdamSettings.withLearningRate(LEARNING_RATE));
        float[] gradient = new float[parameters.length];
        double[] losses = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            losses[epoch] = bptt.accumulate(parameters, windows, gradient);
            adam.step(parameters, gradient);
        }
        return losses;
    }

    private static List<Window> windows(Lcg lcg) {
        float[] inputs = lcg.vector(SEQUENCES * STEPS * SPEC.inputSize(), 1);
        float[] targets = lcg.vector(SEQUENCES * STEPS, 1);
        float[] mask = new float[STEPS];
        Arrays.fill(mask, 1);
        int inputsEach = STEPS * SPEC.inputSize();
        List<Window> windows = new ArrayList<>();
        for (int s = 0; s < SEQUENCES; s++) {
            windows.add(new Window(
                    STEPS,
                    SPEC.inputSize(),
                    1,
                    Arrays.copyOfRange(inputs, s * inputsEach, (s + 1) * inputsEach),
                    Arrays.copyOfRange(targets, s * STEPS, (s + 1) * STEPS),
                    mask,
                    new float[SPEC.stateSize()]));
        }
        return windows;
    }
}
