package io.streamgauge.signal;

/**
 * The rhythm in which a series' values arrive, in event time.
 *
 * <pre>
 *   i ← i + a·(clip(Δt, i/2, 2i) − i)    a = max(.02, 1/n)
 * </pre>
 *
 * <p>The clip keeps a night of silence from being taken for the usual interval. {@value #NEW_RHYTHM_GAPS} gaps in a row
 * that are all clipped to the same side are the new rhythm: i becomes their mean, so that a first gap unlike all others,
 * or a source that changes its rate, does no lasting harm.
 */
public final class Cadence {

    private static final double RATE = .02;
    private static final double CLIP = 2;
    /** A pause of more than this many usual intervals breaks the series: what was expected before it no longer counts. */
    private static final double BREAK_INTERVALS = 6;

    private static final int NEW_RHYTHM_GAPS = 12;

    private int times;
    private long last;
    private double interval;
    private long position;
    /** Gaps in a row that were clipped, negative where they were too short, and the time before the first of them. */
    private int clippedGaps;

    private long clippedSince;

    /** Of the last update only; a state that is kept between two events does not need it. */
    private double gap = 1;

    /**
     * Takes in the next event time.
     *
     * @return whether the pause before it broke the series
     */
    public boolean update(long time) {
        times = Math.min(times, Integer.MAX_VALUE - 1) + 1;
        boolean broken = false;
        gap = 1;
        if (times == 2) {
            startRhythm(time, time - last);
        } else if (times > 2) {
            double millis = time - last;
            gap = millis / interval;
            broken = millis > BREAK_INTERVALS * interval;
            position += Math.max(1, Math.round(gap));
            follow(time, millis);
        }
        last = time;
        return broken;
    }

    private void follow(long time, double millis) {
        double clipped = Math.min(Math.max(millis, interval / CLIP), interval * CLIP);
        int side = Double.compare(millis, clipped);
        if (side == 0 || side != Long.signum(clippedGaps)) {
            clippedGaps = 0;
            clippedSince = last;
        }
        clippedGaps += side;
        if (Math.abs(clippedGaps) == NEW_RHYTHM_GAPS) {
            startRhythm(time, (time - clippedSince) / (double) NEW_RHYTHM_GAPS);
        } else {
            interval += Math.max(RATE, 1.0 / (times - 1)) * (clipped - interval);
        }
    }

    private void startRhythm(long time, double newInterval) {
        interval = newInterval;
        position = Math.round(time / newInterval);
        clippedGaps = 0;
    }

    /**
     * Where the last value stands on a grid of usual intervals; gaps count as the values that they leave out.
     *
     * <p>Counted on from value to value, because the time divided by an interval that is only estimated would jump with
     * every change of the estimate. A rhythm starts at the time divided by its interval, so that series of one rhythm
     * agree. 0 until the interval is known.
     */
    public long position() {
        return position;
    }

    /** The usual interval in milliseconds; 0 until two values have arrived. */
    public double interval() {
        return interval;
    }

    /** The pause before the last value in intervals that were usual until then; 1 until the interval is known. */
    public double gap() {
        return gap;
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
        times = fields.count(times);
        last = fields.integer(last);
        interval = fields.number(interval);
        position = fields.integer(position);
        clippedGaps = fields.count(clippedGaps);
        clippedSince = fields.integer(clippedSince);
    }
}
