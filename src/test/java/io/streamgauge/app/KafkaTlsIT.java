package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that speaks TLS alone: every client of a process gets the settings of the runtime file. */
@Timeout(400)
class KafkaTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PASSWORD = "canary-password";
    private static final int ROWS = 400;

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private TopologyConfig topology;
    private Path topologyFile;

    @BeforeEach
    void startBroker() throws Exception {
        Path keys = keyStore("broker");
        broker = EmbeddedBroker.start(
                folder.resolve("kafka"),
                0,
                Map.of(
                        "listener.security.protocol.map",
                        "PLAINTEXT:SSL,CONTROLLER:PLAINTEXT",
                        "ssl.keystore.type",
                        "PKCS12",
                        "ssl.keystore.location",
                        keys.toString(),
                        "ssl.keystore.password",
                        PASSWORD,
                        "ssl.truststore.type",
                        "PKCS12",
                        "ssl.truststore.location",
                        keys.toString(),
                        "ssl.truststore.password",
                        PASSWORD));
        topologyFile = Files.writeString(folder.resolve("sealed.yaml"), """
                name: sealed
                partitions: 1
                horizons: 1,2
                network: {hidden: 4}
                windows: {steps: 4, stride: 2}
                trainer: {block: 4, batch: 4, updates: 2, replay: 8, margin: 0.9, publish-interval: 0s}
                """);
        topology = TopologyConfig.load(topologyFile, Map.of());
        try (TopicAdmin topics = new TopicAdmin(client())) {
            topics.createMissing(StreamTopics.of(topology));
        }
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldRunAndTrainOverTlsAndTrustNoOtherCertificate() throws Exception {
        StringBuilder rows = new StringBuilder("time,value\n");
        for (int row = 0; row < ROWS; row++) {
            rows.append(1_700_000_000L + 60L * row)
                    .append(',')
                    .append(10 + row % 7)
                    .append('\n');
        }
        Path input = Files.writeString(folder.resolve("series.csv"), rows);
        Path trust = folder.resolve("broker.p12");
        try (StreamgaugeProcess run = start("run", trust);
                StreamgaugeProcess train = start("train", trust)) {
            run.awaitLine("Forecasting", PATIENCE);
            try (StreamgaugeProcess replay = start("replay", trust, "--input", input.toString())) {
                assertThat(replay.await(PATIENCE).code()).isZero();
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> end(topology.topicNames().forecasts()) >= ROWS
                            && end(topology.topicNames().weights()) > 0);
            for (StreamgaugeProcess process : List.of(run, train)) {
                assertThat(Files.readString(process.folder().resolve("err"))).doesNotContain(PASSWORD);
            }
        }
        try (StreamgaugeProcess wrong = start("topics", keyStore("stranger"))) {
            assertThat(wrong.await(PATIENCE).code())
                    .as("a broker that it does not trust")
                    .isNotZero();
        }
    }

    private long end(String topic) throws Exception {
        try (Admin admin = Admin.create(client())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        }
    }

    private StreamgaugeProcess start(String command, Path trust, String... more) throws Exception {
        String name = command + "-" + trust.getFileName();
        Path secrets = Files.writeString(folder.resolve(name + ".secrets"), "trust=" + PASSWORD + "\n");
        Path config = Files.writeString(folder.resolve(name + ".properties"), """
                bootstrap.servers=%s
                state.dir=%s
                http.port=0
                security.protocol=SSL
                ssl.truststore.type=PKCS12
                ssl.truststore.location=%s
                ssl.truststore.password=${file:%s:trust}
                """.formatted(
                        broker.bootstrapServers(), folder.resolve("state-" + name), trust, secrets));
        List<String> arguments =
                new ArrayList<>(List.of(command, "--topology", topologyFile.toString(), "--config", config.toString()));
        arguments.addAll(List.of(more));
        return StreamgaugeProcess.start(folder, arguments.toArray(String[]::new));
    }

    private Map<String, Object> client() {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                folder.resolve("broker.p12").toString(),
                "ssl.truststore.password",
                PASSWORD);
    }

    /** A certificate for this machine, signed by itself, and its key. */
    private Path keyStore(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0)
                .as("%s", Files.readString(folder.resolve("keytool.log")))
                .isTrue();
        return file;
    }
}
