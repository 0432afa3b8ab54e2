package io.streamgauge.config;

/** How the events of a bucket become one value, as it is named in a topology file. */
public enum As {
    COUNT("count"),
    RATE("rate"),
    SUM("sum"),
    MEAN("mean"),
    MIN("min"),
    MAX("max"),
    P95("p95"),
    DISTINCT("distinct");

    private final String text;

    As(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
