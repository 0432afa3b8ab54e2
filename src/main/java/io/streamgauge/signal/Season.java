package io.streamgauge.signal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The season of a series, and where in it a value stands.
 *
 * <p>The season is the given one, counted in values ({@link Cadence#position}), or the day in the configured time zone. It
 * is cut into buckets, a value each up to {@value #MOST_BUCKETS}. A series whose values are further apart than a quarter
 * of a day has no season unless one is given.
 */
public final class Season {

    /** No season has more buckets than this. */
    public static final int MOST_BUCKETS = 96;

    static final double DAY_MILLIS = 86_400_000;

    private static final int LEAST_VALUES_A_DAY = 4;
    /** Keeps a phase that stands for a whole bucket from being rounded into the one before. */
    private static final double ROUNDING = 1e-6;

    private final int length;
    private final int buckets;
    private final ZoneId zone;

    public Season(Calendar calendar) {
        length = calendar.season();
        zone = calendar.zone();
        buckets = length > 0 ? Math.min(length, MOST_BUCKETS) : MOST_BUCKETS;
    }

    public int buckets() {
        return buckets;
    }

    /** Whether the last value's place in the season is known. */
    public boolean isKnown(Cadence cadence) {
        double interval = cadence.interval();
        return interval > 0 && (length > 0 || interval * LEAST_VALUES_A_DAY <= DAY_MILLIS);
    }

    /** Where the value {@code ahead} steps after the last one stands in its season, from 0 to below 1. */
    public double phase(Cadence cadence, int ahead) {
        if (length > 0) {
            return Math.floorMod(cadence.position() + ahead, length) / (double) length;
        }
        return fraction(localTime(cadence.timeAhead(ahead), zone) / DAY_MILLIS);
    }

    /** The bucket of a phase, from 0 to below {@link #buckets}. */
    public int bucket(double phase) {
        return (int) (phase * buckets + ROUNDING) % buckets;
    }

    /** What one step adds to the phase. */
    public double step(Cadence cadence) {
        return length > 0 ? 1.0 / length : cadence.interval() / DAY_MILLIS;
    }

    /** The phase {@code steps} steps after {@code phase}. */
    public static double advance(double phase, double step, int steps) {
        return fraction(phase + steps * step);
    }

    /** {@code time} as the clocks of a time zone show it, in epoch milliseconds. */
    static double localTime(long time, ZoneId zone) {
        if (zone == ZoneOffset.UTC) {
            return time;
        }
        int offsetSeconds =
                zone.getRules().getOffset(Instant.ofEpochMilli(time)).getTotalSeconds();
        return time + 1_000.0 * offsetSeconds;
    }

    static double fraction(double turns) {
        return turns - Math.floor(turns);
    }
}
