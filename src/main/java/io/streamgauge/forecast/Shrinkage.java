package io.streamgauge.forecast;

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
    private static final double PRIOR = 10;

    private double squares = PRIOR;
    private double products = PRIOR;

    /** α. */
    double factor() {
        return Math.max(0, Math.min(1, products / squares));
    }

    /** Learns from a change that has come and its forecast, both in one unit. */
    void learn(double change, double forecast) {
        double came = SeriesForecaster.clippedChange(change);
        double expected = SeriesForecaster.clippedChange(forecast);
        squares = DECAY * squares + expected * expected;
        products = DECAY * products + expected * came;
        if (squares < Double.MIN_NORMAL) {
            squares = Double.MIN_NORMAL;
            products = 0;
        }
    }

    void fields(StateFields fields) {
        squares = fields.number(squares);
        products = fields.number(products);
    }
}
