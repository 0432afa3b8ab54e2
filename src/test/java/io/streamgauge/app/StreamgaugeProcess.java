package io.streamgauge.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A command in a process of its own, as a user starts it: with the logging that ships, not that of the tests. Its output
 * and its temporary files lie in a folder of the test's.
 */
public final class StreamgaugeProcess implements AutoCloseable {
    private static final long POLL_MILLIS = 50;
    private static final List<String> LIKE_THE_LAUNCHER = List.of("--add-modules=jdk.incubator.vector");
    private static final List<String> LIGHT = List.of("-XX:TieredStopAtLevel=1", "-Dstreamgauge.kernel=plain");

    private final List<String> arguments;
    private final Process process;
    private final Path out;
    private final Path err;

    /** What a process has left; {@code code} is 143 after SIGTERM. */
    public record Finished(int code, List<String> out, List<String> err) {

        /** The figure of a {@code RESULT} line. */
        public double result(String name) {
            return out.stream()
                    .filter(line -> line.startsWith("RESULT " + name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[2]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no RESULT " + name + " in " + this));
        }
    }

    private StreamgaugeProcess(List<String> arguments, Process process, Path out, Path err) {
        this.arguments = arguments;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public static StreamgaugeProcess start(Path folder, String... arguments) {
        return start(folder, LIKE_THE_LAUNCHER, Streamgauge.class, classPath(), List.of(arguments));
    }

    /** The same, compiled quickly and without vectors: starts in a fraction of the work, and computes the same bits. */
    public static StreamgaugeProcess startLight(Path folder, String... arguments) {
        return start(folder, LIGHT, Streamgauge.class, classPath(), List.of(arguments));
    }

    /** Starts a main class of the tests: their classes stand before the product's, but not their silence. */
    public static StreamgaugeProcess startTest(Path folder, Class<?> main, String... arguments) {
        List<String> options = new ArrayList<>(LIGHT);
        options.add("-Dlogback.configurationFile=logback.xml");
        return start(folder, options, main, System.getProperty("java.class.path"), List.of(arguments));
    }

    private static StreamgaugeProcess start(
            Path folder, List<String> options, Class<?> main, String classPath, List<String> arguments) {
        try {
            Path place = Files.createTempDirectory(folder, arguments.get(0).replaceAll("\\W", "-"));
            Path out = place.resolve("out");
            Path err = place.resolve("err");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx512m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djava.io.tmpdir=" + place,
                    "-Dstreamgauge.home=" + Path.of("").toAbsolutePath(),
                    "-cp",
                    classPath));
            command.addAll(options);
            command.add(main.getName());
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new StreamgaugeProcess(arguments, process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command and waits for its end. */
    static Finished run(Path folder, Duration patience, String... arguments) {
        try (StreamgaugeProcess process = start(folder, arguments)) {
            return process.await(patience);
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Where its output and its temporary files are. */
    public Path folder() {
        return Objects.requireNonNull(out.getParent());
    }

    public Finished await(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(this + " has not ended within " + patience);
            }
            return new Finished(process.exitValue(), lines(out), withoutNotice(lines(err)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The first line of its standard output that starts so, waited for. */
    public String awaitLine(String start, Duration patience) {
        return await(out, line -> line.startsWith(start), start, patience);
    }

    /** The first line of its log that holds {@code text}, waited for. */
    public String awaitLog(String text, Duration patience) {
        return await(err, line -> line.contains(text), text, patience);
    }

    private String await(Path file, Predicate<String> wanted, String text, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            for (String line : lines(file)) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            if (!alive || System.nanoTime() > end) {
                throw new AssertionError(this + " has not printed '" + text + "'");
            }
            Pause.millis(POLL_MILLIS);
        }
    }

    /** Waits until its folder holds a file of such a name. */
    void awaitFile(String glob, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!holds(glob)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError(this + " has not made " + glob);
            }
            Pause.millis(POLL_MILLIS);
        }
    }

    private boolean holds(String glob) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), glob)) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, as Ctrl-C does, and waits until it has. */
    public Finished stop(Duration patience) {
        process.destroy();
        return await(patience);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once, as a power cut does: SIGKILL. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends a signal by its name, such as {@code STOP} and {@code CONT}. */
    public void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("kill -" + name + " exited with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readString(file).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Java says so itself of every module that incubates, before anything of ours runs. */
    private static List<String> withoutNotice(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
                .toList();
    }

    @Override
    public String toString() {
        return arguments + "\nout: " + lines(out) + "\nerr: " + lines(err);
    }
}
