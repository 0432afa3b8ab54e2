package io.streamgauge.forecast;

import io.streamgauge.signal.SeasonView;
import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * What the bands of all horizons are measured in: the usual one-step error just now, and how errors grow and shrink with
 * the season.
 *
 * <pre>
 *   S    = max({@link ErrorScale#steady} of e₁ / f[g], .03ρ)
 *   r    = mean over the horizons of min(5, |e_h| / (S_o·c_h))
 *   F[g] ← F[g] + max(.015, 1/(3 + n/24))·(r − F[g])
 *   K    ← K + max(.0005, 1/(3 + n))·(r − K)
 *   f[g] = max(.05, F[g]/K)
 * </pre>
 *
 * <p>g is the part of the season, of {@value #PARTS}, that a value falls into, S_o the scale when its forecast was issued,
 * c_h what {@link ConformalBand} has as the usual error of horizon h in S, n the values so far. Daily series err much more
 * by day than by night, at every horizon: one profile serves all of them. Without a season f is 1.
 */
final class BandScale {

    static final int PARTS = 24;

    private static final double SLOW_RATE = .005;
    private static final double FAST_RATE = .1;
    /** Of the usual step: a standstill, whose errors are 0, does not shrink the measure to nothing. */
    private static final double LEAST_SHARE = .03;

    private static final double PART_RATE = .015;
    private static final double MEAN_RATE = .0005;
    /** A part's first factor of 1 counts as many values. */
    private static final double FIRST_WEIGHT = 3;

    /** One error teaches a part no more than this many usual errors. */
    private static final double LARGEST_RATIO = 5;

    private static final double LEAST_FACTOR = .05;

    private final ErrorScale scale = new ErrorScale(SLOW_RATE, FAST_RATE);
    private final float[] parts = new float[PARTS];
    private double mean = 1;
    private double sum;
    private int summed;

    BandScale() {
        Arrays.fill(parts, 1);
    }

    /** S. */
    double value(double usualStep) {
        return Math.max(scale.steady(usualStep), LEAST_SHARE * usualStep);
    }

    /** Whether S stands on errors, not on the usual step. */
    boolean isKnown() {
        return scale.errors() > 0;
    }

    /** f of the value {@code ahead} steps after the last. */
    double factor(SeasonView season, int ahead) {
        return season.isKnown() ? factor(season.part(ahead, PARTS)) : 1;
    }

    /** f of a part of the season. */
    double factor(int part) {
        return Math.max(LEAST_FACTOR, parts[part] / mean);
    }

    /**
     * Notes the error of one horizon at the last value.
     *
     * @param ratio |e_h| / (S_o·c_h)
     */
    void note(double ratio) {
        sum += Math.min(LARGEST_RATIO, ratio);
        summed++;
    }

    /** Learns from what was noted, once per value. */
    void learnSeason(SeasonView season) {
        if (summed > 0 && season.isKnown()) {
            double ratio = sum / summed;
            int part = season.part(0, PARTS);
            double values = scale.errors();
            double rate = Math.max(PART_RATE, 1 / (FIRST_WEIGHT + values / PARTS));
            parts[part] = ShortFloat.of(parts[part] + rate * (ratio - parts[part]));
            mean += Math.max(MEAN_RATE, 1 / (FIRST_WEIGHT + values)) * (ratio - mean);
        }
        sum = 0;
        summed = 0;
    }

    /**
     * Learns from a one-step forecast.
     *
     * @param factor f of the value
     */
    void learn(double error, double factor) {
        scale.learn(error / factor);
    }

    void fields(StateFields fields) {
        scale.fields(fields);
        if (fields.version() < 9) {
            fields.reals(parts);
            ShortFloat.round(parts);
        } else {
            fields.shortFloats(parts);
        }
        mean = fields.number(mean);
    }
}
