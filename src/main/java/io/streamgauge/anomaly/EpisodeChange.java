package io.streamgauge.anomaly;

/** What a value did to its key's episode. */
public enum EpisodeChange {
    NONE,
    OPENED,
    UPDATED,
    CLOSED
}
