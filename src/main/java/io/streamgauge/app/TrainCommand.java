package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.trainer.TrainerProgress;
import io.streamgauge.wire.ModelInfo;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: the sidecar trainer, against any Kafka. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Runs the trainer of a stream: learns from its windows topic, publishes versioned weights.",
        footer = {
            "",
            "Examples:",
            "  streamgauge train --topology topology/series.yaml",
            "  streamgauge train --topology my.yaml --config my.properties --set trainer.http.port=9091"
        })
final class TrainCommand implements Callable<Integer> {

    @Option(names = "--lockstep", description = "Learns from a round of a forecaster in lock-step at a time.")
    boolean lockstep;

    @Mixin
    StreamOptions options = new StreamOptions();

    @Override
    public Integer call() {
        RuntimeConfig runtime = options.runtime();
        TopologyConfig topology = options.topology();
        options.requireTopics(runtime, topology);
        Meters meters = new Meters(topology);
        try (Shutdown shutdown = new Shutdown();
                TrainerRuntime trainer = new TrainerRuntime(
                        Wiring.trainer(topology, topology.trainer().publishInterval(), lockstep)
                                .withSeal(Wiring.seal(topology, runtime)),
                        runtime,
                        meters.trainer(),
                        new Log());
                MetricsPage page = MetricsPage.ofTrainer(topology.name(), runtime, meters, trainer::health)) {
            trainer.start();
            System.out.println("Training '" + topology.name() + "'; metrics at " + page.url() + "; stop with Ctrl-C");
            while (!shutdown.await(500)) {
                trainer.requireAlive();
            }
            return 0;
        }
    }

    /** Says what is published, a line each. */
    private static final class Log implements TrainerProgress {

        @Override
        public void learned(long windows) {
            // Said with the next version.
        }

        @Override
        public void published(ModelInfo info) {
            System.out.printf(
                    Locale.ROOT,
                    "version %d (generation %d) after %,d windows: loss %.4f on unseen windows, %.4f before%n",
                    info.version(),
                    info.generation(),
                    info.windows(),
                    info.gateLoss(),
                    info.parentLoss());
        }
    }
}
