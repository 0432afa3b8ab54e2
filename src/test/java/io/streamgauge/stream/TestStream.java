package io.streamgauge.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamgauge.anomaly.AlertRuleSet;
import io.streamgauge.anomaly.AnomalySettings;
import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.config.TopicNames;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.Outcome;
import io.streamgauge.forecast.PointHead;
import io.streamgauge.forecast.TargetKind;
import io.streamgauge.metrics.ForecastLabels;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.signal.Bounds;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A small stream without a broker: the topology in Kafka's test driver, with a clock that stands still. */
final class TestStream implements AutoCloseable {

    static final long NOW = Instant.parse("2024-03-01T00:00:00Z").toEpochMilli();
    static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    static final long MINUTE = 60_000;

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final TopologyConfig config;
    final ForecasterSpec spec;
    final ModelHolder models;
    final TopologyTestDriver driver;
    private final TopicNames topics;
    private final Path folder;
    private final List<TestRecord<byte[], byte[]>> letters = new ArrayList<>();

    TestStream() {
        this(Map.of(), Map.of());
    }

    /**
     * @param more settings beside the small ones of every test
     * @param endAtStart see {@link ForecastServices}
     */
    TestStream(Map<String, String> more, Map<Integer, Long> endAtStart) {
        this(more, endAtStart, null);
    }

    TestStream(Map<String, String> more, Map<Integer, Long> endAtStart, @Nullable RocksDbMemory memory) {
        this(more, endAtStart, memory, new CacheRoom(1 << 20));
    }

    /** A stream with so much room for decoded keys. */
    TestStream(Map<String, String> more, CacheRoom room) {
        this(more, Map.of(), null, room);
    }

    private TestStream(
            Map<String, String> more, Map<Integer, Long> endAtStart, @Nullable RocksDbMemory memory, CacheRoom room) {
        config = TopologyConfig.load(null, settings(more));
        topics = config.topicNames();
        spec = spec(config);
        ForecastMetrics metrics = new ForecastMetrics(
                registry,
                new ForecastLabels(
                        Rejection.IDS, ModelHolder.REJECTIONS, List.of("spike"), config.horizons(), List.of()));
        models = models(config, metrics);
        folder = temporaryFolder();
        driver = new TopologyTestDriver(
                topology(config, metrics, models, endAtStart, room),
                properties(folder, memory),
                Instant.ofEpochMilli(NOW));
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", "t");
        settings.put("model", "m");
        settings.put("source.topic", "source");
        settings.put("horizons", "1,2");
        settings.put("network.hidden", "4");
        settings.put("windows.steps", "4");
        settings.put("windows.stride", "2");
        settings.put("anomaly.warm-up", "20");
        settings.put("anomaly.alarms-per-month", "1000");
        settings.put("max-key-bytes", "16");
        settings.put("max-event-bytes", "256");
        settings.putAll(more);
        return settings;
    }

    static ForecasterSpec spec(TopologyConfig config) {
        return new ForecasterSpec(
                        StreamInputs.spec(config),
                        config.horizons(),
                        CellKind.of(config.network().cell().text()),
                        config.network().hidden(),
                        config.network().layers(),
                        config.windows().steps(),
                        config.windows().stride(),
                        config.band().levels(),
                        new Bounds(config.inputs().floor(), config.inputs().cap()),
                        new PointHead(),
                        TargetKind.CHANGE)
                .withOutcome(config.outcomes()
                        .within()
                        .map(within -> new Outcome(config.outcomes().name(), within.toMillis()))
                        .orElse(null));
    }

    static ModelHolder models(TopologyConfig config, ForecastMetrics metrics) {
        return new ModelHolder(
                spec(config), config.model(), untrained(spec(config).network()), metrics, model -> {});
    }

    private static ModelSnapshot untrained(NetworkSpec network) {
        return new ModelSnapshot(0, 0, new RecurrentNetwork(network, Initializer.initialize(network, 0)));
    }

    static Topology topology(
            TopologyConfig config, ForecastMetrics metrics, ModelHolder models, Map<Integer, Long> endAtStart) {
        return topology(config, metrics, models, endAtStart, new CacheRoom(0));
    }

    private static Topology topology(
            TopologyConfig config,
            ForecastMetrics metrics,
            ModelHolder models,
            Map<Integer, Long> endAtStart,
            CacheRoom room) {
        AlertRuleSet rules = AlertRuleSets.of(config);
        SeriesMonitor monitor = new SeriesMonitor(
                spec(config),
                new AnomalySettings(
                        config.anomaly().alarmsPerMonth(), config.anomaly().warmUp()),
                () -> rules);
        return ForecastTopology.build(
                config.source().topic(),
                config.topicNames(),
                new ForecastServices(config, monitor, models, metrics, endAtStart).with(room));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("stream");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties properties(Path folder, @Nullable RocksDbMemory memory) {
        Properties properties = new Properties();
        if (memory != null) {
            properties.putAll(memory.properties());
        }
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "t-forecaster");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return properties;
    }

    /** Sends a record to the source topic as it is. */
    void send(TestRecord<byte[], byte[]> record) {
        send("source", record);
    }

    void send(String topic, TestRecord<byte[], byte[]> record) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
    }

    void send(byte @Nullable [] key, byte @Nullable [] value) {
        send(new TestRecord<>(key, value));
    }

    /** Sends an event that is {@code minute} minutes after the beginning. */
    void event(String key, int minute, double value) {
        send(bytes(key), json(BEGIN + minute * MINUTE, value));
    }

    /** Sends calm events, a minute apart. */
    void calm(String key, int from, int to) {
        for (int minute = from; minute < to; minute++) {
            event(key, minute, calm(minute));
        }
    }

    /** A wave with a little noise: the same for every run. */
    static double calm(int minute) {
        return 10 + Math.sin(minute / 5.0) + (minute * 7919 % 101) / 200.0;
    }

    static byte[] json(long time, double value) {
        return new EventWriter("/time", "/value").write(time, value);
    }

    /** Says of the minutes from one to another what they were. */
    void label(String key, int from, int to, LabelKind kind) {
        label(key, new LabelRecord(BEGIN + from * MINUTE, BEGIN + to * MINUTE, kind, "tester").encode());
    }

    void label(String key, byte[] value) {
        driver.createInputTopic(topics.labels(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(bytes(key), value);
    }

    /** Sends a version and the pointer to it. */
    void weights(long generation, long version) {
        byte[] weights = weightsRecord(version, version);
        weights(WeightsRecord.key("m", version), weights);
        champion(generation, version, WeightsRecord.sha256(weights));
    }

    /** A version whose parameters follow from the seed. */
    byte[] weightsRecord(long version, long seed) {
        return new WeightsRecord(
                        new ModelInfo(version, version, 1, 1, 1, 1, 1, 1, 1),
                        random(spec.network().layout(), seed),
                        ModelTask.of(spec))
                .encode();
    }

    /** Unlike fresh ones, weights whose output is not 0. */
    private static Parameters random(ParameterLayout layout, long seed) {
        Random random = new Random(seed);
        float[] values = new float[layout.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - .5f;
        }
        return Parameters.of(layout, values);
    }

    void champion(long generation, long version, String sha256) {
        weights(WeightsRecord.championKey("m"), new ChampionPointer(generation, version, sha256).encode());
    }

    void weights(String key, byte @Nullable [] value) {
        driver.createInputTopic(topics.weights(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(bytes(key), value);
    }

    List<ForecastRecord> forecasts() {
        return output(topics.forecasts()).stream()
                .map(record -> forecast(record.value()))
                .toList();
    }

    static ForecastRecord forecast(byte[] value) {
        try {
            return ForecastReader.read(value);
        } catch (WireFormatException e) {
            throw new AssertionError(e);
        }
    }

    /** What has been written to a topic since it was last asked for. */
    List<TestRecord<byte[], byte[]>> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Passes over what has been written until now. */
    void forgetOutputs() {
        letters.clear();
        for (String topic : List.of("t.forecasts", "t.anomalies", "t.episodes", "t.windows", "t.dead-letters")) {
            output(topic);
        }
    }

    /** All dead letters since {@link #forgetOutputs}, also those that were asked for before. */
    List<TestRecord<byte[], byte[]>> seenLetters() {
        letters.addAll(deadLetters());
        return letters;
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return output(topics.deadLetters());
    }

    /** Bytes of the state of a key that has been seen. */
    byte[] state(byte[] key) {
        return Objects.requireNonNull(store().get(key));
    }

    /** Puts a state of a key not seen here, as if an event of now had made it. */
    void store(byte[] key, byte[] state) {
        driver.<byte[], byte[]>getTimestampedKeyValueStore(ForecastTopology.SERIES_STORE)
                .put(key, ValueAndTimestamp.make(state, NOW));
    }

    KeyValueStore<byte[], byte[]> store() {
        return driver.getKeyValueStore(ForecastTopology.SERIES_STORE);
    }

    /** Every counter of that name by its label's value, the empty ones left out. */
    Map<String, Double> counts(String meter) {
        return registry.get(meter).counters().stream()
                .filter(counter -> counter.count() > 0)
                .collect(Collectors.toMap(
                        counter -> counter.getId().getTags().stream()
                                .map(tag -> tag.getValue())
                                .collect(Collectors.joining(",")),
                        counter -> counter.count()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return text(record.headers().lastHeader(name).value());
    }

    @Override
    public void close() {
        driver.close();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
