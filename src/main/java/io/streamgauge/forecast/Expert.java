package io.streamgauge.forecast;

import java.util.List;

/** The forecasters that the mix weighs against each other. */
public enum Expert {
    /** The last value stays. */
    PERSISTENCE("persistence"),
    /** The value one season ago comes again; persistence while no season is known. */
    SEASONAL_NAIVE("seasonal_naive"),
    /** The series' own linear readout. */
    READOUT("readout"),
    /** The shared recurrent network: its median. */
    NETWORK("network"),
    /** What a regression makes of readout and network together; at the first horizon only. */
    STACK("stack");

    /** All experts, in the order of their weights. */
    public static final List<Expert> ALL = List.of(values());

    private final String id;

    Expert(String id) {
        this.id = id;
    }

    /** Name in records and metrics. */
    public String id() {
        return id;
    }

    /** The experts of horizon number {@code j}: the first so many of {@link #ALL}. */
    static int count(int j) {
        return j == 0 ? ALL.size() : ALL.size() - 1;
    }
}
