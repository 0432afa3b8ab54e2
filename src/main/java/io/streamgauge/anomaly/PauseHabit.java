package io.streamgauge.anomaly;

/**
 * The longest pause that a key is used to making, in usual intervals.
 *
 * <pre>
 *   a pause p above the limit f:   c ← c·e^(−Δt/30 d) + 1        f ← min(4·f, 1.25·p) where c &gt; {@value #ALLOWED}
 *   f fades towards nothing with the same constant; what counts is the larger of f and what the user asks for
 * </pre>
 *
 * <p>A few long pauses in a month are silences, each worth an alert; more of them are a habit, and the limit grows past
 * them. c is the count of pauses beyond the limit in the last month.
 */
public final class PauseHabit {

    private static final double MONTH_MILLIS = 30.0 * 86_400_000;
    private static final double ALLOWED = 4;
    private static final double GROWTH = 4;
    private static final double ROOM = 1.25;

    double limit;
    double count;
    long at;

    /** Usual intervals without a value after which the key is silent, as {@code asked} by the user at least. */
    double limit(double asked, long time) {
        return Math.max(asked, limit * fade(time));
    }

    /** Takes in a pause that was longer than {@link #limit}. */
    void exceeded(double pause, double asked, long time) {
        double now = limit(asked, time);
        count = count * fade(time) + 1;
        limit = count > ALLOWED ? Math.max(now, Math.min(GROWTH * now, ROOM * pause)) : limit * fade(time);
        at = time;
    }

    boolean isFresh() {
        return count == 0;
    }

    private double fade(long time) {
        return count == 0 ? 0 : StrictMath.exp(-Math.max(0, time - at) / MONTH_MILLIS);
    }

    /** Pauses beyond the limit in the last month, as they stood at {@link #at}. */
    public double count() {
        return count;
    }

    /** The limit that the habit asks for, as it stood at {@link #at}; 0 where there is no habit. */
    public double limit() {
        return limit;
    }

    /** Event time of the last pause beyond the limit, in epoch milliseconds. */
    public long at() {
        return at;
    }

    /** Goes on from what was stored. */
    public void restore(double storedLimit, double storedCount, long storedAt) {
        limit = storedLimit;
        count = storedCount;
        at = storedAt;
    }
}
