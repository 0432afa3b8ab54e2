package io.streamgauge.backtest;

import java.util.Arrays;

/**
 * What was forecast after one value of one target, kept until the furthest horizon has come.
 *
 * @param origin the last value seen
 * @param mean [horizons]
 * @param median [horizons]
 * @param lower [levels][horizons]
 * @param upper [levels][horizons]
 * @param naive the value of the same phase one season before each target, [horizons]; NaN where there is none
 * @param scale mean absolute error of the seasonal naive forecast so far; 0 while unknown
 */
record IssuedForecast(
        double origin,
        double[] mean,
        double[] median,
        double[][] lower,
        double[][] upper,
        double[] naive,
        double scale) {

    /** The same with arrays of its own, but for {@code naive}. */
    IssuedForecast copied() {
        return new IssuedForecast(origin, mean.clone(), median.clone(), copy(lower), copy(upper), naive, scale);
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
}
