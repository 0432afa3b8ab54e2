package io.streamgauge.anomaly;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.SeriesState;
import io.streamgauge.forecast.StatePart;
import io.streamgauge.signal.StateFields;

/**
 * Everything that is remembered of one key between two events.
 *
 * @param series what the forecaster remembers
 * @param anomaly what the scorer remembers
 * @param alerts what is remembered of alerts and labels; stored apart from the fields, since it is mostly empty
 */
public record KeyState(SeriesState series, AnomalyState anomaly, AlertState alerts) {

    /** The state of a key that has not been seen, and of which windows are cut. */
    public static KeyState fresh(ForecasterSpec spec) {
        return fresh(spec, true);
    }

    /**
     * The state of a key that has not been seen.
     *
     * @param sampled whether windows are cut of it
     */
    public static KeyState fresh(ForecasterSpec spec, boolean sampled) {
        return new KeyState(new SeriesState(spec, sampled), new AnomalyState(spec), new AlertState());
    }

    /** Passes every field through {@code fields} but those that are laid out as the network and its windows ask for. */
    public void fieldsBesideNetwork(StateFields fields) {
        series.fieldsBesideNetwork(fields);
        anomaly.fields(fields);
    }

    /** Passes every field of series and scorer through {@code fields}. */
    public void fields(StateFields fields) {
        series.fields(fields);
        fields.part(StatePart.ANOMALY);
        anomaly.fields(fields);
    }
}
