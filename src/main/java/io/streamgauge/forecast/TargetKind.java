package io.streamgauge.forecast;

/** What the network is to forecast: the targets of the labelled windows. */
public enum TargetKind {
    /** The change from the last value to the one h steps ahead. */
    CHANGE("change"),
    /** What of the next value's change the series' own readout did not foresee; further ahead the change as it is. */
    RESIDUAL("residual");

    private final String id;

    TargetKind(String id) {
        this.id = id;
    }

    /** The kind of that name. */
    public static TargetKind of(String id) {
        for (TargetKind kind : values()) {
            if (kind.id.equals(id)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of target is named '" + id + "'");
    }

    /** The name that windows, weights and checkpoints are marked with. */
    public String id() {
        return id;
    }
}
