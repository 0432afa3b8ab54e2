package io.streamgauge.anomaly;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.signal.StateFields;

/** Everything that is remembered of one key's surprises between two events; changed by {@link AnomalyScorer} alone. */
public final class AnomalyState {

    /** Number of the order of fields; raised when a field is added, moved or means something else. */
    public static final int LAYOUT = 6;

    final KeySurprise surprise;
    /** Values in a row that equal the one before. */
    int unchanged;
    /** Lengths of past runs of equal values. */
    final TailHistogram runs = new TailHistogram();

    double held;
    /** Event time at which the score that is held left what is usual. */
    long since;

    public AnomalyState(ForecasterSpec spec) {
        surprise = new KeySurprise(spec);
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        fieldsBeforeForecasts(fields);
        surprise.fieldsOfForecasts(fields);
    }

    /** Passes the fields through {@code fields} that states held before forecasts had tails of their own. */
    void fieldsBeforeForecasts(StateFields fields) {
        surprise.fields(fields);
        runs.fields(fields);
        unchanged = fields.small(unchanged);
        held = fields.number(held);
        since = fields.integer(since);
    }
}
