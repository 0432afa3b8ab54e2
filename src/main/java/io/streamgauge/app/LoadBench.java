package io.streamgauge.app;

import io.streamgauge.app.bench.Finding;
import io.streamgauge.app.bench.Finding.Figure;
import io.streamgauge.app.bench.Machine;
import io.streamgauge.config.Format;
import io.streamgauge.config.RuntimeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code bench stream} and {@code bench scale}: whole applications at a broker of their own, a process for each, which
 * work off the same events in turns.
 */
final class LoadBench {

    private static final int STREAM_KEYS = 10_000;
    private static final List<Integer> SCALE_KEYS = List.of(1_000, 10_000, 100_000, 1_000_000);

    private static final List<String> FLAGS = List.of("-XX:+UseG1GC", "-Xmx3g");

    private final LoadOptions options;
    private final Consumer<String> out;
    private final Path folder;
    private int runs;

    LoadBench(LoadOptions options, Consumer<String> out) {
        this.options = options;
        this.out = out;
        folder = folder(options);
        // Also where a person ends it; the processes are ended beside this, and what they still write is left.
        Runtime.getRuntime().addShutdownHook(new Thread(this::discard, "bench-folder"));
    }

    private void discard() {
        if (Files.exists(folder)) {
            try {
                LoadMeasurement.delete(folder);
            } catch (UncheckedIOException stillWritten) {
                System.err.println("streamgauge: " + folder + " could not be deleted");
            }
        }
    }

    /** A folder of our own, since it is deleted at the end. */
    private static Path folder(LoadOptions options) {
        String prefix = "streamgauge-bench";
        try {
            return options.folder == null
                    ? Files.createTempDirectory(prefix)
                    : Files.createTempDirectory(Files.createDirectories(options.folder), prefix);
        } catch (IOException e) {
            throw new UserError("--dir: " + options.folder + " cannot be written, expected a folder that can", e);
        }
    }

    /** The forecaster beside applications that compute nothing. */
    void stream() {
        Machine.lines().forEach(out);
        LoadFigures figures = new LoadFigures();
        int keys = options.keys(List.of(STREAM_KEYS)).get(0);
        try (LoadRegistry registry = new LoadRegistry();
                LoadBroker broker = new LoadBroker(folder.resolve("broker"))) {
            options.registry = registry.url();
            options.cases().stream().map(LoadCase::format).distinct().forEach(format -> fill(broker, format, keys));
            for (int round = 1; round <= options.rounds; round++) {
                for (LoadCase load : options.cases()) {
                    out.accept("round " + round + " of " + options.rounds + ": " + load.text());
                    boolean latency = round == options.rounds && load.work() == LoadCase.Work.FULL;
                    List<String> more = latency ? List.of("--latency") : List.of();
                    measure(broker, load, keys, more).forEach(figures::add);
                }
            }
        } finally {
            LoadMeasurement.delete(folder);
        }
        figures.table().forEach(out);
        figures.results("stream").forEach(out);
        figures.ratios().forEach(out);
    }

    /** The forecaster over numbers of keys. */
    void scale() {
        Machine.lines().forEach(out);
        LoadFigures figures = new LoadFigures();
        LoadCase load = LoadCase.of(LoadCase.Work.FULL);
        for (int keys : options.keys(SCALE_KEYS)) {
            out.accept(String.format(Locale.ROOT, "%,d keys, %,d events", keys, options.measured(keys)));
            try (LoadBroker broker = new LoadBroker(folder.resolve("broker"))) {
                fill(broker, load.format(), keys);
                for (Figure figure : measure(broker, load, keys, List.of("--restore"))) {
                    figures.add(new Figure(keys + "keys", figure.name(), figure.value(), figure.unit()));
                }
            } finally {
                LoadMeasurement.delete(folder);
            }
        }
        figures.table().forEach(out);
        figures.results("scale").forEach(out);
    }

    private void fill(LoadBroker broker, Format format, int keys) {
        long events = options.warmUp(keys) + options.measured(keys);
        LoadCase load = LoadCase.of(LoadCase.Work.FULL).with(format);
        var topology = LoadMeasurement.topology("bench", load, options.registry, options.windows);
        var runtime = RuntimeConfig.load(null, Map.of("bootstrap.servers", broker.servers()));
        try (TopicAdmin admin = new TopicAdmin(runtime.admin())) {
            admin.createMissing(StreamTopics.of(topology).stream()
                    .filter(spec -> spec.name().equals(topology.source().topic()))
                    .toList());
        }
        out.accept(String.format(Locale.ROOT, "writing %,d events of %,d keys as %s", events, keys, format.text()));
        new LoadSource(keys, events, System.currentTimeMillis()).write(topology, runtime);
    }

    private List<Figure> measure(LoadBroker broker, LoadCase load, int keys, List<String> more) {
        runs++;
        Path stores = folder.resolve("run-" + runs);
        List<String> arguments = new ArrayList<>(List.of(
                "bench",
                "stream",
                "--measure",
                "--case",
                load.text(),
                "--bootstrap",
                broker.servers(),
                "--registry",
                options.registry,
                "--broker-pid",
                Long.toString(broker.pid()),
                "--name",
                "bench-run-" + runs,
                "--dir",
                stores.toString(),
                "--keys",
                Integer.toString(keys),
                "--events",
                Long.toString(options.events),
                "--warm-up",
                Long.toString(options.warmUp)));
        arguments.addAll(List.of("--windows", Double.toString(options.windows)));
        if (options.commitInterval != null) {
            arguments.addAll(List.of("--commit-interval", options.commitInterval.toString()));
        }
        arguments.addAll(more);
        List<Finding> findings = BenchProcess.run(BenchProcess.ownClassPath(), FLAGS, arguments);
        if (Files.exists(stores)) {
            LoadMeasurement.delete(stores);
        }
        return findings.stream()
                .filter(Figure.class::isInstance)
                .map(Figure.class::cast)
                .toList();
    }
}
