package io.streamgauge.wire.format;

import io.streamgauge.wire.RejectedEventException;
import java.util.Optional;

/** Where schemas are kept. May be shared between threads. */
public interface Schemas {

    /**
     * The schema of an id: Avro's as its JSON, Protobuf's as the Base64 of a {@code FileDescriptorProto}.
     *
     * <p>Where it has to be asked for and nobody answers, this waits and then fails with an exception of its own: that says
     * nothing of the event.
     *
     * @throws RejectedEventException for an id that nobody knows
     */
    String byId(int id) throws RejectedEventException;

    /** Whether {@link #byId} will tell at once; asks where it would not. */
    default boolean isAnswered(int id) {
        return true;
    }

    /** Why no answers come, if none do. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }
}
