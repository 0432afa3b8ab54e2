package io.streamgauge.signal;

/**
 * The rhythm in which a series' values arrive, in event time.
 *
 * <pre>
 *   i ← i + a·(clip(Δt, i/2, 2i) − i)    a = max(.02, 1/n)
 * </pre>
 *
 * <p>The clip keeps a night of silence from being taken for the usual interval.
 */
public final class Cadence {

    private static final double RATE = .02;
    private static final double CLIP = 2;
    /** A pause of more than this many usual intervals breaks the series: what was expected before it no longer counts. */
    private static final double BREAK_INTERVALS = 6;

    private long times;
    private long last;
    private double interval;

    /**
     * Takes in the next event time.
     *
     * @return whether the pause before it broke the series
     */
    public boolean update(long time) {
        times++;
        boolean broken = false;
        if (times == 2) {
            interval = time - last;
        } else if (times > 2) {
            double gap = time - last;
            broken = gap > BREAK_INTERVALS * interval;
            double clipped = Math.min(Math.max(gap, interval / CLIP), interval * CLIP);
            interval += Math.max(RATE, 1.0 / (times - 1)) * (clipped - interval);
        }
        last = time;
        return broken;
    }

    /** The usual interval in milliseconds; 0 until two values have arrived. */
    public double interval() {
        return interval;
    }

    /** Event time of the last value in epoch milliseconds. */
    public long last() {
        return last;
    }

    /** Event time expected {@code steps} values after the last one, in epoch milliseconds. */
    public long timeAhead(int steps) {
        return last + Math.round(steps * interval);
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        times = fields.integer(times);
        last = fields.integer(last);
        interval = fields.number(interval);
    }
}
