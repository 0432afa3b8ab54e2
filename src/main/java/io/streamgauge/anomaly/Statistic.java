package io.streamgauge.anomaly;

import java.util.List;

/** What can be surprising about a value. */
public enum Statistic {
    /** One value far from its forecast. */
    SPIKE("spike"),
    /** Many small misses to the same side. */
    DRIFT("drift"),
    /** A value that does not move any more. */
    FLAT("flat"),
    /** A pause longer than the series usually makes. */
    SILENCE("silence");

    /** All statistics, in the order of their calibrators. */
    public static final List<Statistic> ALL = List.of(values());

    private final String id;

    Statistic(String id) {
        this.id = id;
    }

    /** Name in records and metrics. */
    public String id() {
        return id;
    }
}
