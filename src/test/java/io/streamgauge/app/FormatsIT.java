package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamgauge.config.HostPort;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.http.Health;
import io.streamgauge.metrics.ForecastLabels;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.stream.AuditHeaders;
import io.streamgauge.stream.Clicks;
import io.streamgauge.stream.Clicks.Amount;
import io.streamgauge.stream.DeadLetterHeaders;
import io.streamgauge.stream.RegistryServer;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Events of each format through a real broker, from the source to a forecast or a dead letter; Avro and Protobuf with a local
 * server that speaks a schema registry's API, and that is away for a while.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormatsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final int KNOWN = 7;
    private static final int UNKNOWN = 8;
    private static final int LATER = 9;
    private static final int MINUTES = 6;
    private static final int PER_MINUTE = 4;
    private static final double AMOUNT = 2.5;
    /** Requests in vain, by which the outage has hit what is running. */
    private static final int VAIN = 3;

    private StreamHarness harness;
    private RegistryServer registry;

    @TempDir
    Path folder;

    @BeforeAll
    void start(@TempDir Path dir) {
        harness = new StreamHarness(dir);
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    @BeforeEach
    void startRegistry() {
        registry = new RegistryServer();
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void shouldCountLinesOfCsvByTheKeyInThem() {
        sum(
                "csv",
                Map.of("format", "csv", "columns", "time,page,amount"),
                (time, page) -> StreamHarness.bytes(time + "," + page + "," + AMOUNT),
                "malformed_value");
    }

    @ParameterizedTest
    @EnumSource(Clicks.class)
    void shouldCountFramedEventsByTheKeyInThem(Clicks clicks) {
        registry.register(KNOWN, clicks.schema(Amount.NUMBER));
        sum(
                name(clicks),
                settings(clicks),
                (time, page) -> clicks.event(KNOWN, Amount.NUMBER, time, page, AMOUNT),
                "unknown_schema");
    }

    private static String name(Clicks clicks) {
        return clicks.name().toLowerCase(Locale.ROOT);
    }

    private Map<String, String> settings(Clicks clicks) {
        return Map.of("format", name(clicks), "registry.url", registry.url(), "targets", "/amount");
    }

    private void sum(
            String name, Map<String, String> settings, BiFunction<Long, String, byte[]> writer, String refusal) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of("key", "/page", "every", "1m", "as", "sum", "targets", "/amount", "grace", "0s"));
        TopologyConfig topology = harness.stream(name, all);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        byte[] wrong = Clicks.framed(UNKNOWN, new byte[] {1, 2, 3});
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
        int expected = 2 * (MINUTES - 1);
        try (ForecasterRuntime forecaster = forecaster(topology, ForecastMetrics.noop())) {
            forecaster.start();
            await(topology, expected, 1);
        }
        Map<String, Double> found = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : forecasts(topology)) {
            ForecastRecord forecast = forecast(record.value());
            assertThat(found.put(forecast.key() + "@" + (forecast.time() - BEGIN) / 60_000, forecast.y()))
                    .as("told once")
                    .isNull();
        }
        assertThat(found).hasSize(expected).containsKeys("a@0", "b@4");
        assertThat(found.values()).containsOnly(PER_MINUTE * AMOUNT);
        assertThat(letters(topology)).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(wrong);
            assertThat(reason(letter)).isEqualTo(refusal);
        });
    }

    /**
     * The registry is away at the start; then again when a new schema comes up, on one of two partitions, and while the
     * forecaster is stopped and started.
     */
    @ParameterizedTest
    @EnumSource(Clicks.class)
    void shouldAnswerEveryEventThoughTheRegistryIsAwayForAWhile(Clicks clicks) {
        TopologyConfig topology = harness.stream(name(clicks) + "-away", settings(clicks));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ForecastMetrics metrics = new ForecastMetrics(meters, ForecastLabels.none());
        registry.register(KNOWN, clicks.schema(Amount.NUMBER));
        registry.fail(503);
        send(topology, clicks, 0, KNOWN, KNOWN, UNKNOWN, KNOWN);
        send(topology, clicks, 1, KNOWN, KNOWN, KNOWN);
        try (ForecasterRuntime forecaster = forecaster(topology, metrics)) {
            forecaster.start();
            awaitVain(VAIN);
            assertWaiting(forecaster.health());
            assertThat(answered(topology)).as("answered without schemas").isEmpty();
            registry.recover();
            await(topology, 6, 1);
            assertThat(forecaster.health().details()).doesNotContainKey("events_wait");

            registry.fail(404);
            registry.register(LATER, clicks.schema(Amount.NUMBER));
            int vain = registry.failed();
            send(topology, clicks, 0, KNOWN, LATER, KNOWN);
            send(topology, clicks, 1, KNOWN, KNOWN);
            awaitVain(vain + VAIN);
            await(topology, 9, 1);
            assertWaiting(forecaster.health());
            assertThat(forecaster.figures().failedThreads()).isZero();
        }
        try (ForecasterRuntime forecaster = forecaster(topology, metrics)) {
            int vain = registry.failed();
            send(topology, clicks, 1, KNOWN);
            forecaster.start();
            awaitVain(vain + VAIN);
            assertThat(answered(topology)).as("that much and no more").hasSize(10);
            registry.recover();
            await(topology, 12, 1);
        }
        assertThat(answered(topology))
                .containsExactlyInAnyOrder(
                        "0@0", "0@1", "0@2", "0@3", "0@5", "0@6", "0@7", "1@0", "1@1", "1@2", "1@4", "1@5", "1@7");
        assertThat(letters(topology)).extracting(FormatsIT::reason).containsExactly("unknown_schema");
        assertThat(meters.get("streamgauge_schema_registry_failures_total")
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(3 * VAIN);
    }

    /** The producer changes the value to a text, then leaves it out, then goes back: no event is lost, none stops the others. */
    @ParameterizedTest
    @EnumSource(Clicks.class)
    void shouldRefuseTheEventsOfAnIncompatibleSchemaAndGoOn(Clicks clicks) {
        TopologyConfig topology = harness.stream(name(clicks) + "-changed", settings(clicks));
        registry.register(KNOWN, clicks.schema(Amount.NUMBER));
        registry.register(UNKNOWN, clicks.schema(Amount.TEXT));
        registry.register(LATER, clicks.schema(Amount.GONE));
        long time = System.currentTimeMillis();
        List<byte[]> events = List.of(
                clicks.event(KNOWN, Amount.NUMBER, time, "p", AMOUNT),
                clicks.event(UNKNOWN, Amount.TEXT, time + 1, "p", AMOUNT),
                clicks.event(LATER, Amount.GONE, time + 2, "p", AMOUNT),
                clicks.event(KNOWN, Amount.NUMBER, time + 3, "p", AMOUNT));
        harness.send(events.stream()
                .map(event -> new ProducerRecord<>(topology.source().topic(), 0, StreamHarness.bytes("key"), event))
                .toList());
        try (ForecasterRuntime forecaster = forecaster(topology, ForecastMetrics.noop())) {
            forecaster.start();
            await(topology, 2, 2);
        }
        assertThat(answered(topology)).containsExactlyInAnyOrder("0@0", "0@1", "0@2", "0@3");
        assertThat(letters(topology)).extracting(FormatsIT::reason).containsExactly("not_numeric", "missing_value");
        assertThat(letters(topology)).extracting(ConsumerRecord::value).containsExactly(events.get(1), events.get(2));
    }

    private void awaitVain(int requests) {
        Awaitility.await().atMost(PATIENCE).until(() -> registry.failed() >= requests);
    }

    private static void assertWaiting(Health health) {
        assertThat(health.healthy()).isTrue();
        assertThat(health.state()).isEqualTo("RUNNING");
        assertThat(health.details().get("events_wait")).contains("schema registry at http://127.0.0.1");
    }

    /** Sends events of these schemas to a partition, in one transaction, whose end takes an offset. */
    private void send(TopologyConfig topology, Clicks clicks, int partition, int... ids) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        long time = System.currentTimeMillis();
        for (int id : ids) {
            records.add(new ProducerRecord<>(
                    topology.source().topic(),
                    partition,
                    StreamHarness.bytes("key" + partition),
                    clicks.event(id, Amount.NUMBER, ++time, "p", AMOUNT)));
        }
        harness.send(records);
    }

    private ForecasterRuntime forecaster(TopologyConfig topology, ForecastMetrics metrics) {
        return new ForecasterRuntime(
                topology,
                harness.runtime(folder.resolve(topology.name())),
                new HostPort("127.0.0.1", 1),
                0,
                metrics,
                model -> {});
    }

    private void await(TopologyConfig topology, int forecasts, int letters) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            assertThat(forecasts(topology)).hasSizeGreaterThanOrEqualTo(forecasts);
            assertThat(letters(topology)).hasSizeGreaterThanOrEqualTo(letters);
        });
    }

    private List<ConsumerRecord<byte[], byte[]>> forecasts(TopologyConfig topology) {
        return harness.read(topology.topicNames().forecasts());
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(TopologyConfig topology) {
        return harness.read(topology.topicNames().deadLetters());
    }

    /** Every event that has a forecast or a dead letter, as often as it has, as {@code PARTITION@OFFSET}. */
    private List<String> answered(TopologyConfig topology) {
        List<String> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> forecast : forecasts(topology)) {
            ByteBuffer source = ByteBuffer.wrap(
                    forecast.headers().lastHeader(AuditHeaders.SOURCE).value());
            events.add(source.getInt() + "@" + source.getLong());
        }
        letters(topology)
                .forEach(letter -> events.add(
                        header(letter, DeadLetterHeaders.PARTITION) + "@" + header(letter, DeadLetterHeaders.OFFSET)));
        return events;
    }

    private static String reason(ConsumerRecord<byte[], byte[]> letter) {
        return header(letter, DeadLetterHeaders.REASON);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return StreamHarness.text(letter.headers().lastHeader(name).value());
    }

    private static ForecastRecord forecast(byte[] value) {
        try {
            return ForecastReader.read(value);
        } catch (WireFormatException e) {
            throw new AssertionError(e);
        }
    }
}
