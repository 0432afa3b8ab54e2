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

    private long openSince;
    private long open;
    private double peak;
    private long kind;

    public AnomalyState() {
        for (int i = 0; i < calibrators.length; i++) {
            calibrators[i] = new TailCalibrator();
        }
    }

    /** Whether an episode is open. */
    public boolean isOpen() {
        return open != 0;
    }

    /** Event time at which the open episode began, in epoch milliseconds. */
    public long openSince() {
        return openSince;
    }

    /** The highest score of the open episode. */
    public double peak() {
        return peak;
    }

    /** What opened the episode. */
    public Statistic kind() {
        return Statistic.ALL.get((int) kind);
    }

    void openEpisode(long time, double score, Statistic statistic) {
        open = 1;
        openSince = time;
        peak = score;
        kind = statistic.ordinal();
    }

    void raisePeak(double score) {
        peak = Math.max(peak, score);
    }

    void closeEpisode() {
        open = 0;
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
        open = fields.integer(open);
        openSince = fields.integer(openSince);
        peak = fields.number(peak);
        kind = fields.integer(kind);
    }
}
