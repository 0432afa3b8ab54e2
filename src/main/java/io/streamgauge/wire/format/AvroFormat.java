package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Avro in a registry's frame.
 *
 * <p>Times of any resolution and dates become milliseconds since 1970, decimals numbers, enumerations text; bytes that are no
 * decimal are null.
 */
public final class AvroFormat extends FramedFormat<Schema> {

    public AvroFormat(Schemas schemas) {
        super("Avro", schemas);
    }

    @Override
    Schema parse(String text) {
        Schema schema;
        try {
            schema = new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
        if (schema.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException("found " + schema.getType() + ", expected a record");
        }
        return schema;
    }

    @Override
    void write(Schema schema, ByteBuffer payload, JsonGenerator out) throws IOException {
        new AvroPayload(payload, out).copy(schema);
    }
}
