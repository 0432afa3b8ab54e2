package io.streamgauge.forecast;

import java.util.List;

/** The forecasters that the mix weighs against each other. */
public enum Expert {
    /** The last value stays. */
    PERSISTENCE("persistence"),
    /** The shared recurrent network. */
    NETWORK("network"),
    /** The network's forecast with this key's own gain: how far its forecasts have to be trusted. */
    SCALED_NETWORK("scaled_network");

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
}
