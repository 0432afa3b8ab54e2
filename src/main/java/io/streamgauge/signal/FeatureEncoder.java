package io.streamgauge.signal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The network's inputs for one step, in units of the running scale so that all series look alike.
 *
 * <pre>
 *   x0 = Δy/2ρ    x1 = .15·(y − m)/ρ    x2 = .1·(y − m')/ρ        clipped to ±6
 *   x3, x4 = sin, cos of the phase φ of the next value in the cycle;  x5, x6 = sin, cos of 2φ
 *   x7, x8 = sin, cos of its phase in the week
 * </pre>
 *
 * <p>The cycle is the given season, counted in values ({@link Cadence#position}), or the day in the configured time zone.
 */
public final class FeatureEncoder {

    /** Number of inputs that {@link #encode} writes. */
    public static final int FEATURES = 9;

    private static final double CLIP = 6;
    private static final double DAY_MILLIS = 86_400_000;
    private static final double WEEK_MILLIS = 7 * DAY_MILLIS;

    private final int season;
    private final ZoneId zone;

    /**
     * @param season values per season, 0 where the day is the season
     * @param zone time zone of day and week
     */
    public FeatureEncoder(int season, ZoneId zone) {
        if (season < 0) {
            throw new IllegalArgumentException("season is " + season + ", expected 0 or more values");
        }
        this.season = season;
        this.zone = zone.normalized();
    }

    /** Writes the {@link #FEATURES} inputs of the current step from {@code at} on. */
    public void encode(RunningScale scale, Cadence cadence, float[] out, int at) {
        double unit = scale.usualStep();
        out[at] = clip(.5 * scale.lastChange() / unit);
        out[at + 1] = clip(.15 * (scale.last() - scale.mean()) / unit);
        out[at + 2] = clip(.1 * (scale.last() - scale.slowMean()) / unit);

        double next = localTime(cadence.timeAhead(1));
        double phase =
                season > 0 ? phase(Math.floorMod(cadence.position() + 1, season), season) : phase(next, DAY_MILLIS);
        double sine = StrictMath.sin(phase);
        double cosine = StrictMath.cos(phase);
        out[at + 3] = (float) sine;
        out[at + 4] = (float) cosine;
        out[at + 5] = (float) (2 * sine * cosine);
        out[at + 6] = (float) (cosine * cosine - sine * sine);
        out[at + 7] = (float) StrictMath.sin(phase(next, WEEK_MILLIS));
        out[at + 8] = (float) StrictMath.cos(phase(next, WEEK_MILLIS));
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
