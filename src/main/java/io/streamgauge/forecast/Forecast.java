package io.streamgauge.forecast;

import io.streamgauge.nn.Window;
import org.jspecify.annotations.Nullable;

/**
 * What one step brings: how the earlier forecasts did, and the next ones. Overwritten by every step.
 *
 * <p>The arrays hold one value per horizon, in the source's own units.
 */
public final class Forecast {

    /** Conditional mean. */
    public final double[] mean;
    /** Conditional median. */
    public final double[] median;

    public final double[] lower;
    public final double[] upper;

    /** Epoch milliseconds; 0 until the series' interval is known. */
    public final long[] targetTime;

    /** What each expert had forecast for the value that has now come, in the order of {@link Expert#ALL}. */
    public final double[] previousByExpert = new double[Expert.ALL.size()];

    /** Weight of each expert at the first horizon, in the order of {@link Expert#ALL}; they sum to 1. */
    public final double[] weights = new double[Expert.ALL.size()];

    /** Whether there was a one-step forecast for the value that has now come; else the {@code previous} fields are NaN. */
    public boolean hasPrevious;

    public double previousMean;
    public double previousLower;
    public double previousUpper;

    /** Value minus one-step forecast. */
    public double residual;

    /** Residual in usual residuals, as they were before this one. */
    public double scaledResidual;

    /** Whether a pause broke the series before this value. */
    public boolean broken;

    /** The labelled window whose last target has now come. */
    public @Nullable Window window;

    /** What the series' own readout had learned when the window was cut; null if there is none. */
    public @Nullable ReadoutSummary readout;

    /** Event time of the window's first input in epoch milliseconds. */
    public long windowFrom;

    public Forecast(ForecasterSpec spec) {
        int horizons = spec.horizons().size();
        mean = new double[horizons];
        median = new double[horizons];
        lower = new double[horizons];
        upper = new double[horizons];
        targetTime = new long[horizons];
    }
}
