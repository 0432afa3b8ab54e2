package io.streamgauge.signal;

/**
 * One value of one series.
 *
 * @param time event time in epoch milliseconds
 * @param value finite, in the source's own units
 */
public record Measurement(long time, double value) {

    public Measurement {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value is " + value + ", expected a finite number");
        }
    }
}
