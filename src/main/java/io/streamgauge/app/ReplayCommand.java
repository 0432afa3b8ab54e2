package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.SourceEvent;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay}: publishes files as events. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Publishes CSV files as events to a stream's source topic.",
        footer = {
            "",
            "Examples:",
            "  streamgauge replay --topology topology/series.yaml --input data.csv",
            "  streamgauge replay --topology topology/wide.yaml --input wide.csv --melt --rate 500"
        })
final class ReplayCommand implements Callable<Integer> {

    @Option(names = "--rate", paramLabel = "N", description = "Events per second; 0 for no limit.")
    double rate;

    @Option(names = "--speedup", paramLabel = "X", description = "Event time per wall time; 0 for no limit.")
    double speedup;

    @Option(names = "--skip", paramLabel = "N", description = "Events to leave out at the beginning.")
    long skip;

    @Option(names = "--events", paramLabel = "N", description = "Events to publish at most; 0 for no limit.")
    long most;

    @Mixin
    InputOptions input = new InputOptions();

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        if (!input.isGiven()) {
            throw new UserError("--input is missing, expected a CSV file to replay");
        }
        if (skip < 0 || most < 0) {
            throw new UserError("--skip is " + skip + " and --events " + most + ", expected neither to be negative");
        }
        RuntimeConfig runtime = options.runtime();
        TopologyConfig topology = options.topologyOfValues("replay");
        EventPublisher.requireJson(topology);
        try (InputFiles events = input.open(topology)) {
            options.requireTopics(runtime, topology);
            long published = publish(events, topology, runtime);
            System.out.println(
                    "Published " + published + " events to " + topology.source().topic()
                            + (events.skippedCells() > 0
                                    ? "; " + events.skippedCells() + " empty or non-numeric cells left out"
                                    : ""));
            return 0;
        }
    }

    private long publish(InputFiles events, TopologyConfig topology, RuntimeConfig runtime) {
        long left = Math.max(0, events.size() - skip);
        long size = most > 0 ? Math.min(most, left) : left;
        Pacer pacer = new Pacer(rate, speedup);
        long published = 0;
        try (EventPublisher publisher = new EventPublisher(topology, runtime);
                ProgressBar progress = Progress.bar("events", size)) {
            for (long i = 0; i < skip && events.hasNext(); i++) {
                events.next();
            }
            while (events.hasNext() && (most == 0 || published < most)) {
                SourceEvent event = events.next();
                pacer.await(event);
                publisher.send(event);
                published++;
                progress.step();
            }
            publisher.flush();
        }
        return published;
    }
}
