package io.streamgauge.anomaly;

import io.streamgauge.signal.Elementary;
import io.streamgauge.signal.StateFields;

/**
 * The tail of a statistic that is near to a squared normal one, learned from what lies beyond a threshold.
 *
 * <pre>
 *   P(V &gt; v) = p_u·(1 + ξ(v − u)/β)^(−1/ξ)       v &gt; u = {@value #THRESHOLD}
 *   p_u       running share of past values beyond u
 *   m         running mean of their excess, each no more than {@value #MOST_EXCESS}
 *   ξ         = 1.3·(m − .95), from ξ₀ to ξ₁;   β = m·(1 − ξ)
 * </pre>
 *
 * <p>A generalised Pareto law of what exceeds a threshold (Pickands 1975; in streams Siffer et al. 2017). With v = z²/2 of a
 * normal z the excess is all but exponential of mean .89; of a Laplace law's m is 1.7, of one that falls with the fourth power
 * 1.5. ξ is read from m and not from the excess's variance, which a handful of anomalies governs; ξ₀ is what a scale that is
 * itself estimated, and that is not always the same, does to a normal law's tail; ξ₁ is {@value #MOST_SHAPE}, or less where what is
 * seen is known to be nearly normal but for anomalies.
 */
final class PeaksOverThreshold {

    static final double THRESHOLD = 2;

    private static final double MOST_EXCESS = 6;
    private static final double LIGHT_EXCESS = .95;
    private static final double SHAPE_PER_EXCESS = 1.3;
    private static final double MOST_SHAPE = .6;

    /** Beyond these of a normal law's .0455 and .89 the record does not support a tail that is near to its. */
    private static final double MOST_SHARE = .055;

    private static final double MOST_MEAN = 1.02;

    private static final double SHARE_RATE = 1e-4;
    private static final double EXCESS_RATE = 1 / 1_500.0;
    /** What the prior weighs, in values and in values beyond. */
    private static final int PRIOR_VALUES = 200;

    private static final int PRIOR_EXCESSES = 20;

    private static final int SHARE = 0;
    private static final int EXCESS = 1;

    /** p_u and m, a normal law's at first. */
    private final float[] tail = {.05f, .9f};

    /** ξ₀. */
    private final double leastShape;
    /** ξ₁. */
    private final double mostShape;

    private final double mostShare;
    private final double mostMean;

    /**
     * @param leastShape ξ₀, more than 0
     */
    PeaksOverThreshold(double leastShape) {
        this(leastShape, MOST_SHAPE, MOST_SHARE, MOST_MEAN);
    }

    /**
     * @param leastShape ξ₀, more than 0
     * @param mostShape ξ₁
     * @param mostShare p_u above which the tail is not believed
     * @param mostMean m above which it is not
     */
    PeaksOverThreshold(double leastShape, double mostShape, double mostShare, double mostMean) {
        this.leastShape = leastShape;
        this.mostShape = mostShape;
        this.mostShare = mostShare;
        this.mostMean = mostMean;
    }

    /** Whether what has been seen is near enough to a normal law for its tail to be believed further out than seen. */
    boolean isLight() {
        return tail[SHARE] <= mostShare && tail[EXCESS] <= mostMean;
    }

    /** −log₁₀ P(V &gt; v); 0 up to the threshold. */
    double digits(double v) {
        if (!(v > THRESHOLD)) {
            return 0;
        }
        double shape = Math.max(leastShape, Math.min(mostShape, SHAPE_PER_EXCESS * (tail[EXCESS] - LIGHT_EXCESS)));
        double excess = (v - THRESHOLD) / (tail[EXCESS] * (1 - shape));
        return TailHistogram.digits(tail[SHARE]) + Elementary.log10(1 + shape * excess) / shape;
    }

    /**
     * Takes in a value.
     *
     * @param count of values before it
     */
    void learn(double v, long count) {
        boolean beyond = v > THRESHOLD;
        double rate = Math.max(SHARE_RATE, 1.0 / (count + PRIOR_VALUES));
        if (beyond) {
            double beyondSoFar = count * (double) tail[SHARE];
            double excessRate = Math.max(EXCESS_RATE, 1 / (beyondSoFar + PRIOR_EXCESSES));
            tail[EXCESS] += (float) (excessRate * (Math.min(MOST_EXCESS, v - THRESHOLD) - tail[EXCESS]));
        }
        tail[SHARE] += (float) (rate * ((beyond ? 1 : 0) - tail[SHARE]));
    }

    void fields(StateFields fields) {
        fields.reals(tail);
    }
}
