package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** A payload of Avro's binary encoding, written as JSON while it is read: no value outlives its turn. */
final class AvroPayload {

    private static final long DAY_MILLIS = 86_400_000;
    /** Bytes of a decimal: far beyond the digits that a double tells apart. */
    private static final int LONGEST_DECIMAL = 64;

    private final BinaryDecoder in;
    private final JsonGenerator out;
    private final ValueBudget budget = new ValueBudget();
    private final Utf8 text = new Utf8();

    AvroPayload(ByteBuffer payload, JsonGenerator out) {
        in = DecoderFactory.get().binaryDecoder(payload.array(), payload.position(), payload.remaining(), null);
        this.out = out;
    }

    /** Goes by one value of the schema. */
    void copy(Schema schema) throws IOException {
        if (schema.getType() == Schema.Type.UNION) {
            copy(schema.getTypes().get(in.readIndex()));
            return;
        }
        budget.take(1);
        switch (schema.getType()) {
            case RECORD -> copyRecord(schema.getFields());
            case ARRAY -> copyArray(schema.getElementType());
            case MAP -> copyMap(schema.getValueType());
            case INT -> out.writeNumber(millis(schema.getLogicalType(), in.readInt()));
            case LONG -> out.writeNumber(millis(schema.getLogicalType(), in.readLong()));
            case FLOAT -> JsonObjects.number(out, in.readFloat());
            case DOUBLE -> JsonObjects.number(out, in.readDouble());
            case BOOLEAN -> out.writeBoolean(in.readBoolean());
            case STRING -> out.writeString(in.readString(text).toString());
            case ENUM -> out.writeString(schema.getEnumSymbols().get(in.readEnum()));
            case BYTES -> copyBytes(schema);
            case FIXED -> copyFixed(schema);
            case NULL -> copyNull();
            case UNION -> throw new IllegalStateException("a union in a union");
        }
    }

    private void copyRecord(List<Schema.Field> fields) throws IOException {
        out.writeStartObject();
        for (Schema.Field field : fields) {
            out.writeFieldName(field.name());
            copy(field.schema());
        }
        out.writeEndObject();
    }

    private void copyArray(Schema elements) throws IOException {
        out.writeStartArray();
        for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                copy(elements);
            }
        }
        out.writeEndArray();
    }

    private void copyMap(Schema values) throws IOException {
        out.writeStartObject();
        for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
            for (long i = 0; i < count; i++) {
                out.writeFieldName(in.readString(text).toString());
                copy(values);
            }
        }
        out.writeEndObject();
    }

    private void copyNull() throws IOException {
        in.readNull();
        out.writeNull();
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

    private void copyBytes(Schema schema) throws IOException {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            ByteBuffer bytes = in.readBytes(null);
            writeDecimal(decimal, bytes.array());
        } else {
            in.skipBytes();
            out.writeNull();
        }
    }

    private void copyFixed(Schema schema) throws IOException {
        int size = schema.getFixedSize();
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal && size <= LONGEST_DECIMAL) {
            byte[] bytes = new byte[size];
            in.readFixed(bytes);
            writeDecimal(decimal, bytes);
        } else {
            in.skipFixed(size);
            out.writeNull();
        }
    }

    private void writeDecimal(LogicalTypes.Decimal decimal, byte[] bytes) throws IOException {
        if (bytes.length > LONGEST_DECIMAL) {
            throw new IOException("a decimal has " + bytes.length + " bytes, expected at most " + LONGEST_DECIMAL);
        }
        if (bytes.length == 0) {
            out.writeNull();
        } else {
            JsonObjects.number(out, new BigDecimal(new BigInteger(bytes), decimal.getScale()).doubleValue());
        }
    }
}
