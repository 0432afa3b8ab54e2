package io.streamgauge.wire;

import java.util.Locale;

/** Why a record of the weights topic is left aside. */
public enum WeightsRefusal {
    /** It is longer than any that is read. */
    SIZE,
    /** It carries no signature, or another's, where one is asked for. */
    SIGNATURE,
    /** It is not in the format, or stands under another's key. */
    MALFORMED,
    /** It is for another network or task. */
    LAYOUT,
    /** It holds infinite values or NaN. */
    NOT_FINITE,
    /** It is not the version that the pointer means. */
    CHECKSUM,
    /** It would take the generation back. */
    GENERATION,
    /** It points at a version that is not there. */
    UNKNOWN_VERSION;

    /** The label of its counter. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
