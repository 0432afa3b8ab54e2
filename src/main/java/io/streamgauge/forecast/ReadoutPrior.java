package io.streamgauge.forecast;

import java.util.Arrays;

/**
 * What a new series may expect of its readout's and its stack's weights, and of its experts: learned by the trainer from the readouts of other series, and
 * published together with the network's weights.
 *
 * <p>The arrays are not copied and must not be written to.
 *
 * @param mean of each weight over series [n]
 * @param variance of each weight from series to series [n], not negative
 */
public record ReadoutPrior(float[] mean, float[] variance) {

    public ReadoutPrior {
        if (mean.length != variance.length) {
            throw new IllegalArgumentException(
                    "mean has " + mean.length + " values, the variance has " + variance.length);
        }
        for (float value : variance) {
            if (!(value >= 0)) {
                throw new IllegalArgumentException("variance holds " + value + ", expected 0 or more");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadoutPrior that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(variance, that.variance);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean) * 31 + Arrays.hashCode(variance);
    }

    @Override
    public String toString() {
        return "ReadoutPrior[mean=" + Arrays.toString(mean) + ", variance=" + Arrays.toString(variance) + "]";
    }
}
