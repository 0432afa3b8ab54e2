package io.streamgauge.stream;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/**
 * The header that tells of a key's state being forgotten or started afresh, so that a replay takes it as given.
 *
 * <p>On a tombstone of the episodes topic it says why the key was forgotten; on a forecast, why the state before it was a
 * fresh one.
 */
public final class ResetMark {

    public static final String HEADER = "streamgauge.reset";

    /** On a forecast: nothing was stored of the key, because it is new or was forgotten. */
    public static final String FIRST = "first";
    /** On a forecast: the stored state is of another network; all but what the network remembered is kept. */
    public static final String NETWORK = "network";
    /** On a forecast: the stored state has another layout; what is remembered of alerts and labels is kept. */
    public static final String LAYOUT = "layout";
    /** On a tombstone: the key's last event is too old beside its partition's newest. */
    public static final String EVENT_TIME = "event_time";
    /** On a tombstone: nothing has arrived for too long. */
    public static final String WALL_CLOCK = "wall_clock";
    /** On a tombstone: a record without a value asked for it. */
    public static final String ERASED = "erased";

    private ResetMark() {}

    static void add(Headers headers, String cause) {
        headers.add(HEADER, cause.getBytes(StandardCharsets.UTF_8));
    }
}
