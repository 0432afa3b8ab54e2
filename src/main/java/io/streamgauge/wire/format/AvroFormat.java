package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Avro in a registry's frame.
 *
 * <p>Times of any resolution and dates become milliseconds since 1970, decimals numbers, enumerations text; bytes that are no
 * decimal are null.
 */
public final class AvroFormat extends FramedFormat<Schema> {

    private static final long DAY_MILLIS = 86_400_000;
    /** Bytes of a decimal: far beyond the digits that a double tells apart. */
    private static final int LONGEST_DECIMAL = 64;

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
        requireElementsOfBytes(schema, new HashSet<>());
        return schema;
    }

    /** Avro bounds the elements of an array by the bytes of the payload, and so has no bound for elements of none. */
    private static void requireElementsOfBytes(Schema schema, Set<Schema> seen) {
        if (!seen.add(schema)) {
            return;
        }
        switch (schema.getType()) {
            case ARRAY -> {
                if (isWithoutBytes(schema.getElementType(), new HashSet<>())) {
                    throw new IllegalArgumentException("found an array of "
                            + schema.getElementType().getName() + ", expected elements that take bytes");
                }
                requireElementsOfBytes(schema.getElementType(), seen);
            }
            case MAP -> requireElementsOfBytes(schema.getValueType(), seen);
            case UNION -> schema.getTypes().forEach(branch -> requireElementsOfBytes(branch, seen));
            case RECORD -> schema.getFields().forEach(field -> requireElementsOfBytes(field.schema(), seen));
            default -> {}
        }
    }

    private static boolean isWithoutBytes(Schema schema, Set<Schema> seen) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD ->
                !seen.add(schema)
                        || schema.getFields().stream().allMatch(field -> isWithoutBytes(field.schema(), seen));
            default -> false;
        };
    }

    @Override
    void write(Schema schema, ByteBuffer payload, JsonGenerator out) throws IOException {
        Object read = new GenericDatumReader<>(schema)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(payload.array(), payload.position(), payload.remaining(), null));
        write(schema, read, out);
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
            if (bytes.length > LONGEST_DECIMAL) {
                throw new IOException("a decimal has " + bytes.length + " bytes, expected at most " + LONGEST_DECIMAL);
            }
            JsonObjects.number(out, new BigDecimal(new BigInteger(bytes), decimal.getScale()).doubleValue());
        } else {
            out.writeNull();
        }
    }
}
