package io.streamgauge.signal;

/**
 * One value of one series.
 *
 * @param time event time in epoch milliseconds
 * @param value at most {@link #LARGEST_VALUE} from zero, in the source's own units
 */
public record Measurement(long time, double value) {

    /** No value is further from zero: differences and their multiples stay finite in every sum that a state keeps. */
    public static final double LARGEST_VALUE = 1e30;

    public Measurement {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value is " + value + ", expected a finite number");
        }
        if (Math.abs(value) > LARGEST_VALUE) {
            throw new IllegalArgumentException("value is " + value + ", expected at most ±" + LARGEST_VALUE);
        }
    }
}
