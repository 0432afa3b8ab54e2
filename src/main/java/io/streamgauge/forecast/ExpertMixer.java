package io.streamgauge.forecast;

import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The weights of some experts at one horizon: exponential weights (Freund and Schapire 1997) over a discounted past.
 *
 * <pre>
 *   D_e ← γ·D_e + min(20, ℓ_e/L)        w_e = exp(−η·(D_e − min D)) / Σ
 * </pre>
 *
 * <p>ℓ is an expert's loss and L the running mean of all of them, so that the learning rate η has no unit. The discount γ
 * bounds the memory: an expert that has failed for some tens of values loses its weight, so a forecast does not stay worse
 * than the best of them for long, while one wild error hardly moves an expert that is right as a rule.
 */
final class ExpertMixer {

    private static final double LEARNING_RATE = .5;
    private static final double LOSS_RATE = .02;
    private static final double LOSS_CLIP = 20;

    private final boolean squared;
    private final double discount;
    private final float[] discounted;
    private final float[] weights;
    private double meanLoss;
    private long losses;

    private ExpertMixer(int experts, boolean squared, double discount) {
        this.squared = squared;
        this.discount = discount;
        discounted = new float[experts];
        weights = new float[experts];
        Arrays.fill(weights, 1f / experts);
    }

    /** Weights by absolute error, which a median minimises; the memory is some fifty values. */
    static ExpertMixer forMedian(int experts) {
        return new ExpertMixer(experts, false, .98);
    }

    /** Weights of persistence and another by squared error, which a mean minimises; the memory is a thousand values. */
    static ExpertMixer forMean() {
        return new ExpertMixer(2, true, .999);
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
            mean += loss(bounded - changes[e]) / weights.length;
        }
        losses++;
        meanLoss += Math.max(LOSS_RATE, 1.0 / losses) * (mean - meanLoss);
        double unit = Math.max(meanLoss, Double.MIN_NORMAL);
        double least = Double.POSITIVE_INFINITY;
        for (int e = 0; e < weights.length; e++) {
            double loss = Math.min(LOSS_CLIP, loss(bounded - changes[e]) / unit);
            discounted[e] = (float) (discount * discounted[e] + loss);
            least = Math.min(least, discounted[e]);
        }
        reweigh(least);
    }

    double weight(int expert) {
        return weights[expert];
    }

    private double loss(double error) {
        return squared ? error * error : Math.abs(error);
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
