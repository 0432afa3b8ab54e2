package io.streamgauge.stream;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Events {@code {time, page, amount}} as other libraries write them, by schemas in which the amount is this or that. */
public enum Clicks {
    AVRO {
        @Override
        public String schema(Amount amount) {
            String field = switch (amount) {
                case NUMBER -> ",{\"name\":\"amount\",\"type\":\"double\"}";
                case TEXT -> ",{\"name\":\"amount\",\"type\":\"string\"}";
                case GONE -> "";
            };
            return "{\"type\":\"record\",\"name\":\"Click\",\"fields\":["
                    + "{\"name\":\"time\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}},"
                    + "{\"name\":\"page\",\"type\":\"string\"}" + field + "]}";
        }

        @Override
        byte[] payload(Amount amount, long time, String page, double value) throws IOException {
            Schema schema = new Schema.Parser().parse(schema(amount));
            GenericRecord click = new GenericData.Record(schema);
            click.put("time", time);
            click.put("page", page);
            if (amount != Amount.GONE) {
                click.put("amount", amount == Amount.NUMBER ? (Object) value : Double.toString(value));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(schema).write(click, encoder);
            encoder.flush();
            return out.toByteArray();
        }
    },
    PROTOBUF {
        @Override
        public String schema(Amount amount) {
            return Base64.getEncoder().encodeToString(file(amount).toByteArray());
        }

        @Override
        byte[] payload(Amount amount, long time, String page, double value) throws IOException {
            Descriptor click = click(amount);
            DynamicMessage.Builder message = DynamicMessage.newBuilder(click)
                    .setField(click.findFieldByName("time"), time)
                    .setField(click.findFieldByName("page"), page);
            if (amount != Amount.GONE) {
                FieldDescriptor field = click.findFieldByName("amount");
                message.setField(field, amount == Amount.NUMBER ? (Object) value : Double.toString(value));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0);
            message.build().writeTo(out);
            return out.toByteArray();
        }
    };

    /** What a schema says of the amount. */
    public enum Amount {
        NUMBER,
        TEXT,
        GONE
    }

    /** The schema as a registry gives it, in one line. */
    public abstract String schema(Amount amount);

    abstract byte[] payload(Amount amount, long time, String page, double value) throws IOException;

    /** An event in a registry's frame. */
    public byte[] event(int id, Amount amount, long time, String page, double value) {
        try {
            return framed(id, payload(amount, time, page, value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] framed(int id, byte[] payload) {
        return ByteBuffer.allocate(1 + Integer.BYTES + payload.length)
                .put((byte) 0)
                .putInt(id)
                .put(payload)
                .array();
    }

    private static FileDescriptorProto file(Amount amount) {
        DescriptorProto.Builder click = DescriptorProto.newBuilder()
                .setName("Click")
                .addField(field("time", 1, FieldDescriptorProto.Type.TYPE_INT64))
                .addField(field("page", 2, FieldDescriptorProto.Type.TYPE_STRING));
        switch (amount) {
            case NUMBER -> click.addField(field("amount", 3, FieldDescriptorProto.Type.TYPE_DOUBLE));
            case TEXT -> click.addField(field("amount", 3, FieldDescriptorProto.Type.TYPE_STRING));
            case GONE -> {}
        }
        return FileDescriptorProto.newBuilder()
                .setName("click.proto")
                .setSyntax("proto3")
                .addMessageType(click)
                .build();
    }

    private static FieldDescriptorProto field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
    }

    private static Descriptor click(Amount amount) {
        try {
            return FileDescriptor.buildFrom(file(amount), new FileDescriptor[0]).findMessageTypeByName("Click");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }
}
