package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that knows its callers: each process of a stream, under a name of its own, can do what {@code describe} prints and
 * nothing else, and nobody's password is told.
 */
@Timeout(240)
class SecurityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ADMIN = "admin";
    private static final List<String> ROLES = List.of(Rights.REPLAY, Rights.FORECASTER, Rights.TRAINER);
    private static final int ROWS = 400;

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private TopologyConfig topology;
    private Path topologyFile;

    @BeforeEach
    void startBroker() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, brokerSettings());
        topologyFile = Files.writeString(folder.resolve("guarded.yaml"), """
                name: guarded
                partitions: 1
                horizons: 1,2
                network: {hidden: 4}
                windows: {steps: 4, stride: 2}
                trainer: {block: 4, batch: 4, updates: 2, replay: 8, margin: 0.9, publish-interval: 0s}
                """);
        topology = TopologyConfig.load(topologyFile, Map.of());
        try (TopicAdmin topics = new TopicAdmin(client(ADMIN));
                Admin admin = Admin.create(client(ADMIN))) {
            topics.createMissing(StreamTopics.of(topology));
            List<AclBinding> bindings = new ArrayList<>();
            for (String role : ROLES) {
                Rights.of(topology).stream()
                        .filter(right -> right.isOf(role))
                        .forEach(right -> bindings.addAll(right.bindings("User:" + role)));
            }
            admin.createAcls(bindings).all().get(30, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldRunAStreamWithTheRightsThatDescribePrintsAndTellNoPassword() throws Exception {
        Path input = csv();
        List<Path> folders = new ArrayList<>();
        try (StreamgaugeProcess run = start("run", Rights.FORECASTER);
                StreamgaugeProcess train = start("train", Rights.TRAINER)) {
            folders.add(run.folder());
            folders.add(train.folder());
            run.awaitLine("Forecasting", PATIENCE);
            try (StreamgaugeProcess replay = start("replay", Rights.REPLAY, "--input", input.toString())) {
                folders.add(replay.folder());
                assertThat(replay.await(PATIENCE).code()).isZero();
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> end(topology.topicNames().forecasts()) >= ROWS
                            && end(topology.topicNames().weights()) > 0);
        }
        try (StreamgaugeProcess wrong = start("run", "nobody")) {
            assertThat(wrong.await(PATIENCE).code()).isNotZero();
            folders.add(wrong.folder());
        }
        for (Path place : folders) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("canary");
                }
            }
        }
    }

    @Test
    void shouldLetOnlyTheTrainerWriteWeights() throws Exception {
        String weights = topology.topicNames().weights();
        for (String role : List.of(Rights.REPLAY, Rights.FORECASTER)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .as(role)
                    .isThrownBy(() -> write(role, weights))
                    .withCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(end(weights)).isZero();
        write(Rights.TRAINER, weights);
        assertThat(end(weights))
                .as("what the trainer may do, the others may not")
                .isEqualTo(1);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> write(Rights.TRAINER, topology.topicNames().forecasts()))
                .withCauseInstanceOf(TopicAuthorizationException.class);
    }

    private void write(String user, String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(user), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[1], new byte[1])).get(30, TimeUnit.SECONDS);
        }
    }

    private long end(String topic) throws Exception {
        try (Admin admin = Admin.create(client(ADMIN))) {
            TopicPartition partition = new TopicPartition(topic, 0);
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        }
    }

    private StreamgaugeProcess start(String command, String user, String... more) throws IOException {
        Path secrets = Files.writeString(folder.resolve(user + ".secrets"), "login=" + login(user) + "\n");
        Path config = Files.writeString(folder.resolve(user + ".properties"), """
                bootstrap.servers=%s
                state.dir=%s
                http.port=0
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=${file:%s:login}
                """.formatted(
                        broker.bootstrapServers(), folder.resolve("state-" + user), secrets));
        List<String> arguments =
                new ArrayList<>(List.of(command, "--topology", topologyFile.toString(), "--config", config.toString()));
        arguments.addAll(List.of(more));
        return StreamgaugeProcess.start(folder, arguments.toArray(String[]::new));
    }

    private Map<String, Object> client(String user) {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                login(user));
    }

    private static String login(String user) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                + password(user) + "\";";
    }

    private static String password(String user) {
        return "canary-" + user;
    }

    /** Every client has to log in, and what is not allowed is forbidden; controller and broker trust each other. */
    private static Map<String, String> brokerSettings() {
        StringBuilder users = new StringBuilder(login(ADMIN).replace(";", ""));
        Stream.concat(Stream.of(ADMIN), ROLES.stream())
                .forEach(user -> users.append(" user_" + user + "=\"" + password(user) + "\""));
        Map<String, String> settings = new HashMap<>();
        settings.put("listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put("listener.name.plaintext.plain.sasl.jaas.config", users + ";");
        settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
        settings.put("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
        return settings;
    }

    private Path csv() throws IOException {
        StringBuilder rows = new StringBuilder("time,value\n");
        for (int row = 0; row < ROWS; row++) {
            rows.append(1_700_000_000L + 60L * row)
                    .append(',')
                    .append(10 + row % 7)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("series.csv"), rows);
    }
}
