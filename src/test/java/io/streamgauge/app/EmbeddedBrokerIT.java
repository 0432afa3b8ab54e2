package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker keeps what it was given, and says in one line why it cannot start. */
class EmbeddedBrokerIT {
    private static final TopicSpec EVENTS = new TopicSpec("events", 1, (short) 1, Map.of());
    private static final TopicPartition PARTITION = new TopicPartition("events", 0);

    @TempDir
    Path dir;

    @Test
    void shouldKeepTopicsAndCommittedRecordsOverARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                TopicAdmin admin = new TopicAdmin(client(broker))) {
            admin.createMissing(List.of(EVENTS));
            send(broker, "before");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            send(broker, "after");
            assertThat(read(broker, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void shouldListenOnThePortAskedFor() throws Exception {
        int port = FreePort.find();
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, port)) {
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            TopicAdmin.requireReachable(client(broker), Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldNotCreateATopicThatIsMerelyNamed() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                KafkaConsumer<String, String> consumer = consumer(broker);
                TopicAdmin admin = new TopicAdmin(client(broker))) {
            consumer.subscribe(List.of("misspelt"));
            consumer.poll(Duration.ofSeconds(1));
            assertThat(admin.partitions("misspelt")).isEmpty();
        }
    }

    @Test
    void shouldSayThatThePortIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(dir, other.getLocalPort()))
                    .isInstanceOf(UserError.class)
                    .hasMessage("port " + other.getLocalPort()
                            + " is taken; stop what listens there, or choose another with --port");
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void shouldTakeAnotherPortWhereTheOneFoundFreeIsLostBeforeItIsBound() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int lost = other.getLocalPort();
            AtomicInteger asked = new AtomicInteger();
            IntSupplier ports = () -> asked.getAndIncrement() == 0 ? lost : FreePort.find();
            try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of(), ports);
                    TopicAdmin admin = new TopicAdmin(client(broker))) {
                admin.createMissing(List.of(EVENTS));
                assertThat(broker.port()).isNotEqualTo(lost);
                assertThat(asked).as("two ports a start").hasValue(4);
                send(broker, "all the same");
            }
        }
    }

    @Test
    void shouldRefuseAPortThatDoesNotExist() {
        assertThatThrownBy(() -> EmbeddedBroker.start(dir, 70_000))
                .isInstanceOf(UserError.class)
                .hasMessage("port 70000 does not exist; expected 1 to 65535, or 0 for any free port");
    }

    @Test
    void shouldSayThatItsFolderIsInUse() {
        try (EmbeddedBroker running = EmbeddedBroker.start(dir, 0)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(dir, 0))
                    .isInstanceOf(UserError.class)
                    .hasMessage("the broker folder " + dir
                            + " is in use by a running broker; stop that one, or name another folder with --dir");
            TopicAdmin.requireReachable(client(running), Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldRefuseAFolderThatHoldsOtherFiles() throws Exception {
        Files.writeString(dir.resolve("holiday.jpg"), "not a log");
        assertThatThrownBy(() -> EmbeddedBroker.start(dir, 0))
                .isInstanceOf(UserError.class)
                .hasMessage("the broker folder " + dir + " holds other files (holiday.jpg);"
                        + " expected an empty folder or one that an embedded broker made, see --dir");
        assertThat(dir.resolve("holiday.jpg")).hasContent("not a log");
        assertThat(dir).isDirectoryNotContaining("glob:**.streamgauge-broker");
    }

    @Test
    void shouldSayThatItsFolderCannotBeWritten() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedBroker.start(file.resolve("broker"), 0))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("the broker folder " + file.resolve("broker") + " cannot be written (")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldSayThatItsFilesAreDamaged() throws Exception {
        EmbeddedBroker.start(dir, 0).close();
        Files.writeString(dir.resolve("log/meta.properties"), "version=1\nnode.id=2\ncluster.id=other\n");
        assertThatThrownBy(() -> EmbeddedBroker.start(dir, 0))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("the embedded broker cannot start in " + dir + " (")
                .hasMessageEndingWith("; if its files are damaged, name another folder with --dir")
                .hasMessageNotContaining("\n");
    }

    private static Map<String, Object> client(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static void send(EmbeddedBroker broker, String value) throws Exception {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("events", value)).get();
            producer.commitTransaction();
        }
    }

    private static List<String> read(EmbeddedBroker broker, int count) {
        try (KafkaConsumer<String, String> consumer = consumer(broker)) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(200))) {
                    values.add(found.value());
                }
            }
            return values;
        }
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedBroker broker) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                "reader",
                "isolation.level",
                "read_committed");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }
}
