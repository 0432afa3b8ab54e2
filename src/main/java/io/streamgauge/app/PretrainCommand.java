package io.streamgauge.app;

import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.backtest.Pretraining;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.WeightsRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pretrain}: weights and priors from history files, for a stream that has not begun. */
@Command(
        name = "pretrain",
        mixinStandardHelpOptions = true,
        description = {
            "Learns the shared weights and priors from CSV files of history and writes them to a file, which 'backtest"
                    + " --model' starts from and 'model import' deploys; needs no Kafka.",
            "The same input gives the same file."
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge pretrain --topology topology/series.yaml --input a.csv --input b.csv --output weights.safetensors",
            "  streamgauge backtest --topology topology/series.yaml --model weights.safetensors --input new.csv"
        })
final class PretrainCommand implements Callable<Integer> {

    @Option(names = "--output", required = true, paramLabel = "FILE.safetensors", description = "File to write.")
    Path output = Path.of("");

    @Option(names = "--passes", paramLabel = "N", description = "How often the files are learned from. Default: 3.")
    int passes = 3;

    @Option(
            names = "--part",
            paramLabel = "N",
            description = "Events after which a series starts afresh, so that beginnings are learned too. Default: 96.")
    int part = 96;

    @Option(
            names = "--lockstep",
            paramLabel = "R",
            description = "Events of a round: what is learned from one serves the next. Default: "
                    + BacktestSpec.DEFAULT_ROUND + ".")
    int lockstep = BacktestSpec.DEFAULT_ROUND;

    @Mixin
    InputOptions input = new InputOptions();

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        if (!input.isGiven()) {
            throw new UserError("--input is missing, expected a CSV file");
        }
        if (passes < 1 || part < 1 || lockstep < 1) {
            throw new UserError("--passes is " + passes + ", --part " + part + " and --lockstep " + lockstep
                    + ", expected 1 or more of each");
        }
        ModelFile.requireWritable(output);
        TopologyConfig topology = HistorySeason.settle(
                StreamOptions.requireUnlabelled(options.topologyOfHistory(Map.of()), "pretrain"),
                options.topologyFile,
                input);
        Pretraining pretraining =
                new Pretraining(Wiring.backtest(topology, lockstep), Clock.systemUTC()::millis, passes, part);
        System.out.println("pass     events  versions  network  median   (errors of persistence)");
        for (int i = 0; i < passes; i++) {
            print(pass(topology, pretraining));
        }
        write(pretraining);
        return 0;
    }

    private Pretraining.Pass pass(TopologyConfig topology, Pretraining pretraining) {
        try (InputEvents events = input.openSteps(topology);
                ProgressBar progress = Progress.bar("events", events.size())) {
            while (events.hasNext()) {
                pretraining.take(events.next());
                progress.step();
            }
            return pretraining.finishPass();
        }
    }

    private static void print(Pretraining.Pass pass) {
        System.out.printf(
                Locale.ROOT,
                "%4d %10d %9d %8.3f %7.3f%n",
                pass.number(),
                pass.events(),
                pass.versions(),
                pass.network(),
                pass.median());
    }

    private void write(Pretraining pretraining) {
        if (!pretraining.hasLearned()) {
            throw new UserError("--input: no series has as many events as a training window with its labels");
        }
        WeightsRecord weights = pretraining.weights();
        if (!weights.parameters().isFinite()) {
            throw new UserError("--input: the weights have run away; try --set trainer.learning-rate with less");
        }
        ModelFile.write(output, weights);
        System.out.println("Weights " + (weights.prior() == null ? "without" : "and") + " priors in " + output);
    }
}
