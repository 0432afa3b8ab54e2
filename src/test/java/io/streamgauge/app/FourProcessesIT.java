package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.app.StreamgaugeProcess.Finished;
import io.streamgauge.config.TopicNames;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job as broker, run, train and replay, the middle two stopped and started again half-way. */
@Timeout(300)
class FourProcessesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String NAME = "parted";

    /** Events to learn a first version from; events until the restart; events in all. */
    private static final int LEARN = 640;

    private static final int HALF = 800;
    private static final int ALL = 1_300;

    @TempDir
    Path folder;

    private Path input = Path.of("");
    private Path topologyFile = Path.of("");
    private TopologyConfig topology = TopologyConfig.load(null, Map.of("name", NAME));
    private TopicNames topics = topology.topicNames();
    private String kafka = "";

    @BeforeEach
    void writeFiles() throws IOException {
        input = DailySeries.write(folder.resolve("load.csv"), ALL);
        topologyFile = Files.writeString(
                folder.resolve("parted.yaml"), "name: " + NAME + "\ntrainer:\n  publish-interval: 0s\n");
        topology = TopologyConfig.load(topologyFile, Map.of());
        topics = topology.topicNames();
    }

    @Test
    void shouldGoOnWhereItWasStopped() throws Exception {
        int port = FreePort.find();
        kafka = "127.0.0.1:" + port;
        try (StreamgaugeProcess broker = StreamgaugeProcess.start(
                folder, "broker", "--dir", folder.resolve("broker").toString(), "--port", Integer.toString(port))) {
            broker.awaitLine("Kafka listens on " + kafka, PATIENCE);
            assertThat(command("topics").code()).isZero();
            firstHalf();
            secondHalf();
            assertNothingLost();
            assertThat(broker.stop(PATIENCE).code()).isEqualTo(143);
        }
    }

    private void firstHalf() {
        try (StreamgaugeProcess train = start("train");
                StreamgaugeProcess run = startRun()) {
            String page = page(run);
            replay(0, LEARN);
            awaitForecasts(LEARN);
            await("a version learned").atMost(PATIENCE).until(() -> generation(page) > 0);
            replay(LEARN, HALF);
            awaitForecasts(HALF);
            assertStopped(run);
            assertStopped(train);
        }
    }

    private void secondHalf() {
        int learned = versions().size();
        try (StreamgaugeProcess train = start("train");
                StreamgaugeProcess run = startRun()) {
            page(run);
            replay(HALF, ALL);
            awaitForecasts(ALL);
            await("another version learned")
                    .atMost(PATIENCE)
                    .until(() -> versions().size() > learned);
            assertStopped(run);
            assertStopped(train);
        }
    }

    private void assertNothingLost() throws IOException, WireFormatException {
        List<ForecastRecord> records = forecasts();
        assertThat(records).extracting(ForecastRecord::time).isSorted().doesNotHaveDuplicates();
        assertThat(records).hasSize(ALL);
        assertThat(records).extracting(ForecastRecord::generation).isSorted();
        long before = records.get(HALF - 1).generation();
        assertThat(before).as("generation before the restart").isPositive();
        assertThat(records.get(HALF).generation()).isGreaterThanOrEqualTo(before);
        List<ModelInfo> versions = versions();
        assertThat(versions).extracting(ModelInfo::version).isSorted().doesNotHaveDuplicates();
        assertThat(versions).extracting(ModelInfo::windows).isSorted().doesNotHaveDuplicates();
        assertStateKept(records);
    }

    /** The same core with the weights that each record names gives the same, if no state was lost or doubled. */
    private void assertStateKept(List<ForecastRecord> records) throws WireFormatException {
        NetworkControls controls = new NetworkControls(topology, snapshots());
        assertThat(controls.run(records).differences()).isZero();
        assertThat(controls.run(records.subList(HALF, ALL)).differences())
                .as("a state lost at the restart would show")
                .isPositive();
    }

    private StreamgaugeProcess startRun() {
        return start("run", "--set", "http.port=0", "--set", "state.dir=" + folder.resolve("state"));
    }

    private static String page(StreamgaugeProcess run) {
        String line = run.awaitLine("Forecasting '" + NAME + "'", PATIENCE);
        return line.replaceAll(".*page at (http://[^;]*);.*", "$1");
    }

    private static void assertStopped(StreamgaugeProcess process) {
        Finished finished = process.stop(Duration.ofSeconds(30));
        assertThat(finished.code()).as("%s", finished).isEqualTo(143);
        assertThat(finished.err()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }

    private void replay(int from, int until) {
        Finished replayed = command(
                "replay",
                "--input",
                input.toString(),
                "--skip",
                Integer.toString(from),
                "--events",
                Integer.toString(until - from));
        assertThat(replayed.code()).as("%s", replayed).isZero();
        assertThat(replayed.out()).containsExactly("Published " + (until - from) + " events to " + NAME);
    }

    private StreamgaugeProcess start(String... arguments) {
        return StreamgaugeProcess.start(folder, withFiles(arguments));
    }

    private Finished command(String... arguments) {
        return StreamgaugeProcess.run(folder, PATIENCE, withFiles(arguments));
    }

    private String[] withFiles(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--topology", topologyFile.toString(), "--set", "bootstrap.servers=" + kafka));
        return all.toArray(String[]::new);
    }

    private static long generation(String page) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(page + "health"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            String health = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return Long.parseLong(health.replaceAll("(?s).*\"generation\":\"(\\d+)\".*", "$1"));
        } catch (IOException e) {
            throw new AssertionError("no answer from " + page, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void awaitForecasts(int count) {
        await(count + " forecasts")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(read(topics.forecasts())).hasSizeGreaterThanOrEqualTo(count));
    }

    /** What is committed, in the order of the only key's partition. */
    private List<ForecastRecord> forecasts() {
        return read(topics.forecasts()).stream()
                .map(record -> {
                    try {
                        return ForecastReader.read(record.value());
                    } catch (WireFormatException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private List<ModelInfo> versions() {
        return weights().values().stream().map(WeightsRecord::info).toList();
    }

    /** Every generation by its number, generation 0 included. */
    private Map<Long, ModelSnapshot> snapshots() throws WireFormatException {
        Map<Long, WeightsRecord> weights = weights();
        Map<Long, ModelSnapshot> snapshots = new HashMap<>(Map.of(0L, Wiring.generationZero(topology)));
        for (ConsumerRecord<byte[], byte[]> record : read(topics.weights())) {
            if (isPointer(record)) {
                ChampionPointer pointer = ChampionPointer.decode(record.value());
                assertThat(weights).as("version of %s", pointer).containsKey(pointer.version());
                WeightsRecord version = Objects.requireNonNull(weights.get(pointer.version()));
                snapshots.put(pointer.generation(), version.snapshot(pointer.generation()));
            }
        }
        return snapshots;
    }

    /** The weights topic's versions by their numbers, in the topic's order. */
    private Map<Long, WeightsRecord> weights() {
        ModelTask task = ModelTask.of(Wiring.forecaster(topology));
        Map<Long, WeightsRecord> weights = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(topics.weights())) {
            if (!isPointer(record)) {
                try {
                    WeightsRecord version = WeightsRecord.decode(record.value(), task);
                    weights.put(version.info().version(), version);
                } catch (WireFormatException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return weights;
    }

    private boolean isPointer(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8).equals(WeightsRecord.championKey(topology.model()));
    }

    /** Everything committed on a topic, by partition and offset. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed", "enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }
}
