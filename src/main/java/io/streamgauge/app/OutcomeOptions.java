package io.streamgauge.app;

import io.streamgauge.app.bench.OutcomeBench;
import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.config.TopologyConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options of {@code bench outcomes}. */
final class OutcomeOptions {
    /** What the generated machines ask for; all else are the defaults of a topology file. */
    private static final Map<String, String> SETTINGS = Map.of(
            "name", "bench",
            "horizons", "1",
            "outcome.within", "1h",
            "outcome.wait", "0s",
            "windows.steps", "64",
            "windows.stride", "16",
            "trainer.updates", "8",
            "trainer.replay", "8192");

    private static final int LEAST_EVENTS = 1_000;

    @Option(
            names = "--machine-events",
            paramLabel = "N",
            description = "bench outcomes: events.",
            defaultValue = "400000")
    int events;

    @Option(
            names = "--machines",
            paramLabel = "N",
            description = "bench outcomes: keys, each a machine of its own.",
            defaultValue = "20")
    int machines;

    @Option(
            names = "--machine-seeds",
            paramLabel = "N,N",
            split = ",",
            description = "bench outcomes: a run for each of these seeds of the machines; the figures are medians.",
            defaultValue = "1,2,3")
    List<Long> seeds = List.of();

    @Option(
            names = "--machine-setting",
            paramLabel = "KEY=VALUE",
            description = "bench outcomes: a setting of the topology file, as often as wanted.")
    Map<String, String> settings = new LinkedHashMap<>();

    List<String> lines(Consumer<String> progress) {
        if (events < LEAST_EVENTS || machines < 1) {
            throw new UserError("--machine-events is " + events + " and --machines " + machines + ", expected at least "
                    + LEAST_EVENTS + " and 1");
        }
        Map<String, String> all = new LinkedHashMap<>(SETTINGS);
        all.putAll(settings);
        TopologyConfig topology = TopologyConfig.load(null, all);
        return OutcomeBench.lines(
                seeds.stream()
                        .map(seed -> new OutcomeBench.Size(machines, events, seed))
                        .toList(),
                () -> Wiring.backtest(topology, BacktestSpec.DEFAULT_ROUND),
                steps(topology),
                progress);
    }

    /** Steps in which a failure is forecast. */
    private static int steps(TopologyConfig topology) {
        long within = topology.outcomes().within().map(Duration::toMillis).orElse(0L);
        if (within == 0 || within % OutcomeBench.INTERVAL != 0) {
            throw new UserError("--machine-setting: found outcome.within=" + Duration.ofMillis(within)
                    + ", expected a multiple of the " + Duration.ofMillis(OutcomeBench.INTERVAL)
                    + " between two events");
        }
        return (int) (within / OutcomeBench.INTERVAL);
    }
}
