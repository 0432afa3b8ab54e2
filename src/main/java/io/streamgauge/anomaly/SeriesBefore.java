package io.streamgauge.anomaly;

import io.streamgauge.forecast.SeriesState;

/**
 * A series as it stood before the value that is being scored.
 *
 * @param count values seen
 * @param lastTime event time of the last value in epoch milliseconds
 * @param lastValue the last value
 * @param interval usual time from one value to the next in milliseconds; 0 until known
 */
record SeriesBefore(long count, long lastTime, double lastValue, double interval) {

    static SeriesBefore of(SeriesState state) {
        return new SeriesBefore(state.count(), state.lastTime(), state.lastValue(), state.interval());
    }
}
