package io.streamgauge.anomaly;

import io.streamgauge.forecast.SeriesState;

/**
 * A series as it stood before the value that is being scored.
 *
 * @param count values seen
 * @param lastTime event time of the last value in epoch milliseconds
 * @param lastValue the last value
 * @param interval usual time from one value to the next in milliseconds; 0 until known
 * @param silenceLimit usual intervals without a value after which the key is silent
 */
record SeriesBefore(long count, long lastTime, double lastValue, double interval, double silenceLimit) {

    static SeriesBefore of(KeyState state, AlertRules rules) {
        SeriesState series = state.series();
        return new SeriesBefore(
                series.count(),
                series.lastTime(),
                series.lastValue(),
                series.interval(),
                state.alerts().silenceLimit(rules, series.lastTime()));
    }
}
