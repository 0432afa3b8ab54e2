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

    /** What the generated process asks for; all else are the defaults of a topology file. */
    private static final Map<String, String> SETTINGS = Map.of(
            "name", "bench",
            "category.field", "/type",
            "category.vocabulary", "63",
            "network.hidden", "64",
            "windows.steps", "96",
            "windows.stride", "24",
            "trainer.schedule", "constant",
            "trainer.updates", "16",
            "trainer.batch", "16",
            "trainer.replay", "1024");

    private static final int LEAST_EVENTS = 1_000;

    @Option(names = "--length", paramLabel = "N", description = "bench categories: events.", defaultValue = "400000")
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
            description = "bench categories: seed of the processes.",
            defaultValue = "1")
    long seed;

    @Option(
            names = "--setting",
            paramLabel = "KEY=VALUE",
            description = "bench categories: a setting of the topology file, as often as wanted.")
    Map<String, String> settings = new LinkedHashMap<>();

    CategoryBench bench() {
        if (events < LEAST_EVENTS || processes < 1) {
            throw new UserError("--length is " + events + " and --processes " + processes + ", expected at least "
                    + LEAST_EVENTS + " and 1");
        }
        Map<String, String> all = new LinkedHashMap<>(SETTINGS);
        all.putAll(settings);
        TopologyConfig topology = TopologyConfig.load(null, all);
        TrainerSpec trainer = Wiring.trainer(topology, Duration.ZERO, true);
        return new CategoryBench(
                new CategoryBench.Size(processes, events, seed),
                Objects.requireNonNull(Wiring.categories(topology)),
                trainer.settings(),
                topology.seed(),
                BacktestSpec.DEFAULT_ROUND);
    }
}
