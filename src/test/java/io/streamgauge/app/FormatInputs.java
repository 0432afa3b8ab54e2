package io.streamgauge.app;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import io.streamgauge.wire.format.AvroFormat;
import io.streamgauge.wire.format.CsvFormat;
import io.streamgauge.wire.format.EventFormat;
import io.streamgauge.wire.format.ProtobufFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Formats with a schema of every kind of field that they know, and a whole event of each. */
final class FormatInputs {

    private static final String AVRO = """
            {"type":"record","name":"Node","fields":[
              {"name":"time","type":{"type":"long","logicalType":"timestamp-micros"}},
              {"name":"day","type":{"type":"int","logicalType":"date"}},
              {"name":"value","type":["null","double","float","string"]},
              {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
              {"name":"raw","type":"bytes"},
              {"name":"hash","type":{"type":"fixed","name":"Hash","size":4}},
              {"name":"ok","type":"boolean"},
              {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A","B"]}},
              {"name":"samples","type":{"type":"array","items":"float"}},
              {"name":"nothing","type":{"type":"array","items":"null"}},
              {"name":"tags","type":{"type":"map","values":["null","string"]}},
              {"name":"next","type":{"type":"array","items":"Node"}}]}
            """;

    private static final FileDescriptorProto PROTOBUF = FileDescriptorProto.newBuilder()
            .setName("node.proto")
            .setSyntax("proto3")
            .addDependency("google/protobuf/timestamp.proto")
            .addEnumType(EnumDescriptorProto.newBuilder()
                    .setName("Kind")
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("A").setNumber(0))
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("B").setNumber(1)))
            .addMessageType(DescriptorProto.newBuilder()
                    .setName("Node")
                    .addField(field("time", 1, Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Timestamp"))
                    .addField(field("value", 2, Type.TYPE_DOUBLE))
                    .addField(field("name", 3, Type.TYPE_STRING))
                    .addField(field("raw", 4, Type.TYPE_BYTES))
                    .addField(field("kinds", 5, Type.TYPE_ENUM)
                            .setTypeName(".Kind")
                            .setLabel(Label.LABEL_REPEATED))
                    .addField(field("counts", 6, Type.TYPE_UINT64).setLabel(Label.LABEL_REPEATED))
                    .addField(field("samples", 7, Type.TYPE_FLOAT).setLabel(Label.LABEL_REPEATED))
                    .addField(field("names", 8, Type.TYPE_STRING).setLabel(Label.LABEL_REPEATED))
                    .addField(field("next", 9, Type.TYPE_MESSAGE)
                            .setTypeName(".Node")
                            .setLabel(Label.LABEL_REPEATED)))
            .build();

    private static final int SCHEMA = 1;

    private FormatInputs() {}

    private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL);
    }

    /** By its name in a topology file; every schema's id is that of the one schema. */
    static EventFormat format(String name) {
        return switch (name) {
            case "csv" -> new CsvFormat(List.of("time", "value", "name"));
            case "avro" -> new AvroFormat(id -> AVRO);
            case "protobuf" -> new ProtobufFormat(id -> Base64.getEncoder().encodeToString(PROTOBUF.toByteArray()));
            default -> throw new IllegalArgumentException(name);
        };
    }

    static byte[] avro() {
        Schema schema = new Schema.Parser().parse(AVRO);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<>(schema).write(node(schema, List.of(node(schema, List.of()))), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return framed(out.toByteArray());
    }

    private static GenericRecord node(Schema schema, List<GenericRecord> next) {
        return new GenericRecordBuilder(schema)
                .set("time", 1_704_067_200_123_456L)
                .set("day", 19_723)
                .set("value", 2.5)
                .set("price", ByteBuffer.wrap(new byte[] {7, 1}))
                .set("raw", ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .set("hash", new GenericData.Fixed(schema.getField("hash").schema(), new byte[] {1, 2, 3, 4}))
                .set("ok", true)
                .set("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "B"))
                .set("samples", List.of(1f, .1f))
                .set("nothing", List.of())
                .set("tags", Map.of("site", "north"))
                .set("next", next)
                .build();
    }

    static byte[] protobuf() {
        try {
            FileDescriptor file = FileDescriptor.buildFrom(
                    PROTOBUF, new FileDescriptor[] {Timestamp.getDescriptor().getFile()});
            byte[] node = message(file, List.of(message(file, List.of()))).toByteArray();
            return framed(
                    ByteBuffer.allocate(1 + node.length).put((byte) 0).put(node).array());
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DynamicMessage message(FileDescriptor file, List<DynamicMessage> next) {
        Descriptor type = file.findMessageTypeByName("Node");
        return DynamicMessage.newBuilder(type)
                .setField(
                        type.findFieldByName("time"),
                        Timestamp.newBuilder().setSeconds(1_704_067_200).build())
                .setField(type.findFieldByName("value"), 2.5)
                .setField(type.findFieldByName("name"), "north")
                .setField(
                        type.findFieldByName("kinds"),
                        List.of(file.findEnumTypeByName("Kind").findValueByName("B")))
                .setField(type.findFieldByName("counts"), List.of(3L, -1L))
                .setField(type.findFieldByName("samples"), List.of(1f, .1f))
                .setField(type.findFieldByName("names"), List.of("x", "y"))
                .setField(type.findFieldByName("next"), next)
                .build();
    }

    private static byte[] framed(byte[] payload) {
        return ByteBuffer.allocate(1 + Integer.BYTES + payload.length)
                .put((byte) 0)
                .putInt(SCHEMA)
                .put(payload)
                .array();
    }
}
