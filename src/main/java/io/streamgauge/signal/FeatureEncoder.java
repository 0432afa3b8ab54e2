package io.streamgauge.signal;


/**
 * The network's inputs for one step, in units of the running scale so that all series look alike.
 *
 * <pre>
 *   of each target
 *     x0 = .5·Δy_t/ρ        x1 = .15·(y − m)/ρ    x2 = .1·(y − m')/ρ    x3 = .5·Δy_{t−1}/ρ
 *     x4 = .2·(s₁ − y)/ρ    x5 = .5·(s₁ − s₀)/ρ   x6 = c₁/ρ             clipped to ±6
 *   of the calendar
 *     c0, c1 = sin, cos of the phase φ of the next value in the cycle;  c2, c3 = sin, cos of 2φ
 *     c4, c5 = sin, cos of its phase in the week
 * </pre>
 *
 * <p>s_j is the value one season before that of step t + j and c₁ the usual change at the next phase, as
 * {@link SeasonView} has them; 0 while nothing is known of the season. The cycle is the given season, counted in values ({@link Cadence#position}), or the day in the configured time zone.
 */
public final class FeatureEncoder {

    /** Number of inputs that {@link #encodeTarget} writes. */
    public static final int TARGET_FEATURES = 7;

    /** Number of inputs that {@link #encodeCalendar} writes. */
    public static final int CALENDAR_FEATURES = 6;

    private static final double CLIP = 6;
    private static final double WEEK_MILLIS = 7 * Season.DAY_MILLIS;

    private final Season season;

    public FeatureEncoder(InputSpec spec) {
        season = new Season(spec);
    }

    /** Writes one target's inputs of the current step from {@code at} on. */
    public void encodeTarget(RunningScale scale, SeasonView view, float[] out, int at) {
        double unit = scale.usualStep();
        out[at] = clip(.5 * scale.lastChange() / unit);
        out[at + 1] = clip(.15 * (scale.last() - scale.mean()) / unit);
        out[at + 2] = clip(.1 * (scale.last() - scale.slowMean()) / unit);
        out[at + 3] = clip(.5 * scale.previousChange() / unit);
        double next = view.isKnown() ? view.lastAhead(1, scale.last()) : scale.last();
        out[at + 4] = clip(.2 * (next - scale.last()) / unit);
        out[at + 5] = view.isKnown() ? clip(.5 * (next - view.seasonAgo()) / unit) : 0;
        out[at + 6] = view.isKnown() ? clip(view.changeAhead(1) / unit) : 0;
    }

    /** Writes the inputs that the next value's time gives from {@code at} on. */
    public void encodeCalendar(Cadence cadence, float[] out, int at) {
        double phase = angle(season.phase(cadence, 1));
        double sine = StrictMath.sin(phase);
        double cosine = StrictMath.cos(phase);
        out[at] = (float) sine;
        out[at + 1] = (float) cosine;
        out[at + 2] = (float) (2 * sine * cosine);
        out[at + 3] = (float) (cosine * cosine - sine * sine);
        double week = angle(Season.fraction(season.localTime(cadence.timeAhead(1)) / WEEK_MILLIS));
        out[at + 4] = (float) StrictMath.sin(week);
        out[at + 5] = (float) StrictMath.cos(week);
    }

    private static double angle(double turns) {
        return 2 * Math.PI * turns;
    }

    private static float clip(double value) {
        return (float) Math.max(-CLIP, Math.min(CLIP, value));
    }
}
