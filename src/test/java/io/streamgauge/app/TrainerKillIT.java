package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.app.StreamgaugeProcess.Finished;
import io.streamgauge.config.TopologyConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainers in processes of their own: killed while they learn, and two at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class TrainerKillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> SETTINGS = Map.of("trainer.publish-interval", "0s");
    private static final int WINDOWS = 480;
    private static final int CHUNK = 24;
    private static final int KILLS = 3;
    private static final int BLOCK = 4;

    @TempDir
    Path folder;

    private StreamHarness harness;

    @BeforeAll
    void startBroker(@TempDir Path dir) {
        harness = new StreamHarness(dir);
    }

    @AfterAll
    void stopBroker() {
        harness.close();
    }

    private StreamgaugeProcess train(String name) {
        List<String> arguments = new ArrayList<>(List.of("train"));
        arguments.addAll(harness.options(folder, name, SETTINGS));
        arguments.addAll(List.of("--set", "trainer.http.port=0"));
        return StreamgaugeProcess.start(folder, arguments.toArray(String[]::new));
    }

    @Test
    void shouldLeaveTheSameBytesThoughItsProcessIsKilledWhileItLearns() {
        TopologyConfig unbroken = harness.stream("unbroken", SETTINGS);
        TopologyConfig killed = harness.stream("killed", SETTINGS);
        for (int from = 0; from < WINDOWS; from += CHUNK) {
            harness.send(TrainerWindows.of(unbroken, from, from + CHUNK));
        }
        try (StreamgaugeProcess train = train("unbroken")) {
            awaitBlocks(unbroken, WINDOWS / BLOCK);
        }
        int sent = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            try (StreamgaugeProcess train = train("killed")) {
                int until = WINDOWS * kill / (KILLS + 1) / CHUNK * CHUNK;
                for (; sent < until; sent += CHUNK) {
                    harness.send(TrainerWindows.of(killed, sent, sent + CHUNK));
                }
                awaitBlocks(killed, (until - 3 * CHUNK) / BLOCK);
                train.kill();
                assertThat(train.await(PATIENCE).code())
                        .as("killed by a signal")
                        .isEqualTo(137);
            }
        }
        for (; sent < WINDOWS; sent += CHUNK) {
            harness.send(TrainerWindows.of(killed, sent, sent + CHUNK));
        }
        try (StreamgaugeProcess train = train("killed")) {
            awaitBlocks(killed, WINDOWS / BLOCK);
        }
        Map<String, byte[]> expected = contents(unbroken);
        Map<String, byte[]> found = contents(killed);
        assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet()).contains("m/checkpoint");
        expected.forEach((key, value) -> assertThat(found.get(key)).as(key).isEqualTo(value));
    }

    @Test
    void shouldEndTheFirstOfTwoTrainersWithOneLine() {
        TopologyConfig topology = harness.stream("contended", SETTINGS);
        harness.send(TrainerWindows.of(topology, 0, CHUNK));
        try (StreamgaugeProcess first = train("contended")) {
            awaitBlocks(topology, CHUNK / BLOCK);
            try (StreamgaugeProcess second = train("contended")) {
                // From then on the first one's transactions are refused.
                second.awaitLog("Resumed after", PATIENCE);
                harness.send(TrainerWindows.of(topology, CHUNK, 2 * CHUNK));
                awaitBlocks(topology, 2 * CHUNK / BLOCK);
                Finished fenced = first.await(PATIENCE);
                assertThat(fenced.code()).isEqualTo(2);
                assertThat(fenced.err().stream().filter(line -> line.startsWith("streamgauge:")))
                        .containsExactly(
                                "streamgauge: the trainer has stopped: another trainer of 'contended' has taken"
                                        + " over; one trainer per topology is expected");
            }
        }
    }

    /** Waits until so many blocks have been committed: each leaves a checkpoint. */
    private void awaitBlocks(TopologyConfig topology, int blocks) {
        await(blocks + " blocks of " + topology.name())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> harness.read(topology.topicNames().trainer()).stream()
                                .filter(record ->
                                        StreamHarness.text(record.key()).equals("m/checkpoint"))
                                .count()
                        >= blocks);
    }

    private Map<String, byte[]> contents(TopologyConfig topology) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (String topic :
                List.of(topology.topicNames().weights(), topology.topicNames().trainer())) {
            for (ConsumerRecord<byte[], byte[]> record : harness.read(topic)) {
                contents.put(StreamHarness.text(record.key()), record.value());
            }
        }
        return contents;
    }
}
