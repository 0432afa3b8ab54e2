package io.streamgauge.forecast;

import io.streamgauge.signal.LogHistogram;
import io.streamgauge.signal.StateFields;

/**
 * The calibrated band of one horizon: adaptive conformal intervals (Gibbs and Candès 2021) over the key's own errors.
 *
 * <pre>
 *   s = √(slow · fast)          slow, fast: running means of |e|
 *   half-width = s · Q(1 − a)    Q: quantile of past |e|/s
 *   a ← a + γ·(α − miss)         α = 1 − level; miss = 1 where the value fell outside
 * </pre>
 *
 * <p>The error is that of the forecast issued this many steps ago. The quantile starts as a Gaussian's. The share a stays
 * within bounds on either side of α, so that a long spell of hits or misses is not held against what follows.
 */
final class ConformalBand {

    private static final double HISTOGRAM_DECAY = .999;
    private static final double PRIOR_WEIGHT = 10;
    private static final double SLOW_RATE = .02;
    private static final double FAST_RATE = .1;
    /** The fast mean counts at least this share of the slow one, so that a quiet spell does not collapse the band. */
    private static final double LEAST_FAST_SHARE = .3;

    private static final double ADAPTATION_RATE = .005;
    private static final double LEAST_ALPHA = .0005;
    private static final double MIDDLE_ALPHA = .5;
    private static final LogHistogram HISTOGRAM = new LogHistogram(HISTOGRAM_DECAY);

    private final double missTarget;
    private final double leastAlpha;
    private final double largestAlpha;
    private final float[] magnitudes = new float[LogHistogram.BINS];
    private double alpha;
    private double slow;
    private double fast;
    private long errors;

    ConformalBand(double level) {
        missTarget = 1 - level;
        leastAlpha = Math.min(LEAST_ALPHA, missTarget / 2);
        largestAlpha = Math.max(MIDDLE_ALPHA, (1 + missTarget) / 2);
        alpha = missTarget;
        LogHistogram.addHalfGaussianPrior(magnitudes, 0, PRIOR_WEIGHT);
    }

    /**
     * The half-width of the band around the next forecast, in the units of the errors.
     *
     * @param usualStep stands for the usual error until there is one
     */
    double halfWidth(double usualStep) {
        return scale(usualStep) * LogHistogram.quantile(magnitudes, 0, 1 - alpha);
    }

    /**
     * Learns from a forecast whose value has come.
     *
     * @param error value minus forecast
     * @param halfWidth the half-width that this forecast was given
     */
    void learn(double error, double halfWidth, double usualStep) {
        double magnitude = Math.abs(error);
        double miss = magnitude > halfWidth ? 1 : 0;
        alpha = Math.max(leastAlpha, Math.min(largestAlpha, alpha + ADAPTATION_RATE * (missTarget - miss)));
        if (errors > 0) {
            HISTOGRAM.add(magnitudes, 0, magnitude / scale(usualStep));
        }
        errors++;
        slow += Math.max(SLOW_RATE, 1.0 / errors) * (magnitude - slow);
        fast += Math.max(FAST_RATE, 1.0 / errors) * (magnitude - fast);
    }

    /** The usual magnitude of an error just now. */
    double scale(double usualStep) {
        if (errors == 0) {
            return usualStep;
        }
        return Math.max(Math.sqrt(slow * Math.max(fast, LEAST_FAST_SHARE * slow)), 1e-6 * usualStep);
    }

    void fields(StateFields fields) {
        fields.reals(magnitudes);
        alpha = fields.number(alpha);
        slow = fields.number(slow);
        fast = fields.number(fast);
        errors = fields.integer(errors);
    }
}
