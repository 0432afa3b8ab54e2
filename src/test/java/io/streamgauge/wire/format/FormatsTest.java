package io.streamgauge.wire.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

    private static final long TIME = 1_704_067_200_123L;
    private static final int DAMAGES = 3_000;
    private static final int DEPTH = 500_000;

    private static final String AVRO = """
            {"type":"record","name":"Click","fields":[
              {"name":"time","type":{"type":"long","logicalType":"timestamp-micros"}},
              {"name":"user","type":{"type":"record","name":"User","fields":[{"name":"id","type":"string"}]}},
              {"name":"amount","type":["null","double"]},
              {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
              {"name":"ok","type":"boolean"},
              {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A","B"]}},
              {"name":"tags","type":{"type":"array","items":"string"}}]}
            """;

    private static Schemas only(String text) {
        return id -> {
            if (id != 7) {
                throw new RejectedEventException(Rejection.UNKNOWN_SCHEMA, "schema " + id);
            }
            return text;
        };
    }

    private static String json(EventFormat format, byte[] value) throws RejectedEventException {
        byte[] json = format.json(value);
        return json == null ? "null" : new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] frame(int id, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(id)
                .put(payload)
                .array();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            2024-01-01T00:00:00Z,u1,2.50    ; {"time":"2024-01-01T00:00:00Z","user":"u1","amount":2.50}
            1704067200, "a,b" ,             ; {"time":1704067200,"user":"a,b"}
            1704067200,007,true             ; {"time":1704067200,"user":"007","amount":true}
            """)
    void shouldReadALineOfCells(String line, String expected) throws RejectedEventException {
        EventFormat csv = new CsvFormat(List.of("time", "user", "amount"));
        assertThat(json(csv, line.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            1,2        ; line has 2 cells, expected 3
            1,2,3,4    ; line has 4 cells, expected 3
            1,"2,3     ; event is no line of CSV
            """)
    void shouldRefuseALineOfOtherCells(String line, String expected) {
        EventFormat csv = new CsvFormat(List.of("time", "user", "amount"));
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> csv.json(line.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining(expected)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.MALFORMED_VALUE));
    }

    private static byte[] avro() throws IOException {
        Schema schema = new Schema.Parser().parse(AVRO);
        GenericRecord user = new GenericData.Record(schema.getField("user").schema());
        user.put("id", "u1");
        GenericRecord click = new GenericData.Record(schema);
        click.put("time", TIME * 1_000 + 999);
        click.put("user", user);
        click.put("amount", 2.5);
        click.put("price", ByteBuffer.wrap(BigInteger.valueOf(1_999).toByteArray()));
        click.put("ok", true);
        click.put("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "B"));
        click.put("tags", List.of("x", "y"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(click, encoder);
        encoder.flush();
        return frame(7, out.toByteArray());
    }

    @Test
    void shouldReadAvroByTheSchemaItWasWrittenWith() throws Exception {
        assertThat(json(new AvroFormat(only(AVRO)), avro()))
                .isEqualTo("{\"time\":" + TIME + ",\"user\":{\"id\":\"u1\"},\"amount\":2.5,\"price\":19.99,\"ok\":true,"
                        + "\"kind\":\"B\",\"tags\":[\"x\",\"y\"]}");
    }

    private static FieldDescriptorProto field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
    }

    /** Of proto3: {@code message Other {} message Click { message Item {...} Timestamp time; string user; double amount; ... }}. */
    private static final FileDescriptorProto FILE = FileDescriptorProto.newBuilder()
            .setName("click.proto")
            .setSyntax("proto3")
            .addDependency("google/protobuf/timestamp.proto")
            .addEnumType(EnumDescriptorProto.newBuilder()
                    .setName("Kind")
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("A").setNumber(0))
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("B").setNumber(1)))
            .addMessageType(DescriptorProto.newBuilder().setName("Other").addField(field("x", 1, Type.TYPE_INT64)))
            .addMessageType(DescriptorProto.newBuilder()
                    .setName("Click")
                    .addNestedType(
                            DescriptorProto.newBuilder().setName("Item").addField(field("n", 1, Type.TYPE_INT32)))
                    .addField(field("time", 1, Type.TYPE_MESSAGE).toBuilder().setTypeName(".google.protobuf.Timestamp"))
                    .addField(field("user", 2, Type.TYPE_STRING))
                    .addField(field("amount", 3, Type.TYPE_DOUBLE))
                    .addField(field("kind", 4, Type.TYPE_ENUM).toBuilder().setTypeName(".Kind"))
                    .addField(field("item", 5, Type.TYPE_MESSAGE).toBuilder().setTypeName(".Click.Item")))
            .build();

    private static final String SERIALIZED = Base64.getEncoder().encodeToString(FILE.toByteArray());

    private static byte[] protobuf(int... indexes) throws Exception {
        FileDescriptor file = FileDescriptor.buildFrom(
                FILE, new FileDescriptor[] {Timestamp.getDescriptor().getFile()});
        Descriptor click = file.findMessageTypeByName("Click");
        DynamicMessage message = DynamicMessage.newBuilder(click)
                .setField(
                        click.findFieldByName("time"),
                        Timestamp.newBuilder()
                                .setSeconds(TIME / 1_000)
                                .setNanos((int) (TIME % 1_000) * 1_000_000 + 999)
                                .build())
                .setField(click.findFieldByName("user"), "u1")
                .setField(
                        click.findFieldByName("kind"),
                        file.findEnumTypeByName("Kind").findValueByName("B"))
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int index : indexes) {
            out.write(index << 1);
        }
        out.write(message.toByteArray());
        return frame(7, out.toByteArray());
    }

    @Test
    void shouldReadProtobufOfTheTypeThatItsIndexesLeadTo() throws Exception {
        assertThat(json(new ProtobufFormat(only(SERIALIZED)), protobuf(1, 1)))
                .as("a field without presence is there, one with it is not")
                .isEqualTo("{\"time\":" + TIME + ",\"user\":\"u1\",\"amount\":0.0,\"kind\":\"B\"}");
    }

    @Test
    void shouldTakeTheFirstTypeForNoIndexes() throws Exception {
        byte[] value = frame(7, new byte[] {0, 8, 5});
        assertThat(json(new ProtobufFormat(only(SERIALIZED)), value)).isEqualTo("{\"x\":5}");
    }

    @Test
    void shouldSayWhatIsWrongWithAFrame() throws Exception {
        EventFormat avro = new AvroFormat(only(AVRO));
        Map<byte[], Rejection> wrong = Map.of(
                new byte[0],
                Rejection.MALFORMED_VALUE,
                new byte[] {0, 0, 0},
                Rejection.MALFORMED_VALUE,
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                Rejection.MALFORMED_VALUE,
                frame(8, new byte[3]),
                Rejection.UNKNOWN_SCHEMA,
                frame(7, new byte[3]),
                Rejection.MALFORMED_VALUE);
        wrong.forEach((value, reason) -> assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> avro.json(value))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason)));
        assertThat(avro.json(null)).isNull();
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> new AvroFormat(only("{\"type\":\"string\"}")).json(frame(7, new byte[3])))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.UNKNOWN_SCHEMA));
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> new ProtobufFormat(only(AVRO)).json(frame(7, new byte[3])))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.UNKNOWN_SCHEMA));
    }

    /** A count of elements or a depth that the bytes do not have costs nothing but the event. */
    @Test
    void shouldRefuseAvroThatClaimsMoreThanItHolds() {
        // 10^9 as a zigzag number, which is fewer than Avro itself refuses.
        byte[] manyElements = {(byte) 0x80, (byte) 0xa8, (byte) 0xd6, (byte) 0xb9, 7, 2, 'x'};
        assertMalformed(arrayOf("\"string\""), manyElements);
        String map = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":"
                + "{\"type\":\"map\",\"values\":\"null\"}}]}";
        assertMalformed(map, manyElements);
        String list = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"R\"]}]}";
        byte[] deep = new byte[DEPTH];
        Arrays.fill(deep, (byte) 2);
        deep[DEPTH - 1] = 0;
        assertMalformed(list, deep);
    }

    private static String arrayOf(String items) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":"
                + "{\"type\":\"array\",\"items\":" + items + "}}]}";
    }

    /** No count of them is more than the payload holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"null\"",
                "{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"n\",\"type\":\"null\"}]}",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":0}"
            })
    void shouldRefuseMoreElementsThanAnEventMayHave(String items) throws Exception {
        byte[] three = {6, 0};
        byte[] million = {(byte) 0x80, (byte) 0x89, 0x7a, 0};
        EventFormat avro = new AvroFormat(only(arrayOf(items)));
        assertThat(json(avro, frame(7, three))).startsWith("{\"a\":[");
        assertOversize(avro, million, "more than 10000 values");
    }

    @Test
    void shouldRefuseMoreJsonThanAnEventMayBe() {
        String name = "n".repeat(5_000);
        String items = "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"" + name + "\",\"type\":\"int\"}]}";
        byte[] elements = new byte[103];
        // 100 as a zigzag number.
        elements[0] = (byte) 0xc8;
        elements[1] = 1;
        assertOversize(new AvroFormat(only(arrayOf(items))), elements, "bytes as JSON");
    }

    /** Two bytes make a message within a message, and 10,000 values are fewer of them. */
    @Test
    void shouldRefuseMoreMessagesThanAnEventMayHave() {
        DescriptorProto node = DescriptorProto.newBuilder()
                .setName("Node")
                .addField(field("next", 1, Type.TYPE_MESSAGE).toBuilder()
                        .setTypeName(".Node")
                        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
                .build();
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("node.proto")
                .setSyntax("proto3")
                .addMessageType(node)
                .build();
        byte[] many = new byte[1 + 2 * 1_251];
        for (int i = 1; i < many.length; i += 2) {
            many[i] = 10;
        }
        assertOversize(
                new ProtobufFormat(only(Base64.getEncoder().encodeToString(file.toByteArray()))),
                many,
                "more than 10000 values");
    }

    private static void assertOversize(EventFormat format, byte[] payload, String expected) {
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> format.json(frame(7, payload)))
                .withMessageContaining(expected)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.OVERSIZE_EVENT));
    }

    @Test
    void shouldReadUnsignedNumbersOfProtobuf() throws Exception {
        FileDescriptorProto proto = FileDescriptorProto.newBuilder()
                .setName("counts.proto")
                .setSyntax("proto3")
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("Counts")
                        .addField(field("a", 1, Type.TYPE_UINT32))
                        .addField(field("b", 2, Type.TYPE_FIXED32))
                        .addField(field("c", 3, Type.TYPE_UINT64))
                        .addField(field("d", 4, Type.TYPE_FIXED64))
                        .addField(field("e", 5, Type.TYPE_INT32)))
                .build();
        Descriptor type = FileDescriptor.buildFrom(proto, new FileDescriptor[0]).findMessageTypeByName("Counts");
        DynamicMessage message = DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("a"), (int) 3_000_000_000L)
                .setField(type.findFieldByName("b"), -1)
                .setField(type.findFieldByName("c"), -1L)
                .setField(type.findFieldByName("d"), 7L)
                .setField(type.findFieldByName("e"), -5)
                .build();
        byte[] body = message.toByteArray();
        byte[] payload =
                ByteBuffer.allocate(1 + body.length).put((byte) 0).put(body).array();
        String serialized = Base64.getEncoder().encodeToString(proto.toByteArray());
        assertThat(json(new ProtobufFormat(only(serialized)), frame(7, payload)))
                .isEqualTo("{\"a\":3000000000,\"b\":4294967295,\"c\":18446744073709551615,\"d\":7,\"e\":-5}");
    }

    private static void assertMalformed(String schema, byte[] payload) {
        assertThatExceptionOfType(RejectedEventException.class)
                .isThrownBy(() -> new AvroFormat(only(schema)).json(frame(7, payload)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.MALFORMED_VALUE));
    }

    /** Seeded damage: whatever comes is JSON or a rejection, and nothing else is thrown. */
    @Test
    void shouldThrowNothingButRejectionsOnDamagedBytes() throws Exception {
        Random random = new Random(5);
        List<EventFormat> formats = List.of(new AvroFormat(only(AVRO)), new ProtobufFormat(only(SERIALIZED)));
        List<byte[]> whole = List.of(avro(), protobuf(1, 1));
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] value = whole.get(i % 2).clone();
            value = Arrays.copyOf(value, 5 + random.nextInt(value.length - 4));
            for (int j = random.nextInt(4); j > 0 && value.length > 5; j--) {
                value[5 + random.nextInt(value.length - 5)] = (byte) random.nextInt();
            }
            try {
                assertThat(formats.get(i % 2).json(value)).isNotEmpty();
            } catch (RejectedEventException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(DAMAGES / 4);
    }
}
