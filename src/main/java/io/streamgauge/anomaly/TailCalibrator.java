package io.streamgauge.anomaly;

import io.streamgauge.signal.LogHistogram;
import io.streamgauge.signal.StateFields;

/**
 * The tail probability of one statistic, learned from the statistic's own past.
 *
 * <pre>
 *   p(v) = share of past values above v
 *   beyond the 95 % quantile u:  p(v) = .05·(v/u)^(−1/ξ),  ξ = mean of log(v_i/u) over past v_i &gt; u
 * </pre>
 *
 * <p>The second line is Hill's tail (Hill 1975) and lets a value larger than all before be rarer than 1/n. It never makes
 * a value rarer than the share of past values that were as large: what comes back every day is no surprise.
 */
final class TailCalibrator {

    private static final double DECAY = .9999;
    private static final double PRIOR_WEIGHT = 20;
    private static final double TAIL_SHARE = .05;
    private static final double PRIOR_TAIL_INDEX = .3;
    private static final double PRIOR_TAIL_WEIGHT = 2;
    private static final double LEAST_PROBABILITY = 1e-12;
    private static final LogHistogram HISTOGRAM = new LogHistogram(DECAY);

    private final float[] bins = new float[LogHistogram.BINS];

    TailCalibrator() {
        LogHistogram.addHalfGaussianPrior(bins, 0, PRIOR_WEIGHT);
    }

    /** The probability of a value as large as {@code value}, before it is learned. */
    double probability(double value) {
        double total = LogHistogram.total(bins, 0);
        double empirical = LogHistogram.weightAbove(bins, 0, value) / total;
        double threshold = LogHistogram.quantile(bins, 0, 1 - TAIL_SHARE);
        if (value <= threshold) {
            return Math.max(empirical, LEAST_PROBABILITY);
        }
        double tail = TAIL_SHARE * StrictMath.pow(value / threshold, -1 / tailIndex(threshold));
        return Math.max(Math.max(empirical, tail), LEAST_PROBABILITY);
    }

    void learn(double value) {
        HISTOGRAM.add(bins, 0, value);
    }

    private double tailIndex(double threshold) {
        double weight = PRIOR_TAIL_WEIGHT;
        double sum = PRIOR_TAIL_WEIGHT * PRIOR_TAIL_INDEX;
        for (int bin = LogHistogram.bin(threshold) + 1; bin < LogHistogram.BINS; bin++) {
            if (bins[bin] > 0) {
                weight += bins[bin];
                sum += bins[bin] * StrictMath.log(LogHistogram.middle(bin) / threshold);
            }
        }
        return sum / weight;
    }

    void fields(StateFields fields) {
        fields.reals(bins);
    }
}
