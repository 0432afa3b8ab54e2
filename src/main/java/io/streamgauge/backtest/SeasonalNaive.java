package io.streamgauge.backtest;

import java.util.Arrays;

/**
 * The forecast of one series that repeats its last season, and its mean absolute error so far: the scale of MASE.
 *
 * <pre>
 *   ŷ_{t+h} = y_{t+h−k·S}     k the least with h ≤ k·S
 *   s_t     = mean of |y_i − y_{i−S}| over all i ≤ t
 * </pre>
 *
 * <p>Causal: nothing but values up to t. Without a season S is 1, which makes {@code s} that of persistence.
 */
final class SeasonalNaive {

    private static final int ROOM = 256;

    private int season;
    private double[] values = new double[ROOM];
    private int size;
    private long compared;
    private double absolute;

    /**
     * @param season values per season, 0 where there is none
     */
    SeasonalNaive(int season) {
        this.season = season;
    }

    /** Takes a season that was found meanwhile; the scale begins anew. */
    void adopt(int found) {
        season = found;
        compared = 0;
        absolute = 0;
    }

    /**
     * Takes the next value.
     *
     * @param value NaN where it is missing
     */
    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size] = value;
        size++;
        int lag = Math.max(1, season);
        if (size > lag) {
            double change = Math.abs(value - values[size - 1 - lag]);
            if (!Double.isNaN(change)) {
                compared++;
                absolute += change;
            }
        }
    }

    /** Forgets the values; what was learned of the scale stays. */
    void restart() {
        size = 0;
    }

    /** The forecast so many steps after the last value; NaN where no season is known, or not enough of it has come. */
    double forecast(int horizon) {
        if (season == 0) {
            return Double.NaN;
        }
        int seasons = (horizon + season - 1) / season;
        int at = size - 1 + horizon - seasons * season;
        return at < 0 ? Double.NaN : values[at];
    }

    /** Mean absolute error so far; 0 while it is unknown. */
    double scale() {
        return compared == 0 ? 0 : absolute / compared;
    }
}
