package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.HostPort;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forecaster and trainer in lock-step: which weights serve which event follows from the events alone. */
class RunLockstepIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 400;
    private static final int ROUND = 64;
    private static final long MINUTE = 60_000;

    @TempDir
    Path folder;

    @Test
    void shouldForecastTheSameBytesInEveryRunOverTheSameEvents() throws Exception {
        try (StreamHarness harness = new StreamHarness(folder.resolve("broker"))) {
            List<String> first = run(harness, "first", "7");
            List<String> second = run(harness, "second", "7");
            List<String> otherSeed = run(harness, "other", "8");

            assertThat(first).hasSize(EVENTS).isEqualTo(second).isNotEqualTo(otherSeed);
            assertThat(generations(first))
                    .as("weights change where a round ends, and nowhere else")
                    .allSatisfy((index, generation) -> assertThat(index % ROUND).isZero())
                    .hasSizeGreaterThan(3);
        }
    }

    private List<String> run(StreamHarness harness, String name, String seed) {
        TopologyConfig topology = harness.stream(name, Map.of("partitions", "1", "seed", seed, "audit", "false"));
        harness.send(events(topology));
        RuntimeConfig runtime = harness.runtime(folder.resolve(name));
        try (TrainerRuntime trainer = new TrainerRuntime(
                        Wiring.trainer(topology, Duration.ofHours(1), true),
                        runtime,
                        TrainerMetrics.noop(),
                        TrainerProgress.silent());
                ForecasterRuntime forecaster = new ForecasterRuntime(
                        topology, runtime, new HostPort("127.0.0.1", 1), ROUND, ForecastMetrics.noop(), info -> {})) {
            trainer.start();
            forecaster.start();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> forecasts(harness, topology).size() >= EVENTS);
        }
        return forecasts(harness, topology);
    }

    private static List<String> forecasts(StreamHarness harness, TopologyConfig topology) {
        return harness.read(topology.topicNames().forecasts()).stream()
                .map(ConsumerRecord::value)
                .map(StreamHarness::text)
                .toList();
    }

    /** The generation of every record that differs in it from the one before, by the record's index. */
    private static Map<Integer, Long> generations(List<String> forecasts) throws WireFormatException {
        Map<Integer, Long> changes = new LinkedHashMap<>();
        long last = 0;
        for (int i = 0; i < forecasts.size(); i++) {
            ForecastRecord record = ForecastReader.read(StreamHarness.bytes(forecasts.get(i)));
            if (record.generation() != last) {
                changes.put(i, record.generation());
                last = record.generation();
            }
        }
        return changes;
    }

    private static List<ProducerRecord<byte[], byte[]>> events(TopologyConfig topology) {
        EventWriter writer = new EventWriter("/time", "/value");
        Random noise = new Random(3);
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            long time = 1_700_000_000_000L + i / 2 * MINUTE;
            double value = 10 + Math.sin(i / 2 * .3) + .1 * noise.nextGaussian();
            events.add(new ProducerRecord<>(
                    topology.source().topic(), StreamHarness.bytes("key-" + i % 2), writer.write(time, value)));
        }
        return events;
    }
}
