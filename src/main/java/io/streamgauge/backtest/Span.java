package io.streamgauge.backtest;

/** Absolute one-step errors of some of a series' events, beside those of persistence. */
public final class Span {

    private final long from;
    private final long until;
    private long count;
    private double absolute;
    private double persistence;

    /**
     * @param from number of the first event, from 1 on
     * @param until number of the last
     */
    Span(long from, long until) {
        this.from = from;
        this.until = until;
    }

    void add(long number, double error, double persistenceError) {
        if (number >= from && number <= until) {
            count++;
            absolute += error;
            persistence += persistenceError;
        }
    }

    public double mae() {
        return absolute / count;
    }

    /** Error in persistence's errors; NaN where persistence made none. */
    public double ratio() {
        return absolute / persistence;
    }
}
