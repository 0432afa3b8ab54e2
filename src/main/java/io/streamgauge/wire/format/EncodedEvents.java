package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.streamgauge.wire.SourceEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Generated events, a time and a value, as the formats have them: what {@link EventFormat} reads, written. */
public final class EncodedEvents {

    private static final ObjectMapper JSON = new ObjectMapper();
    public static final String TIME = "time";
    public static final String VALUE = "value";

    private static final int AVRO_ID = 1;
    private static final int PROTOBUF_ID = 2;

    private static final String AVRO_SCHEMA = """
            {"type":"record","name":"Event","fields":[
              {"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"value","type":"double"}]}
            """;

    private static final FileDescriptorProto PROTOBUF_SCHEMA = FileDescriptorProto.newBuilder()
            .setName("event.proto")
            .setSyntax("proto3")
            .addMessageType(DescriptorProto.newBuilder()
                    .setName("Event")
                    .addField(field(TIME, 1, Type.TYPE_INT64))
                    .addField(field(VALUE, 2, Type.TYPE_DOUBLE)))
            .build();

    private EncodedEvents() {}

    private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL);
    }

    /** What a schema registry answers that is asked for the schema of an id, by the ids. */
    public static Map<Integer, byte[]> registryAnswers() {
        String protobuf = Base64.getEncoder().encodeToString(PROTOBUF_SCHEMA.toByteArray());
        return Map.of(AVRO_ID, answer(AVRO_SCHEMA), PROTOBUF_ID, answer(protobuf));
    }

    private static byte[] answer(String schema) {
        try {
            return JSON.writeValueAsBytes(Map.of("schema", schema));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text is always JSON", e);
        }
    }

    /** Writes lines of the cells {@value #TIME} and {@value #VALUE}. */
    public static Function<SourceEvent, byte[]> csv() {
        return event -> (event.time() + "," + event.value()).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes framed Avro; for one thread. */
    public static Function<SourceEvent, byte[]> avro() {
        Schema schema = new Schema.Parser().parse(AVRO_SCHEMA);
        GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(schema);
        return event -> {
            GenericRecord record = new GenericData.Record(schema);
            record.put(TIME, event.time());
            record.put(VALUE, event.value());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            try {
                writer.write(record, encoder);
                encoder.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return framed(AVRO_ID, new byte[0], out.toByteArray());
        };
    }

    /** Writes framed Protobuf; for one thread. */
    public static Function<SourceEvent, byte[]> protobuf() {
        Descriptor type;
        try {
            type = FileDescriptor.buildFrom(PROTOBUF_SCHEMA, new FileDescriptor[0])
                    .findMessageTypeByName("Event");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
        FieldDescriptor time = type.findFieldByName(TIME);
        FieldDescriptor value = type.findFieldByName(VALUE);
        // The first message of the schema: the list of indexes is one zero.
        return event -> framed(
                PROTOBUF_ID,
                new byte[1],
                DynamicMessage.newBuilder(type)
                        .setField(time, event.time())
                        .setField(value, event.value())
                        .build()
                        .toByteArray());
    }

    /** A zero, the schema's id, what else stands before the payload, the payload. */
    private static byte[] framed(int id, byte[] more, byte[] payload) {
        return ByteBuffer.allocate(1 + Integer.BYTES + more.length + payload.length)
                .put((byte) 0)
                .putInt(id)
                .put(more)
                .put(payload)
                .array();
    }
}
