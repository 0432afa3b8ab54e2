package io.streamgauge.example;

import io.streamgauge.learn.GlobalNormClipper;
import io.streamgauge.learn.GradientDiagnostics;
import io.streamgauge.learn.GradientReport;
import io.streamgauge.learn.MeanSquaredError;
import io.streamgauge.learn.Sgd;
import io.streamgauge.learn.SgdSettings;
import io.streamgauge.learn.TruncatedBptt;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A plain network of rectifiers whose recurrent weights stretch their state, taught by gradient descent to give the mean
 * of 50 numbers at the last of them.
 *
 * <p>Its gradient grows with every step that it goes back (Pascanu et al. 2013), so that a step as long as the gradient
 * leaps over the minimum, from where the next gradient is larger still.
 */
final class ExplodingCase {
    static final double CLIP_NORM = 1;

    private static final int STEPS = 50;
    private static final int SEQUENCES = 32;
    private static final double RADIUS = 1.65;
    private static final double LEARNING_RATE = 0.01;
    private static final NetworkSpec SPEC = new NetworkSpec(CellKind.RNN_RELU, 1, 32, 1, 1);

    /**
     * What became of the updates, one value each; none from the first update on whose loss or gradient was infinite or
     * NaN.
     */
    record Course(List<Double> losses, List<GradientReport> gradients) {}

    private ExplodingCase() {}

    /**
     * Learns for so many updates.
     *
     * @param clipNorm bound on the gradient's norm
     */
    static Course learn(double clipNorm, ProgramSettings settings) {
        List<Window> windows = windows(settings.seed());
        float[] parameters =
                GradientFlow.parameters(SPEC, RADIUS, 0, settings.seed()).toArray();
        float[] gradient = new float[parameters.length];
        var clipper = new GlobalNormClipper(clipNorm);
        var sgd = new Sgd(parameters.length, SgdSettings.PLAIN);
        var diagnostics = new GradientDiagnostics(SPEC.layout());
        var course = new Course(new ArrayList<>(), new ArrayList<>());
        try (var bptt = new TruncatedBptt(SPEC, new MeanSquaredError(), settings.threads())) {
            for (int update = 0; update < settings.epochs(); update++) {
                double loss = bptt.accumulate(parameters, windows, gradient);
                double norm = diagnostics.clip(clipper, gradient);
                if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
                    break;
                }
                diagnostics.update(sgd, LEARNING_RATE, parameters, gradient);
                course.losses.add(loss);
                course.gradients.add(diagnostics.report());
            }
        }
        return course;
    }

    private static List<Window> windows(long seed) {
        var random = new SplittableRandom(seed);
        List<Window> windows = new ArrayList<>();
        for (int s = 0; s < SEQUENCES; s++) {
            float[] inputs = new float[STEPS];
            double sum = 0;
            for (int t = 0; t < STEPS; t++) {
                inputs[t] = (float) random.nextDouble();
                sum += inputs[t];
            }
            float[] targets = new float[STEPS];
            float[] mask = new float[STEPS];
            targets[STEPS - 1] = (float) (sum / STEPS);
            mask[STEPS - 1] = 1;
            windows.add(new Window(STEPS, 1, 1, inputs, targets, mask, new float[SPEC.stateSize()]));
        }
        return windows;
    }
}
