package io.streamgauge.wire.format;

import io.streamgauge.wire.RejectedEventException;

/** Where schemas are kept. */
public interface Schemas {

    /**
     * The schema of an id: Avro's as its JSON, Protobuf's as the Base64 of a {@code FileDescriptorProto}.
     *
     * <p>Waits and fails with an exception of its own where the registry cannot be reached: that says nothing of the event.
     *
     * @throws RejectedEventException for an id that the registry does not know
     */
    String byId(int id) throws RejectedEventException;
}
