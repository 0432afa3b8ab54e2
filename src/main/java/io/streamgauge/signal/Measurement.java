package io.streamgauge.signal;

import java.util.Arrays;

/**
 * What one series brings at one time.
 *
 * <p>The arrays are not copied; whoever hands them over no longer writes to them.
 *
 * @param time event time in epoch milliseconds
 * @param values one per target, at most {@link #LARGEST_VALUE} from zero, in the source's own units; NaN where it is
 *     missing
 * @param covariates one per numeric covariate, under the same limit; NaN where it is missing
 * @param categories one per categorical covariate: its row of the embedding
 */
public record Measurement(long time, double[] values, double[] covariates, int[] categories) {

    /** No value is further from zero: differences and their multiples stay finite in every sum that a state keeps. */
    public static final double LARGEST_VALUE = 1e30;

    private static final double[] NO_COVARIATES = {};
    private static final int[] NO_CATEGORIES = {};

    public Measurement {
        if (values.length == 0) {
            throw new IllegalArgumentException("a measurement has no value, expected one per target");
        }
        requireWithinLimit(values);
        requireWithinLimit(covariates);
    }

    /** A measurement without covariates. */
    public static Measurement of(long time, double... values) {
        return new Measurement(time, values, NO_COVARIATES, NO_CATEGORIES);
    }

    /** The first target's value. */
    public double value() {
        return values[0];
    }

    private static void requireWithinLimit(double[] values) {
        for (double value : values) {
            if (Math.abs(value) > LARGEST_VALUE) {
                throw new IllegalArgumentException("value is " + value + ", expected at most ±" + LARGEST_VALUE);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Measurement that
                && time == that.time
                && Arrays.equals(values, that.values)
                && Arrays.equals(covariates, that.covariates)
                && Arrays.equals(categories, that.categories);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(time) * 31 + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Measurement[time=" + time + ", values=" + Arrays.toString(values) + ", covariates="
                + Arrays.toString(covariates) + ", categories=" + Arrays.toString(categories) + "]";
    }
}
