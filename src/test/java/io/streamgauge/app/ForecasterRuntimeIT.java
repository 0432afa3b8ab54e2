package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.config.HostPort;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.signal.Measurement;
import io.streamgauge.stream.AuditHeaders;
import io.streamgauge.stream.DeadLetterHeaders;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The forecaster on a real broker: what a stop, a lost folder and a first start leave and do not leave behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForecasterRuntimeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int KEYS = 4;
    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final double OUTLIER = 1e6;

    private StreamHarness harness;

    @TempDir
    Path folder;

    @BeforeAll
    void startBroker(@TempDir Path dir) {
        harness = broker(dir);
    }

    /** The broker that the suite runs on: embedded, and so everywhere. */
    StreamHarness broker(Path dir) {
        return new StreamHarness(dir);
    }

    @AfterAll
    void stopBroker() {
        harness.close();
    }

    @Test
    void shouldGoOnWithGenerationAndStateAfterACleanStop() throws Exception {
        TopologyConfig topology = harness.stream("restarted", Map.of());
        harness.send(events(topology, 0, 100));
        harness.send(weights(topology, 3, 2));
        harness.sendInVain(weights(topology, 9, 8));
        try (ForecasterRuntime forecaster = start(topology, folder)) {
            awaitForecasts(topology, 100);
        }
        harness.send(events(topology, 100, 200));
        try (ForecasterRuntime forecaster = start(topology, folder)) {
            assertThat(forecaster.models().current().generation())
                    .as("read from the weights topic again before the first event, aborted ones left out")
                    .isEqualTo(3);
            awaitForecasts(topology, 200);
            harness.send(weights(topology, 4, 3));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> forecaster.models().current().generation() == 4);
            harness.send(events(topology, 200, 240));
            awaitForecasts(topology, 240);
        }
        List<ConsumerRecord<byte[], byte[]>> forecasts = forecasts(topology);
        assertThat(forecasts).hasSize(240);
        assertEveryKeyCountsUp(forecasts);
        for (int partition = 0; partition < 2; partition++) {
            assertThat(generations(forecasts, partition))
                    .isSorted()
                    .containsOnly(3L, 4L)
                    .contains(3L, 4L);
        }
    }

    @Test
    void shouldRestoreStateFromTheChangelogWhereTheFolderIsGone() throws Exception {
        TopologyConfig topology = harness.stream("restored", Map.of());
        harness.send(weights(topology, 1, 1));
        harness.send(events(topology, 0, 100));
        try (ForecasterRuntime forecaster = start(topology, folder.resolve("first"))) {
            awaitForecasts(topology, 100);
        }
        delete(folder.resolve("first"));
        harness.send(events(topology, 100, 160));
        try (ForecasterRuntime forecaster = start(topology, folder.resolve("second"))) {
            awaitForecasts(topology, 160);
        }
        assertEveryKeyCountsUp(forecasts(topology));
        assertThat(states(topology))
                .as("states by key and count, as the core alone makes them")
                .isEqualTo(statesOfTheCore(topology, 160));
    }

    @Test
    void shouldBeginWithTheNextEventWhereAFirstStartIsLatest() throws Exception {
        TopologyConfig topology = harness.stream("latest", Map.of("start", "latest"));
        harness.send(events(topology, 0, 40));
        try (ForecasterRuntime forecaster = start(topology, folder)) {
            harness.send(events(topology, 40, 60));
            awaitForecasts(topology, 20);
        }
        harness.send(events(topology, 60, 80));
        try (ForecasterRuntime forecaster = start(topology, folder)) {
            awaitForecasts(topology, 40);
        }
        assertThat(records(topology)).allSatisfy(forecast -> {
            assertThat(forecast.time()).isGreaterThanOrEqualTo(time(40));
            assertThat(forecast.reason()).isNotEqualTo("backfill");
        });
    }

    @Test
    void shouldBeginWithTheFirstEventAtATimestamp() throws Exception {
        TopologyConfig topology = harness.stream("timed", Map.of("start", "2024-06-01T00:00:00Z"));
        long at = Instant.parse("2024-06-01T00:00:00Z").toEpochMilli();
        harness.send(stamped(events(topology, 0, 20), at - 1));
        harness.send(stamped(events(topology, 20, 40), at));
        try (ForecasterRuntime forecaster = start(topology, folder)) {
            awaitForecasts(topology, 20);
        }
        assertThat(records(topology)).hasSize(20).allSatisfy(forecast -> {
            assertThat(forecast.time()).isGreaterThanOrEqualTo(time(20));
            assertThat(forecast.reason()).isEqualTo("backfill");
        });
    }

    @Test
    void shouldLearnWithoutAlertsFromWhatLiesBeforeTheFirstStart() throws Exception {
        TopologyConfig topology =
                harness.stream("backfilled", Map.of("anomaly.warm-up", "20", "anomaly.alarms-per-month", "1000"));
        List<ProducerRecord<byte[], byte[]>> past = events(topology, 0, 200);
        past.add(event(topology, "k0", time(200), OUTLIER));
        harness.send(past);
        try (ForecasterRuntime forecaster = start(topology, folder)) {
            awaitForecasts(topology, 201);
            assertThat(records(topology)).extracting(ForecastRecord::reason).containsOnly("backfill");
            assertThat(harness.read(topology.topicNames().anomalies())).isEmpty();
        }
        harness.send(List.of(event(topology, "k1", time(201), OUTLIER)));
        try (ForecasterRuntime forecaster = start(topology, folder)) {
            awaitForecasts(topology, 202);
        }
        assertThat(harness.read(topology.topicNames().anomalies()))
                .as("what arrived while it was down is no past of the first start")
                .singleElement()
                .satisfies(episode -> assertThat(StreamHarness.text(episode.value()))
                        .contains("\"change\":\"opened\"")
                        .contains("\"key\":\"k1\""));
    }

    @Test
    void shouldSurviveEventsThatCannotBeWrittenAsTheyCame() throws Exception {
        TopologyConfig topology = TopologyConfig.load(null, Map.of("name", "poisoned", "network.hidden", "4"));
        String topic = topology.source().topic();
        try (TopicAdmin admin = new TopicAdmin(harness.client())) {
            admin.createMissing(List.of(new TopicSpec(
                    topic,
                    1,
                    (short) 1,
                    Map.of("max.message.bytes", "33554432", "message.timestamp.after.max.ms", "9223372036854775807"))));
            admin.createMissing(StreamTopics.of(topology, 1));
        }
        byte[] large = new byte[2 << 20];
        byte[] tooLarge = new byte[20 << 20];
        long farAhead = Instant.parse("2150-01-01T00:00:00Z").toEpochMilli();
        ProducerRecord<byte[], byte[]> good = event(topology, "k", BEGIN, 1);
        harness.send(List.of(
                new ProducerRecord<>(topic, StreamHarness.bytes("k"), large),
                new ProducerRecord<>(topic, StreamHarness.bytes("k"), tooLarge),
                new ProducerRecord<>(topic, 0, farAhead, good.key(), good.value())));
        try (ForecasterRuntime forecaster = start(topology, folder)) {
            awaitForecasts(topology, 1);
            forecaster.requireHealthy();
        }
        List<ConsumerRecord<byte[], byte[]>> letters =
                harness.read(topology.topicNames().deadLetters());
        assertThat(letters).hasSize(2);
        assertThat(letters.get(0).value()).isEqualTo(large);
        assertThat(letters.get(1).value()).hasSizeLessThan(tooLarge.length);
        assertThat(StreamHarness.text(letters.get(1)
                        .headers()
                        .lastHeader(DeadLetterHeaders.CUT)
                        .value()))
                .isEqualTo("1 " + tooLarge.length);
    }

    @Test
    void shouldRefuseAStateThatNoChangelogTakes() {
        TopologyConfig topology =
                harness.stream("huge", Map.of("network.hidden", "1024", "network.layers", "8", "windows.steps", "512"));
        assertThatThrownBy(() -> start(topology, folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("network.hidden")
                .hasMessageContaining("expected at most 900000");
    }

    private ForecasterRuntime start(TopologyConfig topology, Path state) {
        ForecasterRuntime forecaster = new ForecasterRuntime(
                topology, harness.runtime(state), new HostPort("127.0.0.1", 1), 0, ForecastMetrics.noop(), model -> {});
        forecaster.start();
        forecaster.awaitRunning(PATIENCE);
        return forecaster;
    }

    private void awaitForecasts(TopologyConfig topology, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> forecasts(topology).size() >= count);
        assertThat(forecasts(topology)).hasSize(count);
    }

    private List<ConsumerRecord<byte[], byte[]>> forecasts(TopologyConfig topology) {
        return harness.read(topology.topicNames().forecasts());
    }

    private List<ForecastRecord> records(TopologyConfig topology) throws WireFormatException {
        List<ForecastRecord> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> forecast : forecasts(topology)) {
            records.add(ForecastReader.read(forecast.value()));
        }
        return records;
    }

    private static void assertEveryKeyCountsUp(List<ConsumerRecord<byte[], byte[]>> forecasts) {
        Map<String, Long> counts = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> forecast : forecasts) {
            String key = StreamHarness.text(forecast.key());
            assertThat(header(forecast, AuditHeaders.COUNT).getLong())
                    .as("count of %s", key)
                    .isEqualTo(counts.merge(key, 1L, Long::sum));
        }
        assertThat(counts).hasSize(KEYS);
    }

    private static List<Long> generations(List<ConsumerRecord<byte[], byte[]>> forecasts, int partition) {
        return forecasts.stream()
                .filter(forecast -> forecast.partition() == partition)
                .map(forecast -> header(forecast, AuditHeaders.GENERATION).getLong())
                .toList();
    }

    /** Checksum of the state after every event, by key and count. */
    private Map<String, Integer> states(TopologyConfig topology) {
        Map<String, Integer> states = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> forecast : forecasts(topology)) {
            String key = StreamHarness.text(forecast.key());
            states.put(
                    key + " " + header(forecast, AuditHeaders.COUNT).getLong(),
                    header(forecast, AuditHeaders.STATE).getInt());
        }
        return states;
    }

    private static Map<String, Integer> statesOfTheCore(TopologyConfig topology, int events) {
        ForecasterSpec spec = Wiring.forecaster(topology);
        ModelSnapshot model = new ModelSnapshot(
                1, 1, new RecurrentNetwork(spec.network(), Initializer.initialize(spec.network(), 1)));
        SeriesMonitor monitor = Wiring.monitor(topology);
        SeriesForecaster.Workspace workspace = new SeriesForecaster.Workspace(spec);
        Forecast forecast = new Forecast(spec);
        AnomalyResult anomaly = new AnomalyResult();
        StateCodec codec = new StateCodec(spec);
        Map<String, KeyState> states = new HashMap<>();
        Map<String, Integer> checksums = new HashMap<>();
        for (int i = 0; i < events; i++) {
            String key = "k" + i % KEYS;
            KeyState state = states.computeIfAbsent(key, first -> KeyState.fresh(spec));
            monitor.step(state, Measurement.of(time(i), value(i)), model, true, workspace, forecast, anomaly);
            checksums.put(key + " " + state.series().count(), StateCodec.checksumOf(codec.encode(state)));
        }
        return checksums;
    }

    private static ByteBuffer header(ConsumerRecord<byte[], byte[]> record, String name) {
        return ByteBuffer.wrap(record.headers().lastHeader(name).value());
    }

    /** A version of the weights and the pointer to it. */
    private static List<ProducerRecord<byte[], byte[]>> weights(
            TopologyConfig topology, long generation, long version) {
        NetworkSpec spec = Wiring.forecaster(topology).network();
        byte[] weights = new WeightsRecord(
                        new ModelInfo(generation, version, 1, 1, 1, 1, 1, 1, 1),
                        Initializer.initialize(spec, version),
                        ModelTask.of(Wiring.forecaster(topology)))
                .encode();
        String topic = topology.topicNames().weights();
        return List.of(
                new ProducerRecord<>(topic, StreamHarness.bytes(WeightsRecord.key("m", version)), weights),
                new ProducerRecord<>(
                        topic,
                        StreamHarness.bytes(WeightsRecord.championKey("m")),
                        new ChampionPointer(generation, version, WeightsRecord.sha256(weights)).encode()));
    }

    /** Events number {@code from} to {@code to}: a few keys in turn, a calm wave with noise. */
    private static List<ProducerRecord<byte[], byte[]>> events(TopologyConfig topology, int from, int to) {
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            events.add(event(topology, "k" + i % KEYS, time(i), value(i)));
        }
        return events;
    }

    private static double value(int number) {
        return 10 + Math.sin(number / 10.0) + new Random(number).nextDouble();
    }

    private static long time(int number) {
        return BEGIN + number * MINUTE;
    }

    private static ProducerRecord<byte[], byte[]> event(TopologyConfig topology, String key, long time, double value) {
        return new ProducerRecord<>(
                topology.source().topic(),
                StreamHarness.bytes(key),
                new EventWriter("/time", "/value").write(time, value));
    }

    private static List<ProducerRecord<byte[], byte[]>> stamped(
            List<ProducerRecord<byte[], byte[]>> records, long timestamp) {
        return records.stream()
                .map(record -> new ProducerRecord<>(record.topic(), null, timestamp, record.key(), record.value()))
                .toList();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
