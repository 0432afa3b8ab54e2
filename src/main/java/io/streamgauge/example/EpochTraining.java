package io.streamgauge.example;

import io.streamgauge.learn.GlobalNormClipper;
import io.streamgauge.learn.LearningRateSchedule;
import io.streamgauge.learn.Loss;
import io.streamgauge.learn.Optimizer;
import io.streamgauge.learn.TruncatedBptt;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Training on a fixed set of windows, epoch by epoch: every window once, in an order of the seed's, in minibatches, with
 * the gradient's global norm bounded (Pascanu et al. 2013).
 */
final class EpochTraining implements AutoCloseable {

    /**
     * The numbers of a training.
     *
     * @param rate learning rate by update
     * @param batch windows per update
     * @param clipNorm bound on the gradient's norm
     */
    record Recipe(LearningRateSchedule rate, int batch, double clipNorm) {}

    private final NetworkSpec spec;
    private final TruncatedBptt bptt;
    private final Optimizer optimizer;
    private final Recipe recipe;
    private final GlobalNormClipper clipper;
    private final SplittableRandom random;
    private final float[] parameters;
    private final float[] gradient;
    private long updates;

    EpochTraining(
            Parameters initial,
            NetworkSpec spec,
            Loss loss,
            Optimizer optimizer,
            Recipe recipe,
            ProgramSettings settings) {
        this.spec = spec;
        this.optimizer = optimizer;
        this.recipe = recipe;
        bptt = new TruncatedBptt(spec, loss, settings.threads());
        clipper = new GlobalNormClipper(recipe.clipNorm());
        random = new SplittableRandom(settings.seed());
        parameters = initial.toArray();
        gradient = new float[parameters.length];
    }

    /** One pass; the mean of the losses that its batches had before their updates. */
    double epoch(List<Window> windows) {
        List<Window> order = new ArrayList<>(windows);
        shuffle(order);
        double sum = 0;
        for (int from = 0; from < order.size(); from += recipe.batch()) {
            List<Window> batch = order.subList(from, Math.min(from + recipe.batch(), order.size()));
            double loss = bptt.accumulate(parameters, batch, gradient);
            double norm = clipper.clip(gradient);
            if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
                throw new ArithmeticException(
                        "update " + updates + " has the loss " + loss + " and the gradient norm " + norm);
            }
            sum += batch.size() * loss;
            optimizer.step(parameters, gradient, recipe.rate().rate(updates++));
        }
        return sum / order.size();
    }

    /** The weights as they are now. */
    Parameters parameters() {
        return Parameters.of(spec.layout(), parameters);
    }

    /** Every order with the same probability (Durstenfeld 1964). */
    private void shuffle(List<Window> windows) {
        for (int i = windows.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Window kept = windows.get(i);
            windows.set(i, windows.get(other));
            windows.set(other, kept);
        }
    }

    @Override
    public void close() {
        bptt.close();
    }
}
