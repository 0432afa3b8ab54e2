package io.streamgauge.wire.format;

import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an event's value is written. May be shared between threads. */
public interface EventFormat {

    /** JSON as it stands. */
    EventFormat JSON = value -> value;

    /** How long the JSON of another format's value of so many bytes may be: names stand in it that the value need not hold. */
    static int mostJsonBytes(int valueBytes) {
        return JsonObjects.mostBytes(valueBytes);
    }

    /**
     * The event as a JSON object; null for null.
     *
     * @throws RejectedEventException for what is not of the format, of an unknown schema, or longer as JSON than it may be
     */
    byte @Nullable [] json(byte @Nullable [] value) throws RejectedEventException;

    /** The same of a value of at most {@code maxBytes}. */
    default byte @Nullable [] json(byte @Nullable [] value, int maxBytes) throws RejectedEventException {
        if (value != null && value.length > maxBytes) {
            throw new RejectedEventException(
                    Rejection.OVERSIZE_EVENT, "event has " + value.length + " bytes, expected at most " + maxBytes);
        }
        return json(value);
    }

    /** Whether what it takes to read a value is here, be it to refuse it. */
    default boolean isReady(byte @Nullable [] value) {
        return true;
    }

    /** What keeps values from being ready, if anything does. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }
}
