package io.streamgauge.stream;

import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.format.EventFormat;
import org.jspecify.annotations.Nullable;

/**
 * The first step of an event into a topology: JSON of whatever it is written as.
 *
 * @param maxBytes longest event
 */
record Decoding(EventFormat format, int maxBytes) {

    /** Of what an earlier part of the topology has made. */
    static final Decoding NONE = new Decoding(EventFormat.JSON, Integer.MAX_VALUE);

    /** Of the source's events. */
    static Decoding of(ForecastServices services) {
        return new Decoding(services.format(), services.topology().limits().maxEventBytes());
    }

    /** The event as JSON; null for null. */
    byte @Nullable [] json(byte @Nullable [] value) throws RejectedEventException {
        return format.json(value, maxBytes);
    }
}
