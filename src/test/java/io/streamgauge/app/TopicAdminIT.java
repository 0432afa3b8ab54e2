package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Topics are created as specified, and every difference is told before anything is read or written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicAdminIT {
    private static final String CREATE = "./streamgauge topics --topology series.yaml";

    /** The issue allows 30 s for the whole command; the client itself must be done well before. */
    private static final Duration UNREACHABLE_WITHIN = Duration.ofSeconds(5);

    private StreamHarness broker;
    private TopicAdmin admin;

    @BeforeAll
    void startBroker(@TempDir Path dir) {
        broker = broker(dir);
    }

    /** The broker that the suite runs on: embedded, and so everywhere. */
    StreamHarness broker(Path dir) {
        return new StreamHarness(dir);
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        admin = new TopicAdmin(broker.client());
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @Test
    void shouldCreateWhatIsMissingAndAcceptItAfterwards() {
        List<TopicSpec> specs = List.of(
                topic("made.weights", 1, Map.of("cleanup.policy", "compact")),
                topic("made.labels", 3, Map.of("cleanup.policy", "delete", "retention.ms", "-1")));
        assertThat(admin.createMissing(specs)).containsExactly("made.weights", "made.labels");
        assertThat(admin.partitions("made.labels")).hasValue(3);
        assertThat(admin.createMissing(specs)).isEmpty();
        assertThatCode(() -> admin.check(specs, CREATE)).doesNotThrowAnyException();
    }

    @Test
    void shouldTakeTheVersionOfABrokerThatTellsIt() {
        assertThatCode(() -> admin.requireVersion()).doesNotThrowAnyException();
    }

    @Test
    void shouldReportEveryMismatchAtOnceOneLineEach() {
        admin.createMissing(List.of(
                topic("wrong.weights", 2, Map.of("cleanup.policy", "delete")),
                topic("wrong.labels", 1, Map.of("retention.ms", "86400000", "retention.bytes", "1048576"))));
        List<TopicSpec> expected = List.of(
                topic("wrong.weights", 1, Map.of("cleanup.policy", "compact")),
                topic("wrong.labels", 1, Map.of("retention.ms", "-1", "retention.bytes", "-1")));
        assertThatThrownBy(() -> admin.check(expected, CREATE))
                .isInstanceOf(UserError.class)
                .hasMessage("topic wrong.weights: partitions is 2, expected 1\n"
                        + "topic wrong.weights: cleanup.policy is delete, expected compact\n"
                        + "topic wrong.labels: retention.ms is 86400000, expected -1\n"
                        + "topic wrong.labels: retention.bytes is 1048576, expected -1");
    }

    @Test
    void shouldCreateNothingBesideAMismatch() {
        admin.createMissing(List.of(topic("half.weights", 2, Map.of())));
        List<TopicSpec> specs = List.of(topic("half.windows", 1, Map.of()), topic("half.weights", 1, Map.of()));
        assertThatThrownBy(() -> admin.createMissing(specs))
                .isInstanceOf(UserError.class)
                .hasMessage("topic half.weights: partitions is 2, expected 1");
        assertThat(admin.partitions("half.windows")).isEmpty();
    }

    @Test
    void shouldTakeAPolicyOfTwoPartsInAnyOrder() {
        admin.createMissing(List.of(topic("both", 1, Map.of("cleanup.policy", "compact,delete"))));
        List<TopicSpec> swapped = List.of(topic("both", 1, Map.of("cleanup.policy", "delete, compact")));
        assertThatCode(() -> admin.check(swapped, CREATE)).doesNotThrowAnyException();
    }

    @Test
    void shouldLeaveUnspecifiedSettingsToTheOwner() {
        admin.createMissing(List.of(topic("owned", 5, Map.of("cleanup.policy", "compact"))));
        TopicSpec any = new TopicSpec("owned", TopicSpec.ANY, TopicSpec.ANY, Map.of());
        assertThatCode(() -> admin.check(List.of(any), CREATE)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameMissingTopicsAndTheCommandThatCreatesThem() {
        admin.createMissing(List.of(topic("partly.present", 1, Map.of())));
        List<TopicSpec> specs = List.of(
                topic("partly.absent", 1, Map.of()),
                topic("partly.present", 2, Map.of()),
                topic("partly.gone", 1, Map.of()));
        assertThatThrownBy(() -> admin.check(specs, CREATE))
                .isInstanceOf(UserError.class)
                .hasMessage("topics partly.absent, partly.gone not found at " + broker.bootstrapServers()
                        + "; create with: " + CREATE + "\n"
                        + "topic partly.present: partitions is 1, expected 2");
        assertThat(admin.partitions("partly.absent")).isEmpty();
    }

    @Test
    void shouldSayWhyATopicCannotBeCreated() {
        TopicSpec replicated = new TopicSpec("replicated", 1, (short) 3, Map.of());
        assertThatThrownBy(() -> admin.createMissing(List.of(replicated)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("topic replicated cannot be created at " + broker.bootstrapServers() + ": ")
                .hasMessageContaining("replication factor")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldSayThatNoBrokerAnswersWhereNothingListens() {
        assertUnreachable("127.0.0.1:" + FreePort.find());
    }

    @Test
    void shouldSayThatNoBrokerAnswersWhereSomethingElseListens() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertUnreachable("127.0.0.1:" + mute.getLocalPort());
        }
    }

    @Test
    void shouldRejectAnAddressThatCannotBeResolved() {
        assertThatThrownBy(() -> TopicAdmin.requireReachable(
                        Map.of("bootstrap.servers", "no-such-host.invalid:9092"), UNREACHABLE_WITHIN))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no-such-host.invalid:9092 (bootstrap.servers)")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldAskForTheAddressWhereNoneIsSet() {
        assertThatThrownBy(() -> TopicAdmin.requireReachable(Map.of(), UNREACHABLE_WITHIN))
                .isInstanceOf(UserError.class)
                .hasMessage("bootstrap.servers is not set; expected HOST:PORT of a Kafka broker");
    }

    private static void assertUnreachable(String servers) {
        long start = System.nanoTime();
        assertThatThrownBy(
                        () -> TopicAdmin.requireReachable(Map.of("bootstrap.servers", servers), Duration.ofSeconds(2)))
                .isInstanceOf(UserError.class)
                .hasMessage("no Kafka broker answers at " + servers + " (bootstrap.servers) within 2 s;"
                        + " start one with ./streamgauge broker, or name yours with --set bootstrap.servers=HOST:PORT");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(UNREACHABLE_WITHIN);
    }

    private static TopicSpec topic(String name, int partitions, Map<String, String> configs) {
        return new TopicSpec(name, partitions, (short) 1, configs);
    }
}
