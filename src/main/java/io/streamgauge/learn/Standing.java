package io.streamgauge.learn;

/** What later windows have shown of the weights in charge. */
public enum Standing {
    /** Nothing yet. */
    UNCHANGED,
    /** They have held: from now on a degraded successor gives way to them. */
    CONFIRMED,
    /** They were worse than the weights to go back to, which are in charge again. */
    DEGRADED
}
