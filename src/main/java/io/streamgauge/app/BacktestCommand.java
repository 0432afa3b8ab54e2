package io.streamgauge.app;

import io.streamgauge.backtest.Accuracy;
import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.BacktestListener;
import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.backtest.BandCsv;
import io.streamgauge.backtest.EarlyCsv;
import io.streamgauge.backtest.ForecastCsv;
import io.streamgauge.backtest.Pictures;
import io.streamgauge.backtest.ScoreCsv;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.http.ReportPage;
import io.streamgauge.wire.SourceEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backtest}: the same core over files, with the trainer in lock-step. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        description = {
            "Forecasts every event of CSV files before it is seen and learns from it after, as the topology does with its"
                    + " trainer in lock-step; needs no Kafka.",
            "Several files are several keys, merged by event time. The same input gives the same output."
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge backtest --topology topology/series.yaml --input taxi.csv --report taxi.html",
            "  streamgauge backtest --topology topology/wide.yaml --input wide.csv --melt --set season=24",
            "  streamgauge backtest --topology topology/series.yaml --input a.csv --input b.csv --forecasts out.csv",
            "  streamgauge backtest --topology pumps.yaml --set outcome.within=1h --input pumps.csv --labels failures.csv",
            "  streamgauge backtest --topology topology/clicks.yaml --set key=/page --input clicks.jsonl",
            "  streamgauge backtest --topology steps.yaml --set category.field=/type --input steps.jsonl --scores out.csv"
        })
final class BacktestCommand implements Callable<Integer> {

    @Option(names = "--events", paramLabel = "N", description = "Events to take at most; 0 for no limit.")
    long most;

    @Option(
            names = "--lockstep",
            paramLabel = "R",
            description = "Events of a round: what is learned from one serves the next. Default: "
                    + BacktestSpec.DEFAULT_ROUND + ".")
    int lockstep = BacktestSpec.DEFAULT_ROUND;

    @Option(names = "--forecasts", paramLabel = "OUT.csv", description = "Writes a row per event and horizon.")
    @Nullable
    Path forecastsFile;

    @Option(names = "--scores", paramLabel = "OUT.csv", description = "Writes each event's anomaly scores.")
    @Nullable
    Path scoresFile;

    @Option(
            names = "--bands",
            paramLabel = "OUT.csv",
            description = "Writes how the bands did, a row per key, level and horizon.")
    @Nullable
    Path bandsFile;

    @Option(names = "--report", paramLabel = "OUT.html", description = "Writes one page with pictures and tables.")
    @Nullable
    Path reportFile;

    @Option(
            names = "--early",
            paramLabel = "OUT.csv",
            description = "Writes each key's mean absolute errors in events 5 to 20, by expert.")
    @Nullable
    Path earlyFile;

    @Option(
            names = "--model",
            paramLabel = "FILE.safetensors",
            description = "Starts from weights and priors that pretrain has written.")
    @Nullable
    Path modelFile;

    @Option(
            names = "--labels",
            paramLabel = "FILE.csv",
            description = "What people have said of the outcomes (outcome.within): key,from,to,label, the label outcome"
                    + " or no-outcome. Each is learned from when its time has come.")
    @Nullable
    Path labelsFile;

    @Option(names = "--no-training", description = "Leaves the shared weights as they are.")
    boolean frozen;

    @Mixin
    LeftOut leftOut = new LeftOut();

    @Mixin
    InputOptions input = new InputOptions();

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        if (!input.isGiven()) {
            throw new UserError("--input is missing, expected a CSV file");
        }
        if (most < 0 || lockstep < 1) {
            throw new UserError("--events is " + most + " and --lockstep " + lockstep
                    + ", expected 0 or more and 1 or more events");
        }
        TopologyConfig given = options.topologyOfHistory(Map.of());
        if (given.categories().isOn()) {
            refuseWhatIsOfValues();
            new CategoryFiles(given, lockstep, Clock.systemUTC())
                    .run(input, most, scoresFile)
                    .forEach(System.out::println);
            return 0;
        }
        TopologyConfig topology = HistorySeason.settle(given, options.topologyFile, input);
        try (InputEvents events = input.openSteps(topology)) {
            run(topology, events);
        }
        return 0;
    }

    private void refuseWhatIsOfValues() {
        Map<String, Boolean> ofValues = new LinkedHashMap<>();
        ofValues.put("--melt", input.melt);
        ofValues.put("--targets", !input.targets.isEmpty());
        ofValues.put("--covariates", !input.covariates.isEmpty());
        ofValues.put("--time-column", input.timeColumn != null);
        ofValues.put("--forecasts", forecastsFile != null);
        ofValues.put("--bands", bandsFile != null);
        ofValues.put("--report", reportFile != null);
        ofValues.put("--early", earlyFile != null);
        ofValues.put("--labels", labelsFile != null);
        ofValues.put("--model", modelFile != null);
        ofValues.put("--no-training", frozen);
        ofValues.forEach((option, isGiven) -> {
            if (isGiven) {
                throw new UserError(
                        option + ": found with category.field, expected none: it is about values; categories"
                                + " take --input, --events, --lockstep, --separator and --scores");
            }
        });
    }

    private void run(TopologyConfig topology, InputEvents events) {
        ForecasterSpec spec = Wiring.forecaster(topology);
        BacktestSpec backtestSpec = spec(topology);
        @Nullable LabelledHistory labels = LabelledHistory.of(topology, labelsFile);
        @Nullable ReportFile report = reportFile == null ? null : new ReportFile(reportFile);
        Accuracy accuracy = new Accuracy(spec);
        Pictures pictures = new Pictures(accuracy);
        List<BacktestListener> listeners = new ArrayList<>(List.of(accuracy));
        try (@Nullable ForecastCsv forecasts = forecastsFile == null ? null : new ForecastCsv(forecastsFile, spec);
                @Nullable
                        ScoreCsv scores = scoresFile == null
                                ? null
                                : new ScoreCsv(
                                        scoresFile, spec, topology.anomaly().warmUp());
                @Nullable EarlyCsv early = earlyFile == null ? null : new EarlyCsv(earlyFile)) {
            Stream.of(
                            forecasts,
                            scores,
                            early,
                            report == null ? null : pictures,
                            labels == null ? null : labels.accuracy())
                    .filter(Objects::nonNull)
                    .forEach(listeners::add);
            Backtest backtest = new Backtest(backtestSpec, Clock.systemUTC()::millis, listeners);
            feed(events, labels, backtest);
        }
        if (bandsFile != null) {
            BandCsv.write(bandsFile, accuracy);
        }
        if (report != null) {
            Map<String, Object> data = pictures.data();
            if (labels != null) {
                data.put("outcome", Pictures.outcome(labels.accuracy().reliability()));
            }
            report.write(heading(topology, accuracy), data, Pictures.script());
            System.out.println("Report in " + reportFile);
        }
        events.refused().forEach(System.out::println);
        BacktestReport.lines(spec, accuracy, events.skippedCells()).forEach(System.out::println);
        if (labels != null) {
            labels.lines().forEach(System.out::println);
        }
    }

    private BacktestSpec spec(TopologyConfig topology) {
        BacktestSpec spec = Wiring.backtest(topology, lockstep).without(leftOut.statistics());
        if (modelFile != null) {
            spec = spec.startingFrom(ModelFile.read(modelFile, Wiring.forecaster(topology)));
        }
        return frozen ? spec.asFrozen() : spec;
    }

    private ReportPage.Heading heading(TopologyConfig topology, Accuracy accuracy) {
        String files = input.files.stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", "));
        TopologyConfig.Network network = topology.network();
        return new ReportPage.Heading(
                "Backtest of " + topology.name(),
                String.format(
                        Locale.ROOT,
                        "%,d events of %,d keys from %s: each forecast before it was seen, and learned from after.",
                        accuracy.events(),
                        accuracy.series().size(),
                        files),
                network.cell().text() + " " + network.hidden() + " × " + network.layers() + ", season "
                        + (topology.season() == 0 ? "not given" : topology.season()) + ", seed " + topology.seed()
                        + ", rounds of " + lockstep + " events, " + accuracy.versions() + " versions of the weights");
    }

    private void feed(InputEvents events, @Nullable LabelledHistory labels, Backtest backtest) {
        long size = most > 0 && events.size() != InputEvents.UNKNOWN ? Math.min(most, events.size()) : events.size();
        try (ProgressBar progress = Progress.bar("events", size)) {
            for (long i = 0; events.hasNext() && (most == 0 || i < most); i++) {
                SourceEvent event = events.next();
                if (labels != null) {
                    labels.tell(event.time(), backtest::label);
                }
                backtest.take(event);
                progress.step();
            }
            backtest.finish();
        }
    }
}
