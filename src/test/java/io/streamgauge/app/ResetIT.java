package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.config.HostPort;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.AuditHeaders;
import io.streamgauge.wire.EventWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guide's way to start a stream afresh under the same name, step by step. */
@Timeout(180)
class ResetIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 30;
    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();

    @TempDir
    Path folder;

    @Test
    void shouldStartAfreshWhereTopicsGroupsAndFoldersAreGone() throws Exception {
        try (StreamHarness harness = new StreamHarness(folder.resolve("kafka"))) {
            TopologyConfig topology = harness.stream("again", Map.of());
            harness.send(events(topology, 0));
            run(harness, topology, "state-before", EVENTS);

            forget(harness, topology);
            harness.stream("again", Map.of());
            harness.send(events(topology, EVENTS));
            run(harness, topology, "state-after", 2 * EVENTS);

            assertThat(harness.read(topology.topicNames().forecasts()))
                    .as("the source is read from its beginning, and every count begins at 1")
                    .extracting(record -> ByteBuffer.wrap(record.headers()
                                    .lastHeader(AuditHeaders.COUNT)
                                    .value())
                            .getLong())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 2 * EVENTS)
                            .mapToObj(Long::valueOf)
                            .toList());
        }
    }

    private void run(StreamHarness harness, TopologyConfig topology, String state, int forecasts) {
        try (ForecasterRuntime forecaster = new ForecasterRuntime(
                topology,
                harness.runtime(folder.resolve(state)),
                new HostPort("127.0.0.1", 1),
                0,
                new Meters(topology).forecast(List.of()),
                model -> {})) {
            forecaster.start();
            await("every event's forecast")
                    .atMost(PATIENCE)
                    .until(() -> harness.read(topology.topicNames().forecasts()).size() >= forecasts);
        }
    }

    /** Everything of the stream's but its source. */
    private static void forget(StreamHarness harness, TopologyConfig topology) throws Exception {
        String name = topology.name();
        try (Admin admin = Admin.create(harness.client())) {
            List<String> topics = admin.listTopics().names().get(30, TimeUnit.SECONDS).stream()
                    .filter(topic -> topic.startsWith(name + ".") || topic.startsWith(name + "-forecaster-"))
                    .toList();
            assertThat(topics).anyMatch(topic -> topic.endsWith("-changelog"));
            admin.deleteTopics(topics).all().get(30, TimeUnit.SECONDS);
            admin.deleteConsumerGroups(List.of(topology.topicNames().applicationId()))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            await("their end")
                    .atMost(PATIENCE)
                    .until(() -> admin.listTopics().names().get(30, TimeUnit.SECONDS).stream()
                            .noneMatch(topics::contains));
        }
    }

    /** Events of one key, after as many as there were before. */
    private static List<ProducerRecord<byte[], byte[]>> events(TopologyConfig topology, int before) {
        EventWriter writer = new EventWriter("/time", "/value");
        return IntStream.range(before, before + EVENTS)
                .mapToObj(i -> new ProducerRecord<>(
                        topology.source().topic(),
                        StreamHarness.bytes("k"),
                        writer.write(BEGIN + 60_000L * i, 10 + i % 5)))
                .toList();
    }
}
