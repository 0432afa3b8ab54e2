package io.streamgauge.signal;

/**
 * The network's inputs for one step, in units of running scales so that all series look alike.
 *
 * <pre>
 *   of each target    x0 = Δy/2ρ    x1 = .15·(y − m)/ρ    x2 = .1·(y − m')/ρ        clipped to ±6
 *   then the calendar's ({@link Calendar}), the gap's ({@link Gaps}), each numeric covariate's ({@link CovariateScale}),
 *   and a category per categorical covariate ({@link Covariates})
 * </pre>
 */
public final class FeatureEncoder {

    /** Number of inputs of one target. */
    public static final int TARGET_FEATURES = 3;

    private static final double CLIP = 6;

    private final Calendar calendar;
    private final Gaps gaps;

    public FeatureEncoder(InputSpec spec) {
        calendar = spec.calendar();
        gaps = spec.gaps();
    }

    /** Writes one target's inputs of the current step from {@code at} on; gives the place after them. */
    public int encodeTarget(RunningScale scale, float[] out, int at) {
        double unit = scale.usualStep();
        out[at] = clip(.5 * scale.lastChange() / unit);
        out[at + 1] = clip(.15 * (scale.last() - scale.mean()) / unit);
        out[at + 2] = clip(.1 * (scale.last() - scale.slowMean()) / unit);
        return at + TARGET_FEATURES;
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
