package io.streamgauge.example;

import io.streamgauge.learn.Adam;
import io.streamgauge.learn.AdamSettings;
import io.streamgauge.learn.MeanSquaredError;
import io.streamgauge.learn.TruncatedBptt;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A gated recurrent unit (Cho et al. 2014) of two layers and 50 units on 32 sequences of 10 steps of 3 inputs, a linear
 * output at every step, mean squared error, Adam at 1e-3, one update of the whole batch per epoch: losses beside those
 * that PyTorch had from the same weights and data.
 */
public final class SequenceRegression implements CourseProgram {
    private static final NetworkSpec SPEC = new NetworkSpec(CellKind.GRU, 3, 50, 2, 1);
    private static final int SEQUENCES = 32;
    private static final int STEPS = 10;
    private static final double LEARNING_RATE = 1e-3;

    SequenceRegression() {}

    @Override
    public String name() {
        return "sequence-regression";
    }

    @Override
    public String summary() {
        return "A 2-layer GRU on 32 sequences of 10 steps; losses beside PyTorch's, epoch by epoch";
    }

    @Override
    public int epochs() {
        return 20;
    }

    @Override
    public Outcome run(ProgramSettings settings, Console console) {
        double[] losses = losses(settings);
        double[] torch = torch(settings);
        double[] torchFloats = torch.length > 0 ? TorchLosses.of("float32") : torch;
        print(losses, torch, torchFloats, console);
        var figures = new ArrayList<Figure>();
        figures.add(new Figure("loss.first", losses[0], "squared"));
        figures.add(new Figure("loss.last", losses[losses.length - 1], "squared"));
        if (torch.length > 0) {
            figures.add(new Figure("difference.float64", farthest(losses, torch), "of the loss"));
            figures.add(new Figure("difference.float64.torch_float32", farthest(torchFloats, torch), "of the loss"));
        } else {
            console.line("PyTorch's losses are stored for --seed " + ProgramSettings.DEFAULT_SEED + " only.");
        }
        return new Outcome(figures, List.of(chart(losses, torch)));
    }

    /** The loss of every epoch before its update. */
    static double[] losses(ProgramSettings settings) {
        var lcg = new Lcg((int) settings.seed());
        float[] parameters = lcg.vector(SPEC.layout().size(), (float) (1 / Math.sqrt(SPEC.hiddenSize())));
        List<Window> windows = windows(lcg);
        var adam = new Adam(parameters.length, AdamSettings.withLearningRate(LEARNING_RATE));
        float[] gradient = new float[parameters.length];
        double[] losses = new double[settings.epochs()];
        try (var bptt = new TruncatedBptt(SPEC, new MeanSquaredError(), settings.threads())) {
            for (int epoch = 0; epoch < losses.length; epoch++) {
                losses[epoch] = bptt.accumulate(parameters, windows, gradient);
                adam.step(parameters, gradient);
            }
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

    /** PyTorch's losses in float64, none for weights that it did not have. */
    private static double[] torch(ProgramSettings settings) {
        return settings.seed() == ProgramSettings.DEFAULT_SEED ? TorchLosses.of("float64") : new double[0];
    }

    /** The largest |found − expected| / expected over the epochs that both have. */
    private static double farthest(double[] found, double[] expected) {
        double farthest = 0;
        for (int i = 0; i < Math.min(found.length, expected.length); i++) {
            farthest = Math.max(farthest, Math.abs(found[i] - expected[i]) / expected[i]);
        }
        return farthest;
    }

    private static void print(double[] losses, double[] torch, double[] torchFloats, Console console) {
        console.line("epoch  loss           PyTorch float64  PyTorch float32");
        for (int i = 0; i < losses.length; i++) {
            if (i < torch.length) {
                console.format("%5d  %.10f   %.10f     %.10f", i + 1, losses[i], torch[i], torchFloats[i]);
            } else {
                console.format("%5d  %.10f", i + 1, losses[i]);
            }
        }
    }

    private static Chart chart(double[] losses, double[] torch) {
        var series = new ArrayList<Chart.Series>();
        series.add(Chart.Series.of("Streamgauge", false, 1, losses));
        if (torch.length > 0) {
            series.add(Chart.Series.of("PyTorch, float64", true, 1, torch));
        }
        return new Chart.Lines(
                "Loss by epoch, from the same weights and data",
                "GRU of 2 layers and 50 units, 32 sequences of 10 steps, Adam at 1e-3, one update per epoch",
                Chart.Axis.linear("epoch"),
                Chart.Axis.linear("mean squared error"),
                series);
    }
}
