package io.streamgauge.anomaly;

import io.streamgauge.signal.StateFields;

/** Everything that is remembered of one key's surprises between two events; changed by {@link AnomalyScorer} alone. */
public final class AnomalyState {

    /** Number of the order of fields; raised when a field is added, moved or means something else. */
    public static final int LAYOUT = 2;

    /** Rates of the running means of the scaled residual, quick to slow. */
    static final double[] DRIFT_RATES = {.3, .1, .03};

    final TailCalibrator[] calibrators = new TailCalibrator[Statistic.ALL.size()];
    final double[] drifts = new double[DRIFT_RATES.length];
    long unchanged;
    double held;
    /** Event time at which the score that is held left what is usual. */
    long since;

    public AnomalyState() {
        for (int i = 0; i < calibrators.length; i++) {
            calibrators[i] = new TailCalibrator();
        }
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        for (TailCalibrator calibrator : calibrators) {
            calibrator.fields(fields);
        }
        fields.numbers(drifts);
        unchanged = fields.integer(unchanged);
        held = fields.number(held);
        since = fields.integer(since);
    }
}
