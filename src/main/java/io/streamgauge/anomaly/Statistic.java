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
    SILENCE("silence"),
    /** A level that is not the usual one. */
    LEVEL("level"),
    /** A value that is unusual for its place in the season. */
    PHASE("phase"),
    /** A value beyond all before it. */
    RANGE("range"),
    /** A value that the network thought unlikely. */
    SURPRISE("surprise"),
    /** Levels of several targets that are not usual together. */
    JOINT("joint");

    /** All statistics. */
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
