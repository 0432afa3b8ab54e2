package io.streamgauge.app;

import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.backtest.SettingSearch;
import io.streamgauge.backtest.SettingSearch.Trial;
import io.streamgauge.backtest.TuningTable;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.StateCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tune}: better settings for a stream, from files of its history. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = {
            "Finds the season and tries other settings of readouts, trainer and network on CSV files of history, one after"
                    + " another, and writes a topology file with the best; needs no Kafka.",
            "Each trial is a backtest of the first three quarters of the events, whose first fifth of all is not scored."
                    + " The last quarter has no part in the choice: what was chosen is shown on it beside what the file"
                    + " has. The same input gives the same choice, unless --minutes ends the search."
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge tune --topology topology/series.yaml --input taxi.csv --output taxi.yaml",
            "  streamgauge tune --topology topology/wide.yaml --input wide.csv --melt --trials 8 --output wide.yaml",
            "  streamgauge tune --topology my.yaml --input a.csv --input b.csv --minutes 30 --output my.yaml --force",
            "  streamgauge tune --topology my.yaml --set season=auto --trials 1 --input a.csv --output season.yaml"
        })
final class TuneCommand implements Callable<Integer> {

    @Option(names = "--output", required = true, paramLabel = "NEW.yaml", description = "Topology file to write.")
    Path output = Path.of("");

    @Option(names = "--force", description = "Writes it even where there is such a file.")
    boolean force;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "Settings to try at most, those of the file included; 1 finds the season alone."
                    + " Default: ${DEFAULT-VALUE}.")
    int trials = 16;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Time after which no further trial begins. Default: ${DEFAULT-VALUE}.")
    double minutes = 10;

    @Option(names = "--events", paramLabel = "N", description = "Events to take at most; 0 for no limit.")
    long most;

    @Option(
            names = "--lockstep",
            paramLabel = "R",
            description = "Events of a round, as for backtest. Default: " + BacktestSpec.DEFAULT_ROUND + ".")
    int lockstep = BacktestSpec.DEFAULT_ROUND;

    @Mixin
    InputOptions input = new InputOptions();

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        check();
        TopologyConfig given = StreamOptions.requireUnlabelled(options.topologyOfHistory(Map.of()), "tune");
        TunedFile file = new TunedFile(options.topologyFile, output, force);
        TuneRuns runs = new TuneRuns(input, given, most, lockstep, this::topology);
        HistorySeason season = HistorySeason.of(given, input);
        season.lines().forEach(System.out::println);
        TopologyConfig own = given.findsSeason() ? given.withSeason(season.season()) : given;
        file.requireChangeable(settings(TuneKnobs.start(own)), this::topology);
        runs.warmUp(TuneKnobs.start(own));
        long end = System.nanoTime() + (long) (minutes * Duration.ofMinutes(1).toNanos());
        SettingSearch search = new SettingSearch(
                TuneKnobs.of(own, season.season()),
                (number, settings) -> runs.trial(number, trials, settings),
                trials,
                () -> System.nanoTime() < end);
        Trial best = search.run(TuneKnobs.start(own));

        TuningTable.lines(TuneKnobs.KEYS, search.trials(), this::bytes).forEach(System.out::println);
        System.out.println();
        report(search.trials().get(0), best, runs);
        file.write(settings(best.settings()), remark(best), this::topology);
        System.out.println("Topology in " + output);
        results(search.trials(), best);
        return 0;
    }

    private void check() {
        if (!input.isGiven()) {
            throw new UserError("--input is missing, expected a CSV file");
        }
        if (trials < 1 || !(minutes > 0) || most < 0 || lockstep < 1) {
            throw new UserError("--trials is " + trials + ", --minutes " + minutes + ", --events " + most
                    + " and --lockstep " + lockstep + ", expected 1 or more, more than 0, 0 or more and 1 or more");
        }
    }

    /** What the command line says, with the settings of a trial above it. */
    private Map<String, String> settings(Map<String, String> trial) {
        Map<String, String> all = new LinkedHashMap<>(options.topologyOverrides());
        TuneKnobs.KEYS.forEach(key -> all.put(key, trial.get(key)));
        return all;
    }

    private TopologyConfig topology(Map<String, String> trial) {
        return options.topologyOfHistory(trial);
    }

    private int bytes(Map<String, String> trial) {
        return new StateCodec(Wiring.forecaster(topology(trial))).encodedBytes(true);
    }

    private void report(Trial own, Trial best, TuneRuns runs) {
        TuneRuns.HeldOut first = runs.heldOut(own.settings());
        TuneRuns.HeldOut chosen = best == own ? first : runs.heldOut(best.settings());
        System.out.println(
                best == own
                        ? "No setting was better than those of " + options.topologyFile
                        : "Chosen: trial " + best.number());
        System.out.println("On the last quarter, which had no part in that:");
        System.out.println(first.line("settings of " + options.topologyFile));
        if (best != own) {
            System.out.println(chosen.line("chosen settings"));
            if (!(chosen.score().skill() > first.score().skill())) {
                System.out.println("There the chosen settings are not the better ones: what was gained may be chance.");
            }
        }
        first.results("own").forEach(System.out::println);
        chosen.results("chosen").forEach(System.out::println);
    }

    private String remark(Trial best) {
        List<String> files = input.files.stream()
                .map(each -> String.valueOf(each.getFileName()))
                .toList();
        return String.format(
                Locale.ROOT,
                "Tuned on %s: skill %.2f %% against persistence",
                String.join(", ", files).replaceAll("\\p{Cntrl}", "?"),
                100 * best.score().skill());
    }

    private void results(List<Trial> tried, Trial best) {
        System.out.println(ResultLine.of("tune.trials", tried.size(), "trials"));
        System.out.println(ResultLine.of("tune.chosen", best.number(), "trial"));
    }
}
