package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A format whose values name the schema that they were written with, and are read by it: a field that a later schema lacks or
 * has as another type is missing or of another type in the event, and refused as such.
 *
 * @param <S> a schema, ready for use
 */
abstract sealed class FramedFormat<S> implements EventFormat permits AvroFormat, ProtobufFormat {

    private final String name;
    private final Schemas schemas;
    private final Map<Integer, S> known = new ConcurrentHashMap<>();

    FramedFormat(String name, Schemas schemas) {
        this.name = name;
        this.schemas = schemas;
    }

    /**
     * The schema of a text.
     *
     * @throws IllegalArgumentException where the text is no schema of records
     */
    abstract S parse(String text);

    /** Writes the payload as an object; may fail in any way on hostile input. */
    abstract void write(S schema, ByteBuffer payload, JsonGenerator out) throws IOException;

    @Override
    public final byte @Nullable [] json(byte @Nullable [] value) throws RejectedEventException {
        if (value == null) {
            return null;
        }
        Framed framed = Framed.of(value);
        S schema = schema(framed.id());
        return JsonObjects.write(name, value.length, out -> write(schema, framed.payload(), out));
    }

    private S schema(int id) throws RejectedEventException {
        S schema = known.get(id);
        if (schema == null) {
            try {
                schema = parse(schemas.byId(id));
            } catch (IllegalArgumentException e) {
                throw new RejectedEventException(
                        Rejection.UNKNOWN_SCHEMA, "schema " + id + " is no " + name + " schema: " + e.getMessage());
            }
            known.put(id, schema);
        }
        return schema;
    }

    @Override
    public final boolean isReady(byte @Nullable [] value) {
        if (value == null || !Framed.hasFrame(value)) {
            return true;
        }
        int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
        return known.containsKey(id) || schemas.isAnswered(id);
    }

    @Override
    public final Optional<String> obstacle() {
        return schemas.obstacle();
    }
}
