package io.streamgauge.anomaly;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.SeriesState;
import io.streamgauge.signal.StateFields;

/**
 * Everything that is remembered of one key between two events.
 *
 * @param series what the forecaster remembers
 * @param anomaly what the scorer remembers
 */
public record KeyState(SeriesState series, AnomalyState anomaly) {

    /** The state of a key that has not been seen. */
    public static KeyState fresh(ForecasterSpec spec) {
        return new KeyState(new SeriesState(spec), new AnomalyState(spec));
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        series.fields(fields);
        anomaly.fields(fields);
    }
}
