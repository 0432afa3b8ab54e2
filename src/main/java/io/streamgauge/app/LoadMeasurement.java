package io.streamgauge.app;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.streamgauge.app.bench.Finding;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** The process of one application: it works off the events that wait, and tells what that took. */
final class LoadMeasurement {

    private static final double HALF_LOAD = .5;
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;
    /** Microseconds of a millisecond. */
    private static final double MILLIS = 1e3;

    private static final double MEBI = 1 << 20;
    private static final long PATIENCE_NANOS = 30L * 60 * 1_000_000_000;

    private final LoadOptions options;
    private final LoadCase load;
    private final TopologyConfig topology;
    private final RuntimeConfig runtime;
    private final Path folder;
    private final Consumer<Finding> findings;

    LoadMeasurement(LoadOptions options, Consumer<Finding> findings) {
        this.options = options;
        this.findings = findings;
        load = LoadCase.parse(options.single);
        if (options.folder == null) {
            throw new UserError("bench: --measure without --dir; it is for the processes that bench starts");
        }
        folder = options.folder;
        topology = topology(options.name, load, options.registry, options.windows);
        runtime = runtime(options, folder, load);
    }

    static TopologyConfig topology(String name, LoadCase load, String registry, double windows) {
        Map<String, String> settings = new HashMap<>(load.topology(registry));
        settings.put("name", name);
        settings.put("start", "earliest");
        settings.put("partitions", "4");
        settings.put("windows.keys", Double.toString(windows));
        return TopologyConfig.load(null, settings);
    }

    private static RuntimeConfig runtime(LoadOptions options, Path folder, LoadCase load) {
        Map<String, String> settings = new HashMap<>(load.runtime());
        settings.put("bootstrap.servers", options.bootstrap);
        settings.put("state.dir", folder.toString());
        if (options.commitInterval != null) {
            settings.put("commit.interval.ms", options.commitInterval.toString());
        }
        return RuntimeConfig.load(null, settings);
    }

    void run() {
        try (TopicAdmin admin = new TopicAdmin(runtime.admin())) {
            admin.createMissing(TopicsCommand.specs(admin, topology));
        }
        try {
            throughput();
            if (options.restore) {
                restore();
            }
        } finally {
            deleteTopics();
        }
    }

    private void throughput() {
        int keys = options.keys.get(0);
        long first = options.warmUp(keys);
        try (LoadApplication application = LoadApplication.of(load.work(), topology, runtime)) {
            application.start();
            await(application, first);
            Snapshot before = new Snapshot(application.count(), options.brokerPid);
            await(application, first + options.measured(keys));
            Snapshot after = new Snapshot(application.count(), options.brokerPid);
            double events = after.events - before.events;
            double perSecond = events / (after.nanos - before.nanos) * NANOS;
            figure("throughput", perSecond, "events/s");
            figure("application", (after.ownNanos - before.ownNanos) / events * MICROS / NANOS, "us/event");
            figure("broker", (after.brokerNanos - before.brokerNanos) / events * MICROS / NANOS, "us/event");
            figure("compiler", (after.compilerMillis - before.compilerMillis) / events * MILLIS, "us/event");
            figure("allocated", (after.allocated - before.allocated) / events, "bytes/event");
            figure("rss", residentBytes() / MEBI, "MiB");
            if (options.latency) {
                // Also what was written to measure others' latency.
                await(application, written());
                new LoadLatency(topology, runtime, keys, HALF_LOAD * perSecond, this::figure).run();
            }
        }
        if (options.restore) {
            figure("store", bytes(folder) / (double) keys, "bytes/key");
        }
    }

    private void await(LoadApplication application, long count) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (application.count() < count) {
            if (System.nanoTime() > deadline) {
                throw new UserError("bench: " + application.count() + " events taken in, expected " + count);
            }
            if (System.nanoTime() / 1_000_000 % 64 == 0) {
                findings.accept(new Finding.Progress(load.text() + ": " + application.count() + " of " + count));
            }
            Pause.millis(2);
        }
    }

    /** The events on the source topic. */
    private long written() {
        try (SourceOffsets offsets = new SourceOffsets(topology, runtime)) {
            return offsets.ends().values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The stores are deleted, and the application starts again. */
    private void restore() {
        delete(folder);
        long began = System.nanoTime();
        try (LoadApplication application = LoadApplication.of(load.work(), topology, runtime)) {
            application.start();
            double seconds = (System.nanoTime() - began) / NANOS;
            int keys = options.keys.get(0);
            figure("restore", seconds, "s");
            figure("restored", keys / seconds, "keys/s");
            figure("restored.bytes", bytes(folder) / MEBI / seconds, "MiB/s");
        }
    }

    private void figure(String name, double value, String unit) {
        findings.accept(new Finding.Figure(load.text(), name, value, unit));
    }

    private void deleteTopics() {
        try (Admin admin = Admin.create(runtime.admin())) {
            Set<String> own = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(options.name))
                    .collect(Collectors.toSet());
            admin.deleteTopics(own).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("topics cannot be deleted: " + e.getMessage(), e);
        }
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Memory of this process that is not swapped out; 0 where the system does not tell. */
    private static double residentBytes() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
            return lines.stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What had been used up by a time. */
    private static final class Snapshot {

        private final long events;
        private final long nanos = System.nanoTime();
        private final long ownNanos;
        private final long brokerNanos;
        private final long compilerMillis =
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
        private final long allocated;

        Snapshot(long events, long brokerPid) {
            this.events = events;
            ownNanos = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
            brokerNanos = ProcessHandle.of(brokerPid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .map(java.time.Duration::toNanos)
                    .orElse(0L);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long sum = 0;
            for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
                sum += Math.max(0, bytes);
            }
            allocated = sum;
        }
    }
}
