package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.config.HostPort;
import io.streamgauge.config.TopologyConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source topic that gets more partitions moves keys away from their states: the forecaster ends and says so. */
@Timeout(180)
class GrownSourceIT {

    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String REFUSAL =
            "topic grown has 4 partitions, and had 2 when the stream began: keys have moved away"
                    + " from their states; give the stream another name";
    private static final int EVENTS = 20;

    @TempDir
    Path folder;

    @Test
    void shouldRefuseASourceThatHasGrown() throws Exception {
        try (StreamHarness harness = new StreamHarness(folder.resolve("kafka"))) {
            TopologyConfig topology = harness.stream("grown", Map.of());
            try (ForecasterRuntime forecaster = new ForecasterRuntime(
                    topology,
                    harness.runtime(folder.resolve("state")),
                    new HostPort("127.0.0.1", 1),
                    0,
                    new Meters(topology).forecast(List.of()),
                    model -> {})) {
                forecaster.start();
                harness.send(events(topology));
                await().atMost(PATIENCE)
                        .until(() ->
                                harness.read(topology.topicNames().forecasts()).size() >= EVENTS);
                grow(harness, topology.source().topic());
                await().atMost(SOON)
                        .untilAsserted(() -> assertThatThrownBy(forecaster::requireHealthy)
                                .isInstanceOf(UserError.class)
                                .hasMessage(REFUSAL));
            }
            try (TopicAdmin admin = new TopicAdmin(harness.client())) {
                assertThatThrownBy(() -> TopicsCommand.specs(admin, topology))
                        .isInstanceOf(UserError.class)
                        .hasMessage(REFUSAL);
            }
        }
    }

    private static void grow(StreamHarness harness, String topic) throws Exception {
        try (Admin admin = Admin.create(harness.client())) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> events(TopologyConfig topology) {
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> new ProducerRecord<>(
                        topology.source().topic(),
                        StreamHarness.bytes("key"),
                        StreamHarness.bytes("{\"time\":" + (BEGIN + i * 60_000L) + ",\"value\":" + i % 5 + "}")))
                .toList();
    }
}
