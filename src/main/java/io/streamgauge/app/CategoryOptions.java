package io.streamgauge.app;

import io.streamgauge.app.bench.CategoryBench;
import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.trainer.TrainerSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Option;

/** The options of {@code bench categories}. */
final class CategoryOptions {

    /**
     * What the generated process asks for; all else are the defaults of a topology file. It makes some thirty faults a month
     * of a key, so that fewer alarms than that would have to pass over most of them.
     */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("name", "bench"),
            Map.entry("category.field", "/type"),
            Map.entry("category.vocabulary", "63"),
            Map.entry("network.hidden", "64"),
            Map.entry("windows.steps", "96"),
            Map.entry("windows.stride", "24"),
            Map.entry("trainer.schedule", "constant"),
            Map.entry("trainer.updates", "16"),
            Map.entry("trainer.batch", "16"),
            Map.entry("trainer.replay", "8192"),
            Map.entry("anomaly.alarms-per-month", "30"));

    private static final int LEAST_EVENTS = 1_000;

    @Option(names = "--length", paramLabel = "N", description = "bench categories: events.", defaultValue = "600000")
    int events;

    @Option(
            names = "--processes",
            paramLabel = "N",
            description = "bench categories: keys, each a process of its own.",
            defaultValue = "20")
    int processes;

    @Option(
            names = "--process-seed",
            paramLabel = "N",
            description = "bench categories: seed of the first run's processes.",
            defaultValue = "1")
    long seed;

    @Option(
            names = "--process-seeds",
            paramLabel = "N",
            description = "bench categories: runs, each with the next seed; figures are their medians.",
            defaultValue = "3")
    int seeds;

    @Option(
            names = "--setting",
            paramLabel = "KEY=VALUE",
            description = "bench categories: a setting of the topology file, as often as wanted.")
    Map<String, String> settings = new LinkedHashMap<>();

    CategoryBench bench() {
        if (events < LEAST_EVENTS || processes < 1 || seeds < 1) {
            throw new UserError("--length is " + events + ", --processes " + processes + " and --process-seeds " + seeds
                    + ", expected at least " + LEAST_EVENTS + ", 1 and 1");
        }
        Map<String, String> all = new LinkedHashMap<>(SETTINGS);
        all.putAll(settings);
        TopologyConfig topology = TopologyConfig.load(null, all);
        TrainerSpec trainer = Wiring.trainer(topology, Duration.ZERO, true);
        return new CategoryBench(
                new CategoryBench.Size(processes, events, seed, seeds),
                Objects.requireNonNull(Wiring.categories(topology)),
                trainer.settings(),
                BacktestSpec.DEFAULT_ROUND);
    }
}
