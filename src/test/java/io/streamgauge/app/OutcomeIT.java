package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.config.HostPort;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.LabelRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A labelled outcome on a real broker: labels topic, forecaster, windows topic, trainer, weights topic, forecasts. */
class OutcomeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(200);
    private static final int EVENTS = 2_000;
    /** Events sent at once: few enough for the trainer to learn between them. */
    private static final int PART = 200;

    private static final long MINUTE = 60_000;
    /** Events from a jump of the value to what it warns of, and those before it in which it is to be foretold. */
    private static final int LAG = 6;

    private static final int WITHIN = 3;

    @TempDir
    Path folder;

    private final List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> labels = new ArrayList<>();
    private final boolean[] yes = new boolean[EVENTS];

    @Test
    void shouldForetellWhatIsLabelled() throws Exception {
        try (StreamHarness harness = new StreamHarness(folder.resolve("broker"))) {
            TopologyConfig topology = harness.stream(
                    "pumps",
                    Map.of(
                            "partitions", "1",
                            "horizons", "1",
                            "network.hidden", "12",
                            "windows.steps", "16",
                            "windows.stride", "4",
                            "trainer.replay", "512",
                            "outcome.within", WITHIN + "m",
                            "outcome.wait", "0s",
                            "outcome.name", "failure"));
            generate(topology);
            harness.send(labels);
            run(harness, topology);

            List<ConsumerRecord<byte[], byte[]>> forecasts =
                    harness.read(topology.topicNames().forecasts());
            assertThat(forecasts).hasSize(EVENTS);
            assertThat(StreamHarness.text(forecasts.get(EVENTS - 1).value()))
                    .contains("\"outcome\":{\"name\":\"failure\",\"probability\":0.");
            double[] sums = new double[2];
            int[] counts = new int[2];
            for (int i = EVENTS / 2; i < EVENTS; i++) {
                double probability = Objects.requireNonNull(
                        ForecastReader.read(forecasts.get(i).value()).outcome());
                sums[yes[i] ? 1 : 0] += probability;
                counts[yes[i] ? 1 : 0]++;
            }
            assertThat(sums[1] / counts[1])
                    .as("mean probability before an outcome, and elsewhere")
                    .isGreaterThan(3 * sums[0] / counts[0]);
        }
    }

    private void run(StreamHarness harness, TopologyConfig topology) {
        RuntimeConfig runtime = harness.runtime(folder.resolve("state"));
        try (TrainerRuntime trainer = new TrainerRuntime(
                        Wiring.trainer(topology, Duration.ZERO, false),
                        runtime,
                        TrainerMetrics.noop(),
                        TrainerProgress.silent());
                ForecasterRuntime forecaster = new ForecasterRuntime(
                        topology, runtime, new HostPort("127.0.0.1", 1), 0, ForecastMetrics.noop(), info -> {})) {
            trainer.start();
            forecaster.start();
            for (int from = 0; from < EVENTS; from += PART) {
                int until = from + PART;
                harness.send(events.subList(from, until));
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() ->
                                harness.read(topology.topicNames().forecasts()).size() >= until);
            }
        }
    }

    /** A series that jumps now and then, with an outcome {@value #LAG} minutes after every jump. */
    private void generate(TopologyConfig topology) {
        EventWriter writer = new EventWriter("/time", "/value");
        Random random = new Random(3);
        int last = -EVENTS;
        for (int i = 0; i < EVENTS; i++) {
            boolean jumps = i - last > 2 * LAG && random.nextInt(20) == 0;
            last = jumps ? i : last;
            long time = 1_700_000_000_000L + i * MINUTE;
            byte[] key = StreamHarness.bytes("pump-7");
            if (i - last == LAG) {
                byte[] label = new LabelRecord(time, time, LabelKind.OUTCOME, "tickets").encode();
                labels.add(new ProducerRecord<>(topology.topicNames().labels(), key, label));
            }
            yes[i] = i - last >= LAG - WITHIN && i - last < LAG;
            double value = 10 + random.nextGaussian() + (jumps ? 12 : 0);
            events.add(new ProducerRecord<>(topology.source().topic(), key, writer.write(time, value)));
        }
    }
}
