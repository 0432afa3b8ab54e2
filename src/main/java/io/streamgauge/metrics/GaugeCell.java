package io.streamgauge.metrics;

/** The present value of one gauge, written by one thread and read by scrapes. */
final class GaugeCell {
    private volatile double value;

    GaugeCell(double initial) {
        value = initial;
    }

    void set(double newValue) {
        value = newValue;
    }

    double get() {
        return value;
    }
}
