package io.streamgauge.signal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The network's inputs for one step, in units of the running scale so that all series look alike.
 *
 * <pre>
 *   of each target
 *     x0 = Δy/2ρ    x1 = .15·(y − m)/ρ    x2 = .1·(y − m')/ρ        clipped to ±6
 *   of the calendar
 *     c0, c1 = sin, cos of the phase φ of the next value in the cycle;  c2, c3 = sin, cos of 2φ
 *     c4, c5 = sin, cos of its phase in the week
 * </pre>
 *
 * <p>The cycle is the given season, counted in values ({@link Cadence#position}), or the day in the configured time zone.
 */
public final class FeatureEncoder {

    /** Number of inputs that {@link #encodeTarget} writes. */
    public static final int TARGET_FEATURES = 3;

    /** Number of inputs that {@link #encodeCalendar} writes. */
    public static final int CALENDAR_FEATURES = 6;

    private static final double CLIP = 6;
    private static final double DAY_MILLIS = 86_400_000;
    private static final double WEEK_MILLIS = 7 * DAY_MILLIS;

    private final int season;
    private final ZoneId zone;

    public FeatureEncoder(InputSpec spec) {
        season = spec.season();
        zone = spec.zone();
    }

    /** Writes one target's inputs of the current step from {@code at} on. */
    public void encodeTarget(RunningScale scale, float[] out, int at) {
        double unit = scale.usualStep();
        out[at] = clip(.5 * scale.lastChange() / unit);
        out[at + 1] = clip(.15 * (scale.last() - scale.mean()) / unit);
        out[at + 2] = clip(.1 * (scale.last() - scale.slowMean()) / unit);
    }

    /** Writes the inputs that the next value's time gives from {@code at} on. */
    public void encodeCalendar(Cadence cadence, float[] out, int at) {
        double next = localTime(cadence.timeAhead(1));
        double phase =
                season > 0 ? phase(Math.floorMod(cadence.position() + 1, season), season) : phase(next, DAY_MILLIS);
        double sine = StrictMath.sin(phase);
        double cosine = StrictMath.cos(phase);
        out[at] = (float) sine;
        out[at + 1] = (float) cosine;
        out[at + 2] = (float) (2 * sine * cosine);
        out[at + 3] = (float) (cosine * cosine - sine * sine);
        out[at + 4] = (float) StrictMath.sin(phase(next, WEEK_MILLIS));
        out[at + 5] = (float) StrictMath.cos(phase(next, WEEK_MILLIS));
    }

    private double localTime(long time) {
        if (zone == ZoneOffset.UTC) {
            return time;
        }
        int offsetSeconds =
                zone.getRules().getOffset(Instant.ofEpochMilli(time)).getTotalSeconds();
        return time + 1_000.0 * offsetSeconds;
    }

    private static double phase(double time, double cycle) {
        double turns = time / cycle;
        return 2 * Math.PI * (turns - Math.floor(turns));
    }

    private static float clip(double value) {
        return (float) Math.max(-CLIP, Math.min(CLIP, value));
    }
}
