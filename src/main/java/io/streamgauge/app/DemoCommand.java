package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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
        if (forecastsFile != null && events == 0 && !input.isGiven()) {
            throw new UserError("--forecasts needs an end, expected --events N as well");
        }
        TopologyConfig topology = topology();
        DemoSource source = input.isGiven()
                ? DemoSource.ofFiles(input.open(), events)
                : DemoSource.ofFleet(
                        FleetGenerator.Settings.demo(topology.seed()).withKeys(keys), events);
        double pace = speedup != null ? speedup : input.isGiven() ? 0 : FLEET_SPEEDUP;
        Path folder = Files.createTempDirectory("streamgauge-demo");
        try (Shutdown shutdown = new Shutdown();
                source) {
            Path logs = folder.resolve("broker");
            try (EmbeddedBroker broker = EmbeddedBroker.start(logs, 0)) {
                RuntimeConfig runtime = runtime(broker, folder.resolve("state"));
                try (DemoRun run = new DemoRun(topology, runtime, source, lockstep)) {
                    run.start();
                    boolean finished = run.publish(new Pacer(rate, pace), shutdown);
                    if (finished && source.isBounded()) {
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
        return options.topology(file, more);
    }

    /** The runtime file's settings on the demo's own broker and folder, with any free port if the usual one is taken. */
    private RuntimeConfig runtime(EmbeddedBroker broker, Path state) {
        options.overrides.putIfAbsent("state.dir", state.toString());
        return options.runtime().withBootstrapServers(broker.bootstrapServers());
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
