package io.streamgauge.signal;

/**
 * What a series usually does at each phase of its season.
 *
 * <pre>
 *   last[b]   ← y                                        value one season ago
 *   fast[b]   ← fast + max(.4, 1/n)·(y − fast)           level of the last few seasons
 *   slow[b]   ← slow + max(.05, 1/n)·(y − slow)          usual level
 *   change[b] ← change + max(.03, 1/n)·(Δy − change)     usual step into this phase
 * </pre>
 *
 * <p>b is the bucket of the value's phase ({@link Season}), n the seasons that the bucket has seen. Levels are kept as the
 * distance to the first value, so that a float holds them however far from 0 a series runs.
 */
public final class SeasonalProfile {

    private static final double FAST_RATE = .4;
    private static final double SLOW_RATE = .05;
    private static final double CHANGE_RATE = .03;

    private final float[] last;
    private final float[] fast;
    private final float[] slow;
    private final float[] change;
    /** A bit for each bucket that has seen a value. */
    private final long[] seen;

    private double origin;
    private double seasonAgo;
    private long updates;
    private int known;

    public SeasonalProfile(int buckets) {
        last = new float[buckets];
        fast = new float[buckets];
        slow = new float[buckets];
        change = new float[buckets];
        seen = new long[(buckets + Long.SIZE - 1) / Long.SIZE];
    }

    /** Takes in a value that fell into a bucket, and the step that led to it. */
    public void update(int bucket, double value, double step) {
        if (updates == 0) {
            origin = value;
        }
        seasonAgo = knows(bucket) ? last(bucket) : value;
        double level = value - origin;
        if (!knows(bucket)) {
            seen[bucket / Long.SIZE] |= 1L << bucket;
            known++;
            fast[bucket] = (float) level;
            slow[bucket] = (float) level;
            change[bucket] = (float) step;
        } else {
            double first = 1.0 / (1 + updates / last.length);
            fast[bucket] += (float) (Math.max(FAST_RATE, first) * (level - fast[bucket]));
            slow[bucket] += (float) (Math.max(SLOW_RATE, first) * (level - slow[bucket]));
            change[bucket] += (float) (Math.max(CHANGE_RATE, first) * (step - change[bucket]));
        }
        last[bucket] = (float) level;
        updates++;
    }

    /** Whether a value has fallen into the bucket. */
    public boolean knows(int bucket) {
        return (seen[bucket / Long.SIZE] >>> bucket & 1) != 0;
    }

    /** Whether every bucket has seen a value. */
    public boolean isComplete() {
        return known == last.length;
    }

    /** What stood in the last value's bucket before it; the value itself if nothing did. */
    public double seasonAgo() {
        return seasonAgo;
    }

    public double last(int bucket) {
        return origin + last[bucket];
    }

    public double fast(int bucket) {
        return origin + fast[bucket];
    }

    public double slow(int bucket) {
        return origin + slow[bucket];
    }

    public double change(int bucket) {
        return change[bucket];
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        fields.reals(last);
        fields.reals(fast);
        fields.reals(slow);
        fields.reals(change);
        fields.integers(seen);
        origin = fields.number(origin);
        seasonAgo = fields.number(seasonAgo);
        updates = fields.integer(updates);
        known = (int) fields.integer(known);
    }
}
