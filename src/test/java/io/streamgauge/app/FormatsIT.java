package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.streamgauge.config.HostPort;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.stream.DeadLetterHeaders;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.WireFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of each format through a real broker, counted by the key that stands in them; Avro and Protobuf with a local server
 * that speaks a schema registry's API.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormatsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final int KNOWN = 7;
    private static final int UNKNOWN = 8;
    private static final int MINUTES = 6;
    private static final int PER_MINUTE = 4;

    private static final Schema AVRO = new Schema.Parser().parse("""
            {"type":"record","name":"Click","fields":[
              {"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"page","type":"string"},
              {"name":"amount","type":"double"}]}
            """);

    private static final FileDescriptorProto PROTOBUF = FileDescriptorProto.newBuilder()
            .setName("click.proto")
            .setSyntax("proto3")
            .addMessageType(DescriptorProto.newBuilder()
                    .setName("Click")
                    .addField(field("time", 1, FieldDescriptorProto.Type.TYPE_INT64))
                    .addField(field("page", 2, FieldDescriptorProto.Type.TYPE_STRING))
                    .addField(field("amount", 3, FieldDescriptorProto.Type.TYPE_DOUBLE)))
            .build();

    private StreamHarness harness;
    private RegistryServer registry;

    @TempDir
    Path folder;

    @BeforeAll
    void start(@TempDir Path dir) {
        harness = new StreamHarness(dir);
        registry = new RegistryServer();
    }

    @AfterAll
    void stop() {
        registry.close();
        harness.close();
    }

    private static FieldDescriptorProto field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
    }

    private static byte[] framed(int id, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) 0)
                .putInt(id)
                .put(payload)
                .array();
    }

    private static byte[] csv(long time, String page) {
        return StreamHarness.bytes(time + "," + page + ",2.5");
    }

    private static byte[] avro(long time, String page) {
        GenericRecord click = new GenericData.Record(AVRO);
        click.put("time", time);
        click.put("page", page);
        click.put("amount", 2.5);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(AVRO).write(click, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return framed(KNOWN, out.toByteArray());
    }

    private static byte[] protobuf(long time, String page) {
        try {
            Descriptor click =
                    FileDescriptor.buildFrom(PROTOBUF, new FileDescriptor[0]).findMessageTypeByName("Click");
            byte[] message = DynamicMessage.newBuilder(click)
                    .setField(click.findFieldByName("time"), time)
                    .setField(click.findFieldByName("page"), page)
                    .setField(click.findFieldByName("amount"), 2.5)
                    .build()
                    .toByteArray();
            return framed(
                    KNOWN,
                    ByteBuffer.allocate(1 + message.length)
                            .put((byte) 0)
                            .put(message)
                            .array());
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldCountLinesOfCsv() throws Exception {
        count("csv", Map.of("format", "csv", "columns", "time,page,amount"), FormatsIT::csv, () -> {});
    }

    @Test
    void shouldCountAvroAndWaitForTheRegistry() throws Exception {
        registry.register(KNOWN, AVRO.toString());
        registry.setDown(true);
        count("avro", Map.of("format", "avro", "registry.url", registry.url()), FormatsIT::avro, this::comeBack);
    }

    @Test
    void shouldCountProtobuf() throws Exception {
        registry.register(KNOWN, Base64.getEncoder().encodeToString(PROTOBUF.toByteArray()));
        count("protobuf", Map.of("format", "protobuf", "registry.url", registry.url()), FormatsIT::protobuf, () -> {});
    }

    /** Long enough that the task has begun anew at least once. */
    private void comeBack() {
        Awaitility.await().atMost(PATIENCE).until(() -> registry.refused() > 30);
        registry.setDown(false);
    }

    private void count(
            String name, Map<String, String> settings, BiFunction<Long, String, byte[]> writer, Runnable meanwhile)
            throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of("key", "/page", "every", "1m", "as", "sum", "targets", "/amount", "grace", "0s"));
        TopologyConfig topology = harness.stream(name, all);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        byte[] wrong = framed(UNKNOWN, new byte[] {1, 2, 3});
        for (int minute = 0; minute < MINUTES; minute++) {
            for (int i = 0; i < PER_MINUTE; i++) {
                long time = BEGIN + minute * 60_000L + i * 1_000L;
                for (String page : List.of("a", "b")) {

                    records.add(new ProducerRecord<>(name, 0, null, writer.apply(time, page)));
                }
            }
        }
        records.add(5, new ProducerRecord<>(name, 0, null, wrong));
        harness.send(records);
        try (ForecasterRuntime forecaster = new ForecasterRuntime(
                topology,
                harness.runtime(folder.resolve(name)),
                new HostPort("127.0.0.1", 1),
                0,
                ForecastMetrics.noop(),
                model -> {})) {
            forecaster.start();
            meanwhile.run();
            int expected = 2 * (MINUTES - 1);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> harness.read(topology.topicNames().forecasts()).size() >= expected);
        }
        Map<String, Double> found = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                harness.read(topology.topicNames().forecasts())) {
            ForecastRecord forecast = forecast(record.value());
            assertThat(found.put(forecast.key() + "@" + (forecast.time() - BEGIN) / 60_000, forecast.y()))
                    .as("told once")
                    .isNull();
        }
        assertThat(found).hasSize(2 * (MINUTES - 1)).containsKeys("a@0", "b@4");
        assertThat(found.values()).containsOnly(PER_MINUTE * 2.5);
        List<ConsumerRecord<byte[], byte[]>> letters =
                harness.read(topology.topicNames().deadLetters());
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(wrong);
            assertThat(StreamHarness.text(letter.headers()
                            .lastHeader(DeadLetterHeaders.REASON)
                            .value()))
                    .isEqualTo(name.equals("csv") ? "malformed_value" : "unknown_schema");
        });
    }

    private static ForecastRecord forecast(byte[] value) {
        try {
            return ForecastReader.read(value);
        } catch (WireFormatException e) {
            throw new AssertionError(e);
        }
    }
}
