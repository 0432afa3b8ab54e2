package io.streamgauge.learn;

import java.util.Arrays;

/**
 * What a new series' readout may expect of its weights before it has seen a value, learned from other series.
 *
 * @param mean of each weight over series [n]
 * @param variance of each weight from series to series [n]
 */
public record SharedPrior(float[] mean, float[] variance) {

    public SharedPrior {
        if (mean.length != variance.length) {
            throw new IllegalArgumentException(
                    "mean has " + mean.length + " values, the variance has " + variance.length);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SharedPrior that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(variance, that.variance);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean) * 31 + Arrays.hashCode(variance);
    }

    @Override
    public String toString() {
        return "SharedPrior[mean=" + Arrays.toString(mean) + ", variance=" + Arrays.toString(variance) + "]";
    }
}
