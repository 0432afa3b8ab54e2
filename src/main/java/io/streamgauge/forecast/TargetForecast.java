package io.streamgauge.forecast;

/**
 * What one step brings for one target: how the earlier forecasts did, and the next ones. Overwritten by every step.
 *
 * <p>Values are in the source's own units. Until the target's first value has come, there is no forecast and all are NaN.
 */
public final class TargetForecast {

    /** Conditional mean, [horizons]. */
    public final double[] mean;
    /** Conditional median, [horizons]. */
    public final double[] median;

    /** Lower ends of the bands, [levels][horizons]; the first level is the spec's first. */
    public final double[][] lower;
    /** Upper ends of the bands, [levels][horizons]. */
    public final double[][] upper;

    /**
     * Share of the latest values that the bands held, [levels][horizons]: of the first thousand all count alike, later the
     * latest count most. Beyond the next value they are taken as wide as their quantiles would make them when it comes. NaN
     * before the first.
     */
    public final double[][] coverage;

    /** What each expert had forecast for the value that has now come, in the order of {@link Expert#ALL}. */
    public final double[] previousByExpert = new double[Expert.ALL.size()];

    /**
     * Absolute errors of the forecasts for the value that has now come, in the unit of their horizon, [1 + experts]
     * [horizons]: of the mean first, then of the experts in the order of {@link Expert#ALL}. NaN where there was none.
     */
    public final double[][] scaledErrors;

    /** Weight of each expert at the first horizon, in the order of {@link Expert#ALL}; they sum to 1. */
    public final double[] weights = new double[Expert.ALL.size()];

    /** The value that has come, or what stands in for it; NaN where it is missing and nothing does. */
    public double value;

    /** Whether no value has come: nothing is learned or scored. */
    public boolean missing;

    /** Whether {@link #value} stands in for a missing one. */
    public boolean imputed;

    /** Whether there was a one-step forecast for the value that has now come; else the {@code previous} fields are NaN. */
    public boolean hasPrevious;

    public double previousMean;
    /** Ends of the first level's band. */
    public double previousLower;

    public double previousUpper;

    /** Value minus one-step forecast; NaN where either is missing. */
    public double residual;

    /** Residual in usual residuals, as they were before this one. */
    public double scaledResidual;

    /**
     * The network's settled outputs [horizons × outputs per target], {@link #expected} included: its distribution of the change from {@link #value} in
     * {@link #usualStep}, times the root of the horizon.
     */
    public final float[] network;

    /**
     * What was expected of the next change without the network, in {@link #usualStep}: the network has been asked for the
     * rest alone. 0 where it forecasts the change itself.
     */
    float expected;

    /** ρ when the forecasts were issued, in the source's units; 0 while there are none. */
    public double usualStep;

    TargetForecast(int horizons, int levels, int outputs) {
        network = new float[horizons * outputs];
        mean = new double[horizons];
        median = new double[horizons];
        lower = new double[levels][horizons];
        upper = new double[levels][horizons];
        coverage = new double[levels][horizons];
        scaledErrors = new double[1 + Expert.ALL.size()][horizons];
    }
}
