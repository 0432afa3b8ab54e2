package io.streamgauge.anomaly;

import io.streamgauge.signal.LogHistogram;
import io.streamgauge.signal.StateFields;

/**
 * The tail probability of one statistic, learned from the statistic's own past.
 *
 * <pre>
 *   p(v) = share of past values above v
 *   beyond the 95 % quantile u:  p(v) = .05·(1 + ξ·(v − u)/β)^(−1/ξ)        .05·exp(−(v − u)/β) where ξ = 0
 *   ξ = max(0, ½·(1 − m²/s²))   β = m·(1 − ξ)      m, s²: mean and variance of v_i − e over past v_i &gt; e
 * </pre>
 *
 * <p>e is the upper edge of the bin in which u lies. The second line is the generalised Pareto distribution of what
 * exceeds a high threshold (Pickands 1975), fitted by its moments (Hosking and Wallis 1987); it lets a value larger than
 * all before be rarer than 1/n. No tail is taken for lighter than exponential. Before anything is known it is a Pareto
 * tail of index {@value #PRIOR_INDEX}.
 *
 * <p>It never makes a value rarer than the share of past values that were as large: what comes back every day is no
 * surprise. The {@value #ONCE} largest are left out of that share and of m and s, for what came once or twice does not
 * come back every day.
 */
final class TailCalibrator {

    private static final double DECAY = .9999;
    private static final double PRIOR_WEIGHT = 20;
    private static final double TAIL_SHARE = .05;
    private static final double PRIOR_INDEX = .3;
    private static final double PRIOR_TAIL_WEIGHT = 2;
    /** Below this the power is the exponential within a rounding. */
    private static final double LEAST_INDEX = 1e-6;

    private static final double LEAST_PROBABILITY = 1e-12;
    private static final int ONCE = 2;
    private static final LogHistogram HISTOGRAM = new LogHistogram(DECAY);

    private final float[] bins = new float[LogHistogram.BINS];

    TailCalibrator() {
        LogHistogram.addHalfGaussianPrior(bins, 0, PRIOR_WEIGHT);
    }

    /** The probability of a value as large as {@code value}, before it is learned. */
    double probability(double value) {
        double total = LogHistogram.total(bins, 0);
        double above = LogHistogram.weightAbove(bins, 0, value);
        double threshold = LogHistogram.quantile(bins, 0, 1 - TAIL_SHARE);
        if (value <= threshold) {
            return Math.max(above / total, LEAST_PROBABILITY);
        }
        double recurring = (above - ONCE) / total;
        return Math.max(Math.max(recurring, TAIL_SHARE * exceedance(value - threshold, threshold)), LEAST_PROBABILITY);
    }

    void learn(double value) {
        HISTOGRAM.add(bins, 0, value);
    }

    /** The probability that a value beyond {@code threshold} lies more than {@code excess} beyond it. */
    private double exceedance(double excess, double threshold) {
        int first = LogHistogram.bin(threshold) + 1;
        double edge = LogHistogram.edge(first);
        // A Pareto tail from u on: m = uξ/(1 − ξ), s² = m²/(1 − 2ξ).
        double priorMean = threshold * PRIOR_INDEX / (1 - PRIOR_INDEX);
        double weight = PRIOR_TAIL_WEIGHT;
        double sum = weight * priorMean;
        double squares = weight * priorMean * priorMean * (1 + 1 / (1 - 2 * PRIOR_INDEX));
        double leftOut = 0;
        for (int bin = LogHistogram.BINS - 1; bin >= first; bin--) {
            double out = Math.min(bins[bin], ONCE - leftOut);
            leftOut += out;
            double counted = bins[bin] - out;
            double beyond = LogHistogram.middle(bin) - edge;
            weight += counted;
            sum += counted * beyond;
            squares += counted * beyond * beyond;
        }
        double mean = sum / weight;
        double variance = squares / weight - mean * mean;
        double index = Math.max(0, .5 * (1 - mean * mean / variance));
        double scaled = excess / (mean * (1 - index));
        return index < LEAST_INDEX ? StrictMath.exp(-scaled) : StrictMath.pow(1 + index * scaled, -1 / index);
    }

    void fields(StateFields fields) {
        fields.reals(bins);
    }
}
