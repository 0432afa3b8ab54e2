package io.streamgauge.app;

import io.streamgauge.backtest.AblationTable;
import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.backtest.NetworkWorth;
import io.streamgauge.backtest.Scored;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.SourceEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ablation}: what the trained network is worth, beside runs from which a part of it is taken away. */
@Command(
        name = "ablation",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the backtest several times, each time with something taken away from the network or another one in its"
                    + " place, and prints one table of one-step errors.",
            "trained: all of it. frozen: random layers, a trained head. stateless: no memory. first-version: learns no"
                    + " more after its first version. untrained: readout and mix alone. without-priors: new readouts start"
                    + " from nothing. rnn-1 to lstm-2: cell and layers."
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge ablation --panel",
            "  streamgauge ablation --topology topology/wide.yaml --input wide.csv --melt --set season=24",
            "  streamgauge ablation --panel --keys 200 --runs trained,frozen,stateless"
        })
final class AblationCommand implements Callable<Integer> {

    /** What a topology of the panel's events looks like. */
    static final Map<String, String> PANEL_TOPOLOGY = Map.of(
            "name", "panel", "covariates", "/campaign", "categories", "/department", "season", "7", "horizons", "1");

    @Option(names = "--topology", paramLabel = "FILE", description = "The stream's topology file; not for --panel.")
    @Nullable
    Path topologyFile;

    @Option(
            names = "--panel",
            description = "Takes generated events: many short, related daily series with a covariate and a category.")
    boolean panel;

    @Option(names = "--keys", paramLabel = "N", description = "Keys of the panel. Default: ${DEFAULT-VALUE}.")
    int keys = 1_000;

    @Option(names = "--key-events", paramLabel = "N", description = "Events of each. Default: ${DEFAULT-VALUE}.")
    int keyEvents = 150;

    @Option(names = "--panel-seed", paramLabel = "N", description = "Seed of the panel. Default: ${DEFAULT-VALUE}.")
    long panelSeed = 1;

    @Option(names = "--runs", paramLabel = "A,B", split = ",", description = "The runs to make; all without it.")
    List<String> runs = new ArrayList<>();

    @Option(names = "--events", paramLabel = "N", description = "Events to take at most; 0 for no limit.")
    long most;

    @Option(names = "--skip", paramLabel = "N", description = "First events of each key that are not scored.")
    long skipped;

    @Option(
            names = "--lockstep",
            paramLabel = "R",
            description = "Events of a round, as for backtest. Default: " + BacktestSpec.DEFAULT_ROUND + ".")
    int lockstep = BacktestSpec.DEFAULT_ROUND;

    @Mixin
    InputOptions input = new InputOptions();

    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() {
        check();
        Map<String, NetworkWorth> results = new LinkedHashMap<>();
        for (AblationRun run : AblationRun.named(runs)) {
            results.put(run.name(), run(run));
        }
        AblationTable.lines(results).forEach(System.out::println);
        System.out.println();
        results.forEach(AblationCommand::printResults);
        return 0;
    }

    private void check() {
        if (panel == input.isGiven() || panel != (topologyFile == null)) {
            throw new UserError("expected either --panel, or --topology and --input");
        }
        if (most < 0 || skipped < 0 || lockstep < 1 || keys < 1 || keyEvents < 1) {
            throw new UserError("--events is " + most + ", --skip " + skipped + ", --lockstep " + lockstep + ", --keys "
                    + keys + " and --key-events " + keyEvents + ", expected 0, 0, 1, 1 and 1 or more");
        }
    }

    private NetworkWorth run(AblationRun run) {
        Path file = topologyFile == null ? Path.of("--panel") : topologyFile;
        TopologyConfig topology = HistorySeason.settle(
                StreamOptions.requireUnlabelled(
                        options.topology(topologyFile, panel ? PANEL_TOPOLOGY : Map.of(), run.settings()), "ablation"),
                file,
                input);
        NetworkWorth worth = new NetworkWorth(skipped);
        Backtest backtest = new Backtest(
                Wiring.backtest(topology, lockstep).under(run.control()), Clock.systemUTC()::millis, List.of(worth));
        if (panel) {
            Panel events = new Panel(new Panel.Settings(keys, keyEvents, panelSeed));
            feed(run.name(), events, events.size(), backtest);
        } else {
            try (InputEvents events = input.openSteps(topology)) {
                feed(run.name(), events, events.size(), backtest);
            }
        }
        return worth;
    }

    private void feed(String name, Iterator<SourceEvent> events, long size, Backtest backtest) {
        long last = most > 0 ? Math.min(most, size) : size;
        try (ProgressBar progress = Progress.bar("events, " + name, last)) {
            for (long i = 0; events.hasNext() && (most == 0 || i < most); i++) {
                backtest.take(events.next());
                progress.step();
            }
            backtest.finish();
        }
    }

    private static void printResults(String run, NetworkWorth worth) {
        for (Scored each : Scored.values()) {
            NetworkWorth.Figures figures = worth.figures(each);
            String name = "ablation." + run + "." + each.id() + ".";
            print(name + "mae", figures.mae(), "units");
            print(name + "mse", figures.mse(), "units2");
            print(name + "mae_ratio", figures.maeRatio(), "persistence");
            print(name + "mse_ratio", figures.mseRatio(), "persistence");
            print(name + "early", figures.early(), "persistence");
            print(name + "first", figures.first(), "persistence");
        }
    }

    private static void print(String name, double value, String unit) {
        if (Double.isFinite(value)) {
            System.out.println(ResultLine.of(name, value, unit));
        }
    }
}
