package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WrappersProto;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Protobuf in a registry's frame: behind the schema's id the path to the message's type as zigzag numbers, first how many (0
 * for the file's first type alone), then the message.
 *
 * <p>Fields have the names that they have in the schema. A {@code google.protobuf.Timestamp} becomes milliseconds since
 * 1970; a field that knows no absence is there with its default. Schemas may import the well-known types Timestamp and
 * wrappers, and nothing else.
 */
public final class ProtobufFormat extends FramedFormat<FileDescriptor> {

    private static final long UINT32_BITS = 0xffff_ffffL;
    private static final FileDescriptor[] WELL_KNOWN = {
        Timestamp.getDescriptor().getFile(), WrappersProto.getDescriptor().getFile()
    };
    private static final int MOST_INDEXES = 64;
    private static final double NANOS_PER_MILLI = 1e6;

    public ProtobufFormat(Schemas schemas) {
        super("Protobuf", schemas);
    }

    @Override
    FileDescriptor parse(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return FileDescriptor.buildFrom(FileDescriptorProto.parseFrom(bytes), WELL_KNOWN);
        } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
            throw new IllegalArgumentException("no file that can be used alone", e);
        }
    }

    @Override
    void write(FileDescriptor file, ByteBuffer payload, JsonGenerator out) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(payload.array(), payload.position(), payload.remaining());
        Descriptor type = type(file, indexes(in));
        int path = in.getTotalBytesRead();
        new MessageSize()
                .take(
                        type,
                        CodedInputStream.newInstance(
                                payload.array(), payload.position() + path, payload.remaining() - path));
        Message message = DiscardUnknownFieldsParser.wrap(
                        DynamicMessage.getDefaultInstance(type).getParserForType())
                .parseFrom(in);
        write(message, out);
    }

    private static List<Integer> indexes(CodedInputStream in) throws IOException {
        int count = in.readSInt32();
        if (count < 0 || count > MOST_INDEXES) {
            throw new IOException("the path to its type has " + count + " steps");
        }
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            indexes.add(in.readSInt32());
        }
        return indexes.isEmpty() ? List.of(0) : indexes;
    }

    private static Descriptor type(FileDescriptor file, List<Integer> indexes) {
        Descriptor type = file.getMessageTypes().get(indexes.get(0));
        for (int index : indexes.subList(1, indexes.size())) {
            type = type.getNestedTypes().get(index);
        }
        return type;
    }

    private static void write(Message message, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated() || !field.hasPresence() || message.hasField(field)) {
                out.writeFieldName(field.getName());
                if (field.isRepeated()) {
                    writeAll(field, (List<?>) message.getField(field), out);
                } else {
                    write(field, message.getField(field), out);
                }
            }
        }
        out.writeEndObject();
    }

    private static void writeAll(FieldDescriptor field, List<?> values, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (Object value : values) {
            write(field, value, out);
        }
        out.writeEndArray();
    }

    private static void write(FieldDescriptor field, Object value, JsonGenerator out) throws IOException {
        switch (field.getJavaType()) {
            case INT, LONG -> writeInteger(field, ((Number) value).longValue(), out);
            case FLOAT, DOUBLE -> JsonObjects.number(out, ((Number) value).doubleValue());
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case STRING -> out.writeString((String) value);
            case ENUM -> out.writeString(((EnumValueDescriptor) value).getName());
            case BYTE_STRING -> out.writeString(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case MESSAGE -> writeMessage((Message) value, out);
        }
    }

    /** Java holds unsigned numbers as signed ones. */
    private static void writeInteger(FieldDescriptor field, long number, JsonGenerator out) throws IOException {
        switch (field.getType()) {
            case UINT32, FIXED32 -> out.writeNumber(number & UINT32_BITS);
            case UINT64, FIXED64 -> {
                if (number < 0) {
                    out.writeNumber(new BigInteger(Long.toUnsignedString(number)));
                } else {
                    out.writeNumber(number);
                }
            }
            default -> out.writeNumber(number);
        }
    }

    private static void writeMessage(Message message, JsonGenerator out) throws IOException {
        Descriptor type = message.getDescriptorForType();
        if (!type.getFullName().equals(Timestamp.getDescriptor().getFullName())) {
            write(message, out);
            return;
        }
        long seconds = (Long) message.getField(type.findFieldByName("seconds"));
        int nanos = (Integer) message.getField(type.findFieldByName("nanos"));
        out.writeNumber(seconds * 1_000 + (long) Math.floor(nanos / NANOS_PER_MILLI));
    }
}
