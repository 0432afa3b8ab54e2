package io.streamgauge.signal;

/**
 * The network's inputs for one step, in units of running scales so that all series look alike.
 *
 * <pre>
 *   of each target
 *     x0 = .5·Δy_t/ρ        x1 = .15·(y − m)/ρ    x2 = .1·(y − m')/ρ    x3 = .5·Δy_{t−1}/ρ
 *     x4 = .2·(s₁ − y)/ρ    x5 = .5·(s₁ − s₀)/ρ   x6 = c₁/ρ             clipped to ±6
 *   then the calendar's ({@link Calendar}), the gap's ({@link Gaps}), each numeric covariate's ({@link CovariateScale}),
 *   and a category per categorical covariate ({@link Covariates})
 * </pre>
 *
 * <p>s_j is the value one season before that of step t + j and c₁ the usual change at the next phase, as
 * {@link SeasonView} has them; 0 while nothing is known of the season.
 */
public final class FeatureEncoder {

    /** Number of inputs of one target. */
    public static final int TARGET_FEATURES = 7;

    /** No input of a network is further from 0, whatever it tells of: the bytes that windows are kept in end there. */
    static final double CLIP = 6;

    private final Calendar calendar;
    private final Gaps gaps;

    public FeatureEncoder(InputSpec spec) {
        calendar = spec.calendar();
        gaps = spec.gaps();
    }

    /** Writes one target's inputs of the current step from {@code at} on; gives the place after them. */
    public int encodeTarget(RunningScale scale, SeasonView view, float[] out, int at) {
        double unit = scale.usualStep();
        encodeChanges(scale.lastChange() / unit, scale.previousChange() / unit, out, at);
        out[at + 1] = clip(.15 * (scale.last() - scale.mean()) / unit);
        out[at + 2] = clip(.1 * (scale.last() - scale.slowMean()) / unit);
        double next = view.isKnown() ? view.lastAhead(1, scale.last()) : scale.last();
        out[at + 4] = clip(.2 * (next - scale.last()) / unit);
        out[at + 5] = view.isKnown() ? clip(.5 * (next - view.seasonAgo()) / unit) : 0;
        out[at + 6] = view.isKnown() ? clip(view.changeAhead(1) / unit) : 0;
        return at + TARGET_FEATURES;
    }

    /** Writes x0 and x3 of the target whose inputs stand from {@code at} on; both changes are in ρ. */
    static void encodeChanges(double last, double previous, float[] out, int at) {
        out[at] = clip(.5 * last);
        out[at + 3] = clip(.5 * previous);
    }

    /** Writes the inputs that the event times give from {@code at} on; gives the place after them. */
    public int encodeTime(Cadence cadence, float[] out, int at) {
        calendar.encode(cadence, out, at);
        gaps.encode(cadence, out, at + calendar.features());
        return at + calendar.features() + gaps.features();
    }

    /** Writes the covariates' inputs from {@code at} on; gives the place after them. */
    public int encodeCovariates(CovariateScale[] scales, int[] categories, float[] out, int at) {
        int next = at;
        for (CovariateScale scale : scales) {
            out[next++] = scale.scaled();
        }
        for (int category : categories) {
            out[next++] = category;
        }
        return next;
    }

    private static float clip(double value) {
        return (float) Math.max(-CLIP, Math.min(CLIP, value));
    }
}
