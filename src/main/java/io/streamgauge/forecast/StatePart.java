package io.streamgauge.forecast;

/** Names of the parts of a key's state, by which its bytes are counted. */
public final class StatePart {

    public static final String SERIES = "hidden state, scales, counters, last times";
    public static final String PROFILE = "profile";
    public static final String READOUTS = "readouts";
    public static final String PENDING = "pending forecasts";
    public static final String BANDS = "interval calibrators";
    public static final String ANOMALY = "anomaly stage";
    public static final String JOINT = "joint level of several targets";
    public static final String WINDOWS = "window buffer of a sampled key";

    private StatePart() {}
}
