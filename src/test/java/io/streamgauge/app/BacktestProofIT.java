package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.BacktestListener;
import io.streamgauge.backtest.BacktestStep;
import io.streamgauge.config.HostPort;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.stream.DeadLetterHeaders;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.wire.CsvSource;
import io.streamgauge.wire.ForecastWriter;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.SourceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is backtested is what runs: the same files through both give the same records, byte for byte. */
@Timeout(300)
class BacktestProofIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** No divisor of the events of any file here, so that the last round is a short one. */
    private static final int ROUND = 53;

    private static final int ROWS = 300;

    @TempDir
    Path folder;

    @Test
    void shouldGiveTheRecordsOfTheTopologyForAFileWithBadRows() throws IOException {
        Path file = write("plain.csv", List.of("load"), 0);
        assertSame("plain", CsvSource.Options.detect(), Map.of(), file);
    }

    @Test
    void shouldGiveTheRecordsOfTheTopologyForColumnsThatShareANetwork() throws IOException {
        Path file = write("wide.csv", List.of("north", "south", "west"), 0);
        assertSame("wide", CsvSource.Options.detect().melted(), Map.of("network.cell", "lstm"), file);
    }

    @Test
    void shouldGiveTheRecordsOfTheTopologyForFilesMergedByTime() throws IOException {
        Path first = write("first.csv", List.of("load"), 0);
        Path second = write("second.csv", List.of("load"), 7);
        assertSame("merged", CsvSource.Options.detect(), Map.of(), first, second);
    }

    private void assertSame(String name, CsvSource.Options options, Map<String, String> more, Path... files) {
        try (StreamHarness harness = new StreamHarness(folder.resolve("broker"))) {
            TopologyConfig topology = harness.stream(name, settings(more));
            Outcome backtest = backtest(topology, open(options, files));
            Outcome topologyOutcome = run(harness, topology, open(options, files));

            assertThat(topologyOutcome.forecasts()).isEqualTo(backtest.forecasts());
            assertThat(topologyOutcome.refused()).isEqualTo(backtest.refused());
            assertThat(backtest.refused())
                    .as("bad rows of every kind were met")
                    .containsOnlyKeys("duplicate", "late", "out_of_range");
            assertThat(backtest.versions()).as("versions learned on the way").isGreaterThan(3);
        }
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("audit", "false");
        return settings;
    }

    private static InputFiles open(CsvSource.Options options, Path... files) {
        List<CsvSource> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(CsvSource.open(file, options));
        }
        return new InputFiles(sources);
    }

    /**
     * What came of a run.
     *
     * @param forecasts records as JSON by key, in their order
     * @param refused events by reason
     */
    private record Outcome(Map<String, List<String>> forecasts, Map<String, Integer> refused, long versions) {}

    private static Outcome backtest(TopologyConfig topology, InputFiles events) {
        Recorder recorder = new Recorder(topology);
        Backtest backtest =
                new Backtest(Wiring.backtest(topology, ROUND), Clock.systemUTC()::millis, List.of(recorder));
        try (events) {
            events.forEachRemaining(backtest::take);
        }
        backtest.finish();
        return new Outcome(recorder.forecasts, recorder.refused, recorder.versions);
    }

    private static final class Recorder implements BacktestListener {
        private final ForecastWriter writer;
        private final Map<String, List<String>> forecasts = new TreeMap<>();
        private final Map<String, Integer> refused = new TreeMap<>();
        private long versions;

        private Recorder(TopologyConfig topology) {
            writer = new ForecastWriter(
                    Wiring.forecaster(topology), topology.anomaly().warmUp(), false);
        }

        @Override
        public void stepped(BacktestStep step) {
            String key = step.event().key();
            byte[] json = writer.write(key, step.measurement(), step.state(), step.forecast(), step.anomaly());
            forecasts.computeIfAbsent(key, unseen -> new ArrayList<>()).add(StreamHarness.text(json));
        }

        @Override
        public void rejected(SourceEvent event, RejectedEventException why) {
            refused.merge(why.reason().id(), 1, Integer::sum);
        }

        @Override
        public void promoted(ModelInfo info) {
            versions = info.version();
        }
    }

    private Outcome run(StreamHarness harness, TopologyConfig topology, InputFiles events) {
        RuntimeConfig runtime = harness.runtime(folder.resolve("state-" + topology.name()));
        try (events;
                TrainerRuntime trainer = new TrainerRuntime(
                        Wiring.trainer(topology, Duration.ZERO, true),
                        runtime,
                        TrainerMetrics.noop(),
                        TrainerProgress.silent());
                ForecasterRuntime forecaster = new ForecasterRuntime(
                        topology, runtime, new HostPort("127.0.0.1", 1), 0, ForecastMetrics.noop(), info -> {});
                EventPublisher publisher = new EventPublisher(topology, runtime);
                LockstepRounds rounds = new LockstepRounds(topology, runtime, forecaster.models())) {
            trainer.start();
            forecaster.start();
            forecaster.awaitRunning(PATIENCE, () -> {});
            for (int sent = 1; events.hasNext(); sent++) {
                publisher.send(events.next());
                if (sent % ROUND == 0) {
                    publisher.flush();
                    rounds.end();
                }
            }
            publisher.flush();
            rounds.end();
            return new Outcome(
                    forecasts(harness, topology),
                    refused(harness, topology),
                    forecaster.models().current().version());
        }
    }

    private static Map<String, List<String>> forecasts(StreamHarness harness, TopologyConfig topology) {
        Map<String, List<String>> forecasts = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                harness.read(topology.topicNames().forecasts())) {
            forecasts
                    .computeIfAbsent(StreamHarness.text(record.key()), unseen -> new ArrayList<>())
                    .add(StreamHarness.text(record.value()));
        }
        return forecasts;
    }

    private static Map<String, Integer> refused(StreamHarness harness, TopologyConfig topology) {
        Map<String, Integer> refused = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                harness.read(topology.topicNames().deadLetters())) {
            byte[] reason =
                    record.headers().lastHeader(DeadLetterHeaders.REASON).value();
            refused.merge(StreamHarness.text(reason), 1, Integer::sum);
        }
        return refused;
    }

    /** A daily wave with noise, and among its rows late ones, doubled ones, empty cells and values far too large. */
    private Path write(String name, List<String> columns, int phase) throws IOException {
        Random noise = new Random(11 + phase);
        List<String> lines = new ArrayList<>(List.of("time," + String.join(",", columns)));
        for (int i = 0; i < ROWS; i++) {
            StringBuilder line = new StringBuilder(time(i % 41 == 40 ? i - 5 : i));
            for (int column = 0; column < columns.size(); column++) {
                line.append(',').append(cell(i, column + phase, noise));
            }
            lines.add(line.toString());
            if (i % 67 == 66) {
                lines.add(line.toString());
            }
        }
        return Files.write(folder.resolve(name), lines);
    }

    private static String time(int row) {
        return String.format("2021-03-%02d %02d:00:00", 1 + row / 24, row % 24);
    }

    private static String cell(int row, int column, Random noise) {
        double value = 20 + 5 * StrictMath.sin(row * Math.PI / 12 + column) + .5 * noise.nextGaussian();
        return switch (row % 97) {
            case 50 -> "";
            case 60 -> "n/a";
            case 70 -> "1e31";
            default -> Double.toString(value);
        };
    }
}
