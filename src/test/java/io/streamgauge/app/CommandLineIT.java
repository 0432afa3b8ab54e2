package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.StreamgaugeProcess.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a broker or its topics is told in one line by a process that ends, and nothing is logged besides. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<EmbeddedBroker> brokers = new ArrayList<>();
    private Path folder = Path.of("");
    private Path csv = Path.of("");
    private String kafka = "";

    @BeforeAll
    void startBroker(@TempDir Path folder) throws IOException {
        this.folder = folder;
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        brokers.add(broker);
        kafka = "bootstrap.servers=" + broker.bootstrapServers();
        csv = DailySeries.write(folder.resolve("load.csv"), 10);
    }

    @AfterAll
    void stopBroker() {
        brokers.forEach(EmbeddedBroker::close);
    }

    @Test
    void shouldSayWithinThirtySecondsThatNoBrokerAnswers() throws IOException {
        String topology = topology("unreachable").toString();
        int nobody = FreePort.find();
        String servers = "bootstrap.servers=127.0.0.1:" + nobody;
        long begin = System.nanoTime();
        try (StreamgaugeProcess run =
                        StreamgaugeProcess.start(folder, "run", "--topology", topology, "--set", servers);
                StreamgaugeProcess replay = StreamgaugeProcess.start(
                        folder, "replay", "--topology", topology, "--input", csv.toString(), "--set", servers)) {
            for (StreamgaugeProcess process : List.of(run, replay)) {
                assertTold(
                        process.await(PATIENCE),
                        "no Kafka broker answers at 127.0.0.1:" + nobody + " (bootstrap.servers) within 15 s; start one"
                                + " with ./streamgauge broker, or name yours with --set bootstrap.servers=HOST:PORT");
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void shouldNameTheCommandThatCreatesMissingTopics() throws IOException {
        String topology = topology("missing").toString();
        String told = "topics missing, missing.forecasts, missing.anomalies, missing.episodes, missing.windows,"
                + " missing.weights, missing.trainer, missing.requests, missing.labels, missing.dead-letters not found at "
                + brokers.get(0).bootstrapServers() + "; create with: ./streamgauge topics --topology " + topology
                + " --set bootstrap.servers=" + brokers.get(0).bootstrapServers();
        assertTold(command("run", "--topology", topology), told);
        assertTold(command("train", "--topology", topology), told);
        assertTold(command("topics", "--check", "--topology", topology), told);
        assertTold(command("replay", "--topology", topology, "--input", csv.toString()), told);
    }

    @Test
    void shouldTellEveryTopicOfAnotherKindThanExpected() throws IOException {
        try (TopicAdmin admin =
                new TopicAdmin(Map.of("bootstrap.servers", brokers.get(0).bootstrapServers()))) {
            admin.createMissing(List.of(
                    policy("wrong.weights", TopicConfig.CLEANUP_POLICY_DELETE),
                    policy("wrong.episodes", TopicConfig.CLEANUP_POLICY_DELETE)));
        }
        assertTold(
                command("topics", "--topology", topology("wrong").toString()),
                "topic wrong.episodes: partitions is 1, expected 4",
                "topic wrong.episodes: cleanup.policy is delete, expected compact",
                "topic wrong.weights: cleanup.policy is delete, expected compact");
    }

    private static TopicSpec policy(String name, String policy) {
        return new TopicSpec(name, 1, (short) 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, policy));
    }

    @Test
    void shouldRefuseATakenPortAndAFolderThatCannotBeWritten() throws IOException {
        String topology = topology("ready").toString();
        assertThat(command("topics", "--topology", topology).code()).isZero();
        String state = "state.dir=" + folder.resolve("state");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertTold(
                    command("run", "--topology", topology, "--set", state, "--set", "http.port=" + port),
                    "http.port: " + port
                            + " on 127.0.0.1 is taken, expected a free port (0 takes any; --set http.port=0)");
        }
        Path below = csv.resolve("state");
        assertTold(
                command("run", "--topology", topology, "--set", "state.dir=" + below, "--set", "http.port=0"),
                "state.dir: " + below + " cannot be made, expected a folder that can be written");
    }

    private Finished command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--set", kafka));
        return StreamgaugeProcess.run(folder, PATIENCE, all.toArray(String[]::new));
    }

    private static void assertTold(Finished finished, String... lines) {
        assertThat(finished.err())
                .containsExactlyElementsOf(List.of(lines).stream()
                        .map(line -> "streamgauge: " + line)
                        .toList());
        assertThat(finished.out()).isEmpty();
        assertThat(finished.code()).isEqualTo(2);
    }

    private Path topology(String name) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), "name: " + name + "\n");
    }
}
