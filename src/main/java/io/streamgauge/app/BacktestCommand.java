package io.streamgauge.app;

import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.BacktestListener;
import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.backtest.ForecastCsv;
import io.streamgauge.backtest.ScoreCsv;
import io.streamgauge.backtest.StepErrors;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.SourceEvent;
import io.streamgauge.wire.StateCodec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
            "  streamgauge backtest --topology topology/series.yaml --input a.csv --input b.csv --forecasts out.csv"
        })
final class BacktestCommand implements Callable<Integer> {

    @Option(names = "--topology", required = true, paramLabel = "FILE", description = "The stream's topology file.")
    Path topologyFile = Path.of("");

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

    @Mixin
    InputOptions input = new InputOptions();

    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() {
        if (!input.isGiven()) {
            throw new UserError("--input is missing, expected a CSV file");
        }
        if (most < 0 || lockstep < 1) {
            throw new UserError("--events is " + most + " and --lockstep " + lockstep
                    + ", expected 0 or more and 1 or more events");
        }
        TopologyConfig topology = options.topology(topologyFile);
        try (InputFiles events = input.open()) {
            run(topology, events);
        }
        return 0;
    }

    private void run(TopologyConfig topology, InputFiles events) {
        ForecasterSpec spec = Wiring.forecaster(topology);
        StepErrors errors = new StepErrors();
        Counts counts = new Counts();
        List<BacktestListener> listeners = new ArrayList<>(List.of(errors, counts));
        try (@Nullable ForecastCsv forecasts = forecastsFile == null ? null : new ForecastCsv(forecastsFile, spec);
                @Nullable
                        ScoreCsv scores = scoresFile == null
                                ? null
                                : new ScoreCsv(scoresFile, topology.anomaly().warmUp())) {
            if (forecasts != null) {
                listeners.add(forecasts);
            }
            if (scores != null) {
                listeners.add(scores);
            }
            Backtest backtest = new Backtest(Wiring.backtest(topology, lockstep), Clock.systemUTC()::millis, listeners);
            feed(events, backtest);
        }
        report(spec, errors, counts);
    }

    private void feed(InputFiles events, Backtest backtest) {
        long size = most > 0 ? Math.min(most, events.size()) : events.size();
        try (ProgressBar progress = Progress.bar("events", size)) {
            for (long i = 0; events.hasNext() && (most == 0 || i < most); i++) {
                backtest.take(events.next());
                progress.step();
            }
            backtest.finish();
        }
    }

    private static final class Counts implements BacktestListener {
        private long events;
        private long versions;

        @Override
        public void stepped(io.streamgauge.backtest.BacktestStep step) {
            events++;
        }

        @Override
        public void rejected(SourceEvent event, RejectedEventException why) {
            events++;
        }

        @Override
        public void promoted(ModelInfo info) {
            versions = info.version();
        }
    }

    private static void report(ForecasterSpec spec, StepErrors errors, Counts counts) {
        result("events", counts.events, "events");
        result("forecasts", errors.steps(), "records");
        result("dead_letters", counts.events - errors.steps(), "records");
        result("versions", counts.versions, "versions");
        result("mse", errors.mse(), "units2");
        result("mae", errors.mae(), "units");
        result("mae.persistence", errors.mae(Expert.PERSISTENCE), "units");
        result("mae.network", errors.mae(Expert.NETWORK), "units");
        result("mae.mix", errors.mae(), "units");
        result("coverage." + Math.round(100 * spec.bandLevel()), errors.coverage(), "share");
        result("us_per_event", errors.microsPerStep(), "us");
        result("bytes_per_key", new StateCodec(spec).encodedBytes(), "bytes");
    }

    private static void result(String name, double value, String unit) {
        System.out.println(ResultLine.of(name, value, unit));
    }
}
