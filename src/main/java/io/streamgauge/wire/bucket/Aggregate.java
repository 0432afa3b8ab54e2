package io.streamgauge.wire.bucket;

import java.util.Arrays;

/** How a bucket's events become one value. */
public enum Aggregate {
    COUNT("count", 0),
    RATE("rate", 0),
    SUM("sum", 0),
    MEAN("mean", Double.NaN),
    MIN("min", Double.NaN),
    MAX("max", Double.NaN),
    P95("p95", Double.NaN),
    DISTINCT("distinct", 0);

    private final String text;
    private final double empty;

    Aggregate(String text, double empty) {
        this.text = text;
        this.empty = empty;
    }

    /** The one that a topology file names so. */
    public static Aggregate of(String text) {
        return Arrays.stream(values())
                .filter(aggregate -> aggregate.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("aggregate is '" + text + "'"));
    }

    /** The value of a bucket without events; NaN where it has none. */
    double empty() {
        return empty;
    }

    /** What an open bucket takes at most; the sketches' own bounds, reckoned from their bins and registers. */
    int mostBytes() {
        return switch (this) {
            case COUNT, RATE, MIN, MAX -> Long.BYTES;
            case SUM, MEAN -> 2 * Long.BYTES;
            case P95 -> QuantileSketch.MOST_BYTES;
            case DISTINCT -> DistinctIds.MOST_BYTES;
        };
    }

    /** Whether it looks at numbers, and not only at whether events came or differ. */
    boolean takesNumbers() {
        return switch (this) {
            case COUNT, RATE, DISTINCT -> false;
            case SUM, MEAN, MIN, MAX, P95 -> true;
        };
    }
}
