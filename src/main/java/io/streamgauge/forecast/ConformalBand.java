package io.streamgauge.forecast;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.util.List;

/**
 * The calibrated bands of a group of horizons ({@link HorizonGroups}), one per level: adaptive conformal intervals (Gibbs and Candès 2021) whose two ends
 * follow the quantiles of the key's own errors by themselves.
 *
 * <pre>
 *   lower end = mean − S·f·c·q⁻      upper end = mean + S·f·c·q⁺      S, f: {@link BandScale}
 *   c  ← c + max(.005, 1/(10 + n))·(min(|e|/(S_o·f), 10c) − c)
 *   q± ← q± · exp(γ·(miss± − p))       p = (1 − level)/2; miss± = 1 where the value fell beyond that end
 *   γ  = max(.025, .1/(1 + .01n)) · h^−.2 · max(1, (p/.05)^−.5)
 * </pre>
 *
 * <p>The miss is that of the band issued for the value, so the share of misses comes to p for any series; beyond the first
 * horizon it is that of a band in what it was measured in when it was issued and with the quantiles and the growth of errors
 * within the group of the value's time, which have hardly moved since; with errors and ends in the size of the group's first horizon h. Misses less than h steps apart share errors, hence the smaller γ for far horizons; a rare miss tells
 * more, hence the larger one for small p. S_o is the scale at which the forecast was issued; n counts the errors. The
 * quantiles start as those of Student's t with four degrees of freedom, since what starts as narrow as a Gaussian's has
 * missed too many by the time it is as wide as errors are; c starts as a random walk's. A departure from the paper: the quantile itself moves, by a share
 * of itself, not the probability at which it is read from past errors; that needs no past errors in the state.
 *
 * <p>A band holds every band of a lower level. All but c, which follows S, has no unit: the errors come divided by S·f.
 */
final class ConformalBand {

    private static final double SIZE_RATE = .005;
    private static final double FIRST_WEIGHT = 10;
    /** One error counts at most as so many usual ones. */
    private static final double LARGEST_RATIO = 10;

    private static final double RATE = .025;
    private static final double FIRST_RATE = .1;
    private static final double RATE_DECAY = .01;
    /** Bounds of c: a standstill, whose errors say nothing, does not take it further. */
    private static final double LEAST_SIZE = .1;

    private static final double LARGEST_SIZE = 100;

    /** Bounds of q: from the least one an end opens again within some 200 misses. */
    private static final double LEAST_QUANTILE = .01;

    private static final double LARGEST_QUANTILE = 100;

    /** Values over which coverage is measured, once there are as many. */
    private static final double COVERAGE_VALUES = 1_000;

    /** A larger count would change no rate any more; a {@link ShortFloat} counts further than this without a gap. */
    private static final int MOST_ERRORS = 50_000;

    private final BandRates rates;
    /** q⁻, [levels]. */
    private final float[] lower;
    /** q⁺, [levels]. */
    private final float[] upper;
    /** Running share of values that the bands held, [levels]. */
    private final float[] coverage;

    /** c and n, {@link ShortFloat}s. */
    private final float[] sizeAndErrors = new float[2];

    /**
     * @param levels shares of values that the bands should cover
     * @param horizon h
     */
    ConformalBand(List<Double> levels, int horizon) {
        this(rates(levels, List.of(horizon)).get(0));
    }

    private ConformalBand(BandRates rates) {
        this.rates = rates;
        lower = rates.firstQuantiles();
        for (int l = 0; l < lower.length; l++) {
            lower[l] = (float) bounded(lower[l]);
        }
        upper = lower.clone();
        coverage = new float[lower.length];
        sizeAndErrors[0] = ShortFloat.of(rates.firstSize());
    }

    /** The bands of each horizon. */
    static ConformalBand[] of(List<Double> levels, List<Integer> horizons) {
        List<BandRates> rates = rates(levels, horizons);
        ConformalBand[] bands = new ConformalBand[rates.size()];
        for (int j = 0; j < bands.length; j++) {
            bands[j] = new ConformalBand(rates.get(j));
        }
        return bands;
    }

    private static List<BandRates> rates(List<Double> levels, List<Integer> horizons) {
        return BandRates.of(levels, horizons, RATE);
    }

    /**
     * The ends of the bands around the next forecast.
     *
     * @param outLower distances from the mean to the lower ends, in S·f, [levels]; overwritten
     * @param outUpper distances to the upper ends; overwritten
     */
    void widths(double[] outLower, double[] outUpper) {
        double size = size();
        double leastLower = 0;
        double leastUpper = 0;
        for (int rank = 0; rank < rates.levels(); rank++) {
            int l = rates.level(rank);
            leastLower = Math.max(leastLower, size * lower[l]);
            leastUpper = Math.max(leastUpper, size * upper[l]);
            outLower[l] = leastLower;
            outUpper[l] = leastUpper;
        }
    }

    /**
     * Learns from one level's band for a value that has come; {@link #learn} is to follow.
     *
     * @param error value minus mean
     * @param lowerWidth distance from the mean to the lower end: as issued for the next value, beyond it as it would be now
     * @param upperWidth distance to the upper end
     */
    void learnEnds(int level, double error, double lowerWidth, double upperWidth) {
        boolean below = error < -lowerWidth;
        boolean above = error > upperWidth;
        double rate = FIRST_RATE / (1 + RATE_DECAY * errors());
        boolean settled = rate <= RATE;
        double rise = settled ? rates.settledRise(level) : rates.rise(level, rate);
        double fall = settled ? rates.settledFall(level) : rates.fall(level, rate);
        lower[level] = (float) bounded(lower[level] * (below ? rise : fall));
        upper[level] = (float) bounded(upper[level] * (above ? rise : fall));
        float held = below || above ? 0 : 1;
        double share = Math.max(1 / COVERAGE_VALUES, 1.0 / (errors() + 1));
        coverage[level] += (float) (share * (held - coverage[level]));
    }

    /**
     * Learns the usual size of an error.
     *
     * @param ratio |e| / (S_o·f); NaN where S_o stood on no error
     */
    void learn(double ratio) {
        sizeAndErrors[1] = Math.min(MOST_ERRORS, errors() + 1);
        if (!Double.isNaN(ratio)) {
            double rate = Math.max(SIZE_RATE, 1 / (FIRST_WEIGHT + errors()));
            double next = size() + rate * (Math.min(ratio, LARGEST_RATIO * size()) - size());
            sizeAndErrors[0] = ShortFloat.of(Math.max(LEAST_SIZE, Math.min(LARGEST_SIZE, next)));
        }
    }

    /** c. */
    double size() {
        return sizeAndErrors[0];
    }

    /**
     * The share of values that the bands of a level held: of all, or with {@value #COVERAGE_VALUES} or more the
     * latest count most. NaN before the first.
     */
    double coverage(int level) {
        return errors() == 0 ? Double.NaN : coverage[level];
    }

    private float errors() {
        return sizeAndErrors[1];
    }

    private static double bounded(double quantile) {
        return Math.max(LEAST_QUANTILE, Math.min(LARGEST_QUANTILE, quantile));
    }

    /** Reads over the fields of another. */
    void pass(StateFields fields) {
        fields.reals(new float[lower.length + upper.length + coverage.length + sizeAndErrors.length]);
    }

    void fields(StateFields fields) {
        fields.reals(lower);
        fields.reals(upper);
        fields.reals(coverage);
        if (fields.version() < 9) {
            fields.reals(sizeAndErrors);
            sizeAndErrors[1] = Math.min(MOST_ERRORS, errors());
            ShortFloat.round(sizeAndErrors);
        } else {
            fields.shortFloats(sizeAndErrors);
        }
    }
}
