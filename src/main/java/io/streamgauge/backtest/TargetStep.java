package io.streamgauge.backtest;

import io.streamgauge.forecast.TargetForecast;

/**
 * One target's part of a step. The arrays are the step's and are overwritten by the next.
 *
 * @param value NaN where none has come, even if another stands in for it
 * @param hasPrevious whether there was a one-step forecast of the value
 * @param previousByExpert what each expert had forecast for it
 * @param weights of the experts in the mix
 * @param mean [horizons]
 * @param median [horizons]
 * @param lower [levels][horizons]
 * @param upper [levels][horizons]
 */
record TargetStep(
        double value,
        boolean hasPrevious,
        double previousMean,
        double previousLower,
        double previousUpper,
        double[] previousByExpert,
        double[] weights,
        double[] mean,
        double[] median,
        double[][] lower,
        double[][] upper) {

    static TargetStep of(BacktestStep step, int target) {
        TargetForecast forecast = step.forecast().targets[target];
        return new TargetStep(
                forecast.missing ? Double.NaN : forecast.value,
                forecast.hasPrevious,
                forecast.previousMean,
                forecast.previousLower,
                forecast.previousUpper,
                forecast.previousByExpert,
                forecast.weights,
                forecast.mean,
                forecast.median,
                forecast.lower,
                forecast.upper);
    }
}
