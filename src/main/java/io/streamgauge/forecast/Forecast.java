package io.streamgauge.forecast;

import io.streamgauge.nn.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one step brings: how the earlier forecasts did, and the next ones. Overwritten by every step. */
public final class Forecast {

    /** One per target, in the order of the specification. */
    public final TargetForecast[] targets;

    /** Epoch milliseconds, [horizons]; 0 until the series' interval is known. */
    public final long[] targetTime;

    /** Whether a pause broke the series before this value. */
    public boolean broken;

    /** The labelled window whose last target is of this step. */
    public @Nullable Window window;

    /** What the series' own readout had learned when the window was cut; null if there is none. */
    public @Nullable ReadoutSummary readout;

    /** Event time of the window's first input in epoch milliseconds. */
    public long windowFrom;

    /** Event times of the window's steps, where an outcome is labelled; else none. */
    public List<Long> windowTimes = List.of();

    /** The probability that the outcome begins in time; NaN where there is none, or nothing is learned yet. */
    public double outcome = Double.NaN;

    public Forecast(ForecasterSpec spec) {
        int horizons = spec.horizons().size();
        targetTime = new long[horizons];
        targets = new TargetForecast[spec.targets().size()];
        for (int k = 0; k < targets.length; k++) {
            targets[k] = new TargetForecast(
                    horizons, spec.bandLevels().size(), spec.head().outputsPerTarget());
        }
    }

    /** The first target's part. */
    public TargetForecast first() {
        return targets[0];
    }

    /** Whether every target's value is missing. */
    public boolean isMissing() {
        for (TargetForecast target : targets) {
            if (!target.missing) {
                return false;
            }
        }
        return true;
    }

    /** The part of the target whose residual is the largest in its own usual residuals. */
    public TargetForecast loudest() {
        TargetForecast loudest = targets[0];
        for (TargetForecast target : targets) {
            if (magnitude(target) > magnitude(loudest)) {
                loudest = target;
            }
        }
        return loudest;
    }

    private static double magnitude(TargetForecast target) {
        return Double.isNaN(target.scaledResidual) ? -1 : Math.abs(target.scaledResidual);
    }
}
