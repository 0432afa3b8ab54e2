package io.streamgauge.anomaly;

/** A label whose time is not over yet, from and to in epoch milliseconds of event time. */
public record LabelledSpan(long from, long to, LabelKind kind) {

    boolean holds(long time) {
        return from <= time && time <= to;
    }
}
