package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.HostPort;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.nn.Initializer;
import io.streamgauge.stream.ModelHolder;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A forecaster that starts, and starts again, on a weights topic that somebody has poisoned. */
@Timeout(180)
class PoisonedWeightsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BEGIN = 1_704_067_200_000L;

    @TempDir
    Path folder;

    @Test
    void shouldServeTheLastGoodVersionAndQuarantineTheRestLiveAndOnEveryRestore() {
        try (StreamHarness harness = new StreamHarness(folder.resolve("kafka"))) {
            TopologyConfig topology = harness.stream("poisoned", Map.of());
            byte[] good = weights(topology, 2);
            byte[] bad = weights(topology, 3);
            bad[bad.length - 1] = 0x7f;
            bad[bad.length - 2] = (byte) 0xc0; // the last weight is NaN
            harness.send(List.of(
                    record(topology, WeightsRecord.key("m", 2), good),
                    pointer(topology, 3, 2, WeightsRecord.sha256(good))));
            for (int life = 0; life < 3; life++) {
                harness.send(events(topology, 20 * life, 20 * life + 20));
                try (ForecasterRuntime forecaster = start(harness, topology)) {
                    int expected = 20 * life + 20;
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .until(() -> harness.read(topology.topicNames().forecasts())
                                            .size()
                                    >= expected);
                    if (life == 0) {
                        harness.send(List.of(
                                record(topology, WeightsRecord.key("m", 3), bad),
                                pointer(topology, 4, 3, WeightsRecord.sha256(bad)),
                                record(topology, "m/v000004", new byte[] {1, 2, 3}),
                                record(topology, "\uFFFF", null)));
                    }
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(forecaster.models().quarantined())
                                    .extracting(ModelHolder.Quarantined::key)
                                    .contains("m/v000003", "m/v000004"));
                    assertThat(forecaster.models().current().version())
                            .as("version that serves in life %s", life)
                            .isEqualTo(2);
                    assertThat(forecaster.health().healthy()).isTrue();
                }
            }
        }
    }

    private ForecasterRuntime start(StreamHarness harness, TopologyConfig topology) {
        ForecasterRuntime forecaster = new ForecasterRuntime(
                topology,
                harness.runtime(folder.resolve("state")),
                new HostPort("127.0.0.1", 1),
                0,
                ForecastMetrics.noop(),
                model -> {});
        forecaster.start();
        forecaster.awaitRunning(PATIENCE);
        return forecaster;
    }

    private static byte[] weights(TopologyConfig topology, long version) {
        return new WeightsRecord(
                        new ModelInfo(version, version, 1, 1, 1, 1, 1, 1, 1),
                        Initializer.initialize(Wiring.forecaster(topology).network(), version),
                        ModelTask.of(Wiring.forecaster(topology)))
                .encode();
    }

    private static ProducerRecord<byte[], byte[]> pointer(
            TopologyConfig topology, long generation, long version, String sha256) {
        return record(
                topology, WeightsRecord.championKey("m"), new ChampionPointer(generation, version, sha256).encode());
    }

    private static ProducerRecord<byte[], byte[]> record(TopologyConfig topology, String key, byte @Nullable [] value) {
        return new ProducerRecord<>(topology.topicNames().weights(), StreamHarness.bytes(key), value);
    }

    private static List<ProducerRecord<byte[], byte[]>> events(TopologyConfig topology, int from, int to) {
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int n = from; n < to; n++) {
            events.add(new ProducerRecord<>(
                    topology.source().topic(),
                    StreamHarness.bytes("k"),
                    new EventWriter("/time", "/value").write(BEGIN + 60_000L * n, n % 7)));
        }
        return events;
    }
}
