package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.config.HostPort;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands about versions, against a forecaster and a trainer that run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ModelCommandsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final int KEYS = 3;
    /** Few enough that no version leaves the topic meanwhile. */
    private static final int BEFORE = 30;

    private static final int AFTER = 20;

    @TempDir
    Path folder;

    private StreamHarness harness;
    private int sent;

    /** What a command said. */
    private record Ran(int code, String out, String err) {}

    @BeforeAll
    void startBroker(@TempDir Path dir) {
        harness = new StreamHarness(dir);
    }

    @AfterAll
    void stopBroker() {
        harness.close();
    }

    @Test
    void shouldPutAnEarlierVersionInChargeWhileEverythingRunsAndNeverGoBackAGeneration() throws Exception {
        TopologyConfig topology = harness.stream("served", Map.of("trainer.publish-interval", "0s"));
        try (ForecasterRuntime forecaster = new ForecasterRuntime(
                        topology,
                        harness.runtime(folder),
                        new HostPort("127.0.0.1", 1),
                        0,
                        ForecastMetrics.noop(),
                        info -> {});
                TrainerRuntime trainer = new TrainerRuntime(
                        Wiring.trainer(topology, Duration.ZERO, false),
                        harness.runtime(folder),
                        TrainerMetrics.noop(),
                        TrainerProgress.silent())) {
            forecaster.start();
            trainer.start();
            events(topology, BEFORE);
            await().atMost(PATIENCE).until(() -> forecaster.models().current().version() > 3);
            events(topology, 1);
            long champion = settled(forecaster);

            Ran promoted = run("model", "promote", "2", "--by", "ann", "--reason", "trial");
            assertThat(promoted.err()).isEmpty();
            assertThat(promoted.code()).isZero();
            assertThat(promoted.out()).contains("requested by ann: version 2 is in charge", "trial");
            await().atMost(PATIENCE).until(() -> forecaster.models().current().version() == 2);
            long generation = forecaster.models().current().generation();
            assertThat(generation).isGreaterThan(champion);

            events(topology, 1);
            assertThat(lastForecasts(topology)).allSatisfy(record -> {
                assertThat(record.generation()).isGreaterThanOrEqualTo(generation);
            });

            Ran rolledBack = run("model", "rollback", "3", "--by", "ann");
            assertThat(rolledBack.code()).as(rolledBack.err()).isZero();
            await().atMost(PATIENCE)
                    .until(() -> forecaster.models().current().version() == 3
                            && forecaster.models().current().generation() > generation);
            events(topology, AFTER);
            await("the trainer learns on and publishes")
                    .atMost(PATIENCE)
                    .until(() -> forecaster.models().current().version() > 3);
            trainer.requireAlive();
            assertGenerationsNeverFall(topology);
            assertListed();
            assertExported(topology);
        }
    }

    private void assertListed() {
        Ran list = run("model", "list", "--decisions", "500");
        assertThat(list.code()).as(list.err()).isZero();
        assertThat(list.out()).contains("VERSION", "requested by ann: version 2", "promoted by trainer");
        assertThat(list.out().lines().filter(line -> line.startsWith("*"))).hasSize(1);
        Ran show = run("model", "show", "2");
        assertThat(show.out()).contains("version 2", "seed 7", "config ", "parent 1", "requested by ann");
        Ran missing = run("model", "show", "999");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("version 999 is not on served.weights, expected one of [");
        Ran refused = run("model", "promote", "999");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("refused: version 999 is not on the topic");
    }

    private void assertExported(TopologyConfig topology) throws Exception {
        Path file = folder.resolve("v2.safetensors");
        assertThat(run("model", "export", "2", "--output", file.toString()).code())
                .isZero();
        WeightsRecord exported =
                WeightsRecord.decode(Files.readAllBytes(file), ModelTask.of(Wiring.forecaster(topology)));
        assertThat(exported.info().version()).isEqualTo(2);
        Path onnx = folder.resolve("v2.onnx");
        assertThat(run("model", "export", "2", "--output", onnx.toString()).code())
                .isZero();
        assertThat(onnx).isNotEmptyFile();
        Ran other =
                run("model", "export", "2", "--output", folder.resolve("v2.bin").toString());
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("expected a file that ends in .safetensors or .onnx");
    }

    @Test
    void shouldSayThatNoTrainerAnswersAndDoNothingLater() throws Exception {
        TopologyConfig topology = harness.stream("served-by-nobody", Map.of());
        harness.send(TrainerWindows.of(topology, 0, 20));
        try (TrainerRuntime trainer = trainer(topology)) {
            trainer.start();
            await().atMost(PATIENCE)
                    .until(() -> harness.read(topology.topicNames().weights()).size() > 4);
        }
        Ran ran = runFor(topology.name(), "model", "rollback", "1", "--wait", "1");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("no trainer of 'served-by-nobody' has answered within 1 s");
        int before = harness.read(topology.topicNames().weights()).size();
        try (TrainerRuntime trainer = trainer(topology)) {
            trainer.start();
            await("the late request is turned down")
                    .atMost(PATIENCE)
                    .until(() -> runFor(topology.name(), "model", "list").out().contains("the request has expired"));
        }
        assertThat(harness.read(topology.topicNames().weights())).hasSize(before);
        Ran alone = runFor(topology.name(), "model", "rollback", "1", "--without-trainer", "--by", "ann");
        assertThat(alone.code()).as(alone.err()).isZero();
        assertThat(runFor(topology.name(), "model", "list").out().lines().filter(line -> line.startsWith("*")))
                .singleElement()
                .asString()
                .contains("*       1 ");
    }

    private TrainerRuntime trainer(TopologyConfig topology) {
        return new TrainerRuntime(
                Wiring.trainer(topology, Duration.ZERO, false),
                harness.runtime(folder),
                TrainerMetrics.noop(),
                TrainerProgress.silent());
    }

    /** The generation in charge once nothing is left to learn from. */
    private static long settled(ForecasterRuntime forecaster) {
        long[] last = {-1};
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
            long now = forecaster.models().current().generation();
            boolean same = now == last[0];
            last[0] = now;
            return same;
        });
        return last[0];
    }

    private void events(TopologyConfig topology, int each) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < each; i++, sent++) {
            for (int key = 0; key < KEYS; key++) {
                double value = 10 + 5 * Math.sin((sent + key) / 4.0);
                records.add(new ProducerRecord<>(
                        topology.source().topic(),
                        StreamHarness.bytes("k" + key),
                        new EventWriter("/time", "/value").write(BEGIN + sent * 60_000L, value)));
            }
        }
        harness.send(records);
        int expected = KEYS * sent;
        await().atMost(PATIENCE)
                .until(() -> harness.read(topology.topicNames().forecasts()).size() == expected);
    }

    private List<ForecastRecord> lastForecasts(TopologyConfig topology) {
        Map<String, ForecastRecord> last = new HashMap<>();
        forecasts(topology).forEach(record -> last.put(record.key(), record));
        return List.copyOf(last.values());
    }

    private List<ForecastRecord> forecasts(TopologyConfig topology) {
        return harness.read(topology.topicNames().forecasts()).stream()
                .map(record -> {
                    try {
                        return ForecastReader.read(record.value());
                    } catch (WireFormatException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private void assertGenerationsNeverFall(TopologyConfig topology) {
        Map<String, Long> seen = new HashMap<>();
        for (ForecastRecord record : forecasts(topology)) {
            Long before = seen.put(record.key(), record.generation());
            assertThat(record.generation()).as(record.key()).isGreaterThanOrEqualTo(before == null ? 0 : before);
        }
        assertThat(seen).hasSize(KEYS);
    }

    private Ran run(String... arguments) {
        return runFor("served", arguments);
    }

    /** Runs a command in this process; its words go where the tests can read them. */
    private Ran runFor(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(harness.options(folder, name, Map.of()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream before = System.out;
        PrintStream beforeErr = System.err;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int code = Streamgauge.run(all.toArray(String[]::new));
            return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
            System.setErr(beforeErr);
        }
    }
}
