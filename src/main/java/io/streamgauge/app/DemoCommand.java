package io.streamgauge.app;

import io.streamgauge.config.Output;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: the main job with nothing else running. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs everything in one process: an embedded broker, a source of events, the forecaster, the trainer and the"
                    + " live page.",
            "Without --input a fleet of sensors is generated, with anomalies that are known."
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge demo",
            "  streamgauge demo --input data.csv --events 10000",
            "  streamgauge demo --input wide.csv --melt --set season=24",
            "  streamgauge demo --events 200000 --keys 20 --speedup 0"
        })
final class DemoCommand implements Callable<Integer> {

    /** Event time per wall time of the generated fleet: four minutes a second. */
    private static final double FLEET_SPEEDUP = 240;

    /** As many as a chart holds. */
    private static final int MOST_WATCHED = 4;

    @Option(
            names = "--topology",
            paramLabel = "FILE",
            description = "Topology file; one that ships is taken without it.")
    @Nullable
    Path topologyFile;

    @Option(names = "--events", paramLabel = "N", description = "Stops after so many events and prints a summary.")
    long events;

    @Option(names = "--keys", paramLabel = "N", description = "Sensors of the generated fleet.")
    int keys = FleetGenerator.Settings.demo(0).keys();

    @Option(
            names = "--speedup",
            paramLabel = "X",
            description = "Event time per wall time, 0 for as fast as the trainer learns. Default: 0 for a file, "
                    + FLEET_SPEEDUP + " for the fleet.")
    @Nullable
    Double speedup;

    @Option(names = "--rate", paramLabel = "N", description = "Events per second at most; 0 for no limit.")
    double rate;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the fleet and of the network.")
    @Nullable
    Long seed;

    @Option(
            names = "--lockstep",
            paramLabel = "R",
            description = "Releases R events at a time and awaits what is learned from them: same input, same output.")
    int lockstep;

    @Option(names = "--forecasts", paramLabel = "OUT.csv", description = "Writes the forecasts to a file at the end.")
    @Nullable
    Path forecastsFile;

    @Mixin
    InputOptions input = new InputOptions();

    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws IOException {
        if (events < 0 || lockstep < 0) {
            throw new UserError(
                    "--events is " + events + " and --lockstep " + lockstep + ", expected neither to be negative");
        }
        if (keys < 1) {
            throw new UserError("--keys is " + keys + ", expected at least 1");
        }
        if (forecastsFile != null && events == 0 && !input.isGiven()) {
            throw new UserError("--forecasts needs an end, expected --events N as well");
        }
        TopologyConfig topology = StreamOptions.requireValues(topology(), "demo");
        EventPublisher.requireJson(topology);
        requireOneValue(topology);
        if (topology.output() != Output.FULL) {
            throw new UserError("output is " + topology.output().text()
                    + ", expected full: the demo's report compares all that is forecast");
        }
        DemoSource source = input.isGiven()
                ? DemoSource.ofFiles(input.open(topology), events)
                : DemoSource.ofFleet(
                        FleetGenerator.Settings.demo(topology.seed()).withKeys(keys), events);
        double pace = speedup != null ? speedup : input.isGiven() ? 0 : FLEET_SPEEDUP;
        Pacer pacer = new Pacer(rate, pace);
        RuntimeConfig.Http http = http();
        try (Shutdown shutdown = new Shutdown();
                source) {
            Path folder = Files.createTempDirectory("streamgauge-demo");
            try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
                shutdown.requireNotRequested();
                RuntimeConfig runtime = runtime(broker, folder.resolve("state"), http);
                try (DemoRun run = new DemoRun(topology, runtime, options.inEffect(), source, lockstep)) {
                    run.start(shutdown);
                    System.out.println(welcome(run.url(), http.port(), source.isBounded()));
                    if (run.publish(pacer, shutdown) && source.isBounded()) {
                        run.finish();
                        run.report(forecastsFile).forEach(System.out::println);
                    }
                }
            } finally {
                delete(folder);
            }
        }
        return 0;
    }

    private void requireOneValue(TopologyConfig topology) {
        boolean more = topology.source().targets().size() > 1
                || !topology.inputs().covariates().isEmpty()
                || !topology.inputs().categories().isEmpty();
        if (more && !input.isGiven()) {
            throw new UserError("the topology has several targets or covariates, and generated events hold one value;"
                    + " expected --input FILE.csv");
        }
    }

    private TopologyConfig topology() {
        Path file = topologyFile;
        if (file == null) {
            String shipped = !input.isGiven() ? "demo.yaml" : input.melt ? "wide.yaml" : "series.yaml";
            file = Home.topology(shipped);
        }
        Map<String, String> more = new HashMap<>();
        if (seed != null) {
            more.put("seed", Long.toString(seed));
        }
        return HistorySeason.settle(options.topology(file, more), file, input);
    }

    /** The page's address as it is wanted; refused where the user has chosen a port that cannot be had. */
    private RuntimeConfig.Http http() {
        RuntimeConfig.Http http = options.runtime().http();
        if (http.portChosen()) {
            MetricsPage.requireFree(http);
        }
        return http;
    }

    /** The runtime file's settings on the demo's own broker and folder, with any free port if the usual one is taken. */
    private RuntimeConfig runtime(EmbeddedBroker broker, Path state, RuntimeConfig.Http wanted) {
        // Always a new folder: the broker is new as well, and old state would not fit its empty topics.
        options.overrides.put("state.dir", state.toString());
        RuntimeConfig runtime = watched(options.runtime().withBootstrapServers(broker.bootstrapServers()));
        if (wanted.portChosen()) {
            return runtime;
        }
        try {
            MetricsPage.requireFree(wanted);
            return runtime;
        } catch (UserError taken) {
            return runtime.withAnyHttpPort();
        }
    }

    /** Where nothing else was said, the first sensors of the fleet are watched, so that there is something to chart. */
    private RuntimeConfig watched(RuntimeConfig runtime) {
        if (input.isGiven() || !runtime.watched().isEmpty()) {
            return runtime;
        }
        return runtime.withWatched(IntStream.range(0, Math.min(keys, MOST_WATCHED))
                .mapToObj(FleetGenerator::key)
                .toList());
    }

    /** What to open, and why elsewhere than usual. */
    private static String welcome(String url, int wantedPort, boolean bounded) {
        boolean elsewhere = wantedPort != 0 && !url.endsWith(":" + wantedPort + "/");
        return "Live page: " + url + (elsewhere ? " (port " + wantedPort + " is taken)" : "") + "   metrics: " + url
                + "metrics" + (bounded ? "" : "   stop with Ctrl-C");
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                    if (problem instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE; // somebody else has deleted it
                    }
                    throw problem;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
