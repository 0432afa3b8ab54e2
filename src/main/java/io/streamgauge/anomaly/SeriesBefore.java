package io.streamgauge.anomaly;

import io.streamgauge.forecast.SeriesState;

/** A series as it stood before the value that is being scored; overwritten by every step. */
final class SeriesBefore {

    private long count;
    private long lastTime;
    private double lastValue;
    private double interval;
    private double silenceLimit;

    /** Takes note of how a key stands. */
    void look(KeyState state, AlertRules rules) {
        SeriesState series = state.series();
        look(
                series.count(),
                series.lastTime(),
                series.lastValue(),
                series.interval(),
                state.alerts().silenceLimit(rules, series.lastTime()));
    }

    void look(long values, long time, double value, double usualInterval, double limit) {
        count = values;
        lastTime = time;
        lastValue = value;
        interval = usualInterval;
        silenceLimit = limit;
    }

    /** Values seen. */
    long count() {
        return count;
    }

    /** Event time of the last value in epoch milliseconds. */
    long lastTime() {
        return lastTime;
    }

    /** The last value. */
    double lastValue() {
        return lastValue;
    }

    /** Usual time from one value to the next in milliseconds; 0 until known. */
    double interval() {
        return interval;
    }

    /** Usual intervals without a value after which the key is silent. */
    double silenceLimit() {
        return silenceLimit;
    }
}
