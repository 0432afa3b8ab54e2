package io.streamgauge.forecast;

import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The weights of some experts at one horizon: exponential weights (Freund and Schapire 1997) over a discounted past,
 * on absolute errors, which a median minimises.
 *
 * <pre>
 *   D_e ← γ·D_e + min(20, ℓ_e/L)        w_e = exp(−η·(D_e − min D)) / Σ
 * </pre>
 *
 * <p>ℓ is an expert's absolute error and L the running mean of all of them, so that the learning rate η has no unit. The discount γ
 * bounds the memory: an expert that has failed for some tens of values loses its weight, so a forecast does not stay worse
 * than the best of them for long, while one wild error hardly moves an expert that is right as a rule.
 */
final class ExpertMixer {

    private static final double LEARNING_RATE = .5;
    private static final double LOSS_RATE = .02;
    private static final double LARGEST_LOSS = 20;
    private static final double DISCOUNT = .98;

    private final float[] discounted;
    private final float[] weights;
    private double meanLoss;
    private long losses;

    ExpertMixer(int experts) {
        discounted = new float[experts];
        weights = new float[experts];
        Arrays.fill(weights, 1f / experts);
    }

    /** Starts from how far behind the best the experts are for other series, which the prior has from {@code at} on. */
    void begin(ReadoutPrior prior, int at) {
        float least = Float.POSITIVE_INFINITY;
        for (int e = 0; e < weights.length; e++) {
            discounted[e] = Math.max(0, prior.mean()[at + e]);
            least = Math.min(least, discounted[e]);
        }
        reweigh(least);
    }

    /** Writes how far each expert is behind the best, D_e − min D, to {@code out} from {@code at} on. */
    void behind(float[] out, int at) {
        float least = Float.POSITIVE_INFINITY;
        for (float sum : discounted) {
            least = Math.min(least, sum);
        }
        for (int e = 0; e < weights.length; e++) {
            out[at + e] = discounted[e] - least;
        }
    }

    /** Σ w·changes. */
    double mix(float[] changes) {
        double sum = 0;
        for (int e = 0; e < weights.length; e++) {
            sum += weights[e] * (double) changes[e];
        }
        return sum;
    }

    /**
     * Learns from a change that has come.
     *
     * @param change what came
     * @param changes what the experts had forecast, in the same unit
     */
    void learn(double change, float[] changes) {
        double bounded = SeriesForecaster.clippedChange(change);
        double mean = 0;
        for (int e = 0; e < weights.length; e++) {
            mean += Math.abs(bounded - changes[e]) / weights.length;
        }
        losses++;
        meanLoss += Math.max(LOSS_RATE, 1.0 / losses) * (mean - meanLoss);
        double unit = Math.max(meanLoss, Double.MIN_NORMAL);
        double least = Double.POSITIVE_INFINITY;
        for (int e = 0; e < weights.length; e++) {
            double loss = Math.min(LARGEST_LOSS, Math.abs(bounded - changes[e]) / unit);
            discounted[e] = (float) (DISCOUNT * discounted[e] + loss);
            least = Math.min(least, discounted[e]);
        }
        reweigh(least);
    }

    double weight(int expert) {
        return weights[expert];
    }

    private void reweigh(double least) {
        double total = 0;
        for (int e = 0; e < weights.length; e++) {
            weights[e] = (float) StrictMath.exp(-LEARNING_RATE * (discounted[e] - least));
            total += weights[e];
        }
        for (int e = 0; e < weights.length; e++) {
            weights[e] = (float) (weights[e] / total);
        }
    }

    void fields(StateFields fields) {
        fields.reals(discounted);
        fields.reals(weights);
        meanLoss = fields.number(meanLoss);
        losses = fields.integer(losses);
    }
}
