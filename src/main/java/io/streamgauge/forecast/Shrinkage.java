package io.streamgauge.forecast;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;

/**
 * How far a forecast of changes is to be trusted: the factor that would have made its past forecasts best in the mean
 * square.
 *
 * <pre>
 *   α = Σ g·d / Σ g²      g the change forecast, d the change that came; a fading past
 * </pre>
 *
 * <p>Kept within 0 and 1: at 0 the forecast is persistence, so one that knows nothing does not stay worse than that for
 * long. What counts was forecast before it came, so a fit that follows noise is found out.
 */
final class Shrinkage {

    private static final double DECAY = .9995;
    /** Squared units of forecast change that speak for a factor of 1 before anything is known. */
    private static final float PRIOR = 10;

    /** Σ g² and Σ g·d. */
    private final float[] sums = {PRIOR, PRIOR};

    /** α. */
    double factor() {
        return Math.max(0, Math.min(1, sums[1] / sums[0]));
    }

    /** Learns from a change that has come and its forecast, both in one unit. */
    void learn(double change, double forecast) {
        double came = SeriesForecaster.clippedChange(change);
        double expected = SeriesForecaster.clippedChange(forecast);
        sums[0] = ShortFloat.of(DECAY * sums[0] + expected * expected);
        sums[1] = ShortFloat.of(DECAY * sums[1] + expected * came);
        if (sums[0] < Float.MIN_NORMAL) {
            sums[0] = Float.MIN_NORMAL;
            sums[1] = 0;
        }
    }

    void fields(StateFields fields) {
        if (fields.version() < 9) {
            fields.reals(sums);
            ShortFloat.round(sums);
        } else {
            fields.shortFloats(sums);
        }
    }
}
