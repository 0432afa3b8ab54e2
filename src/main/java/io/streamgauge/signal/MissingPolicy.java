package io.streamgauge.signal;

/** What stands in for a target's value that is missing. */
public enum MissingPolicy {
    /** Nothing: the event takes no part for this target. */
    SKIP,
    /** The last value. */
    PREVIOUS,
    /** The forecast that had been made for it. */
    MODEL
}
