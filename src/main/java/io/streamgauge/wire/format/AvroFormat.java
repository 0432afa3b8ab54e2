package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Avro in a registry's frame, read by the schema that it was written with: a field that a later schema lacks or has as
 * another type is missing or of another type in the event, and refused as such.
 *
 * <p>Times of any resolution and dates become milliseconds since 1970, decimals numbers, enumerations text; bytes that are no
 * decimal are left out.
 */
public final class AvroFormat implements EventFormat {

    private static final long DAY_MILLIS = 86_400_000;

    private final Schemas schemas;
    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();

    public AvroFormat(Schemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public byte @Nullable [] json(byte @Nullable [] value) throws RejectedEventException {
        if (value == null) {
            return null;
        }
        Framed framed = Framed.of(value);
        Schema schema = schema(framed.id());
        return JsonObjects.write("Avro", out -> {
            ByteBuffer payload = framed.payload();
            Object read = new GenericDatumReader<>(schema)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(payload.array(), payload.position(), payload.remaining(), null));
            write(schema, read, out);
        });
    }

    private Schema schema(int id) throws RejectedEventException {
        Schema schema = known.get(id);
        if (schema == null) {
            String text = schemas.byId(id);
            try {
                schema = new Schema.Parser().parse(text);
            } catch (SchemaParseException e) {
                throw new RejectedEventException(Rejection.UNKNOWN_SCHEMA, "schema " + id + " is no Avro schema");
            }
            if (schema.getType() != Schema.Type.RECORD) {
                throw new RejectedEventException(
                        Rejection.UNKNOWN_SCHEMA,
                        "schema " + id + " is of " + schema.getType() + ", expected a record");
            }
            known.put(id, schema);
        }
        return schema;
    }

    private static void write(Schema schema, @Nullable Object value, JsonGenerator out) throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        switch (schema.getType()) {
            case RECORD -> writeRecord((GenericRecord) value, out);
            case UNION -> writeUnion(schema, value, out);
            case ARRAY -> {
                out.writeStartArray();
                for (Object element : (Collection<?>) value) {
                    write(schema.getElementType(), element, out);
                }
                out.writeEndArray();
            }
            case MAP -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.writeFieldName(entry.getKey().toString());
                    write(schema.getValueType(), entry.getValue(), out);
                }
                out.writeEndObject();
            }
            case LONG, INT -> out.writeNumber(millis(schema.getLogicalType(), ((Number) value).longValue()));
            case FLOAT, DOUBLE -> JsonObjects.number(out, ((Number) value).doubleValue());
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case STRING, ENUM -> out.writeString(value.toString());
            case BYTES -> writeBytes(schema, bytes((ByteBuffer) value), out);
            case FIXED -> writeBytes(schema, ((GenericFixed) value).bytes(), out);
            case NULL -> out.writeNull();
        }
    }

    private static void writeRecord(GenericRecord record, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Schema.Field field : record.getSchema().getFields()) {
            out.writeFieldName(field.name());
            write(field.schema(), record.get(field.pos()), out);
        }
        out.writeEndObject();
    }

    private static void writeUnion(Schema union, @Nullable Object value, JsonGenerator out) throws IOException {
        int branch = GenericData.get().resolveUnion(union, value);
        write(union.getTypes().get(branch), value, out);
    }

    private static long millis(@Nullable LogicalType type, long number) {
        if (type instanceof LogicalTypes.TimestampMicros || type instanceof LogicalTypes.LocalTimestampMicros) {
            return Math.floorDiv(number, 1_000);
        }
        if (type instanceof LogicalTypes.TimestampNanos || type instanceof LogicalTypes.LocalTimestampNanos) {
            return Math.floorDiv(number, 1_000_000);
        }
        return type instanceof LogicalTypes.Date ? number * DAY_MILLIS : number;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static void writeBytes(Schema schema, byte[] bytes, JsonGenerator out) throws IOException {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal && bytes.length > 0) {
            JsonObjects.number(out, new BigDecimal(new BigInteger(bytes), decimal.getScale()).doubleValue());
        } else {
            out.writeNull();
        }
    }
}
