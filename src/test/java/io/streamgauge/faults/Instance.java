package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.AtLeastOnceForecaster;
import io.streamgauge.app.FaultyForecaster;
import io.streamgauge.app.StreamgaugeProcess;
import io.streamgauge.app.StreamgaugeProcess.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One forecaster: a process with a state folder of its own, which outlives it. */
final class Instance implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** Exit code after SIGTERM. */
    private static final int ENDED = 143;

    /** What is started. */
    enum Kind {
        PRODUCT,
        FAULTY,
        AT_LEAST_ONCE
    }

    private final Kind kind;
    private final Path folder;
    private final Path topologyFile;
    private final Path state;
    private final List<String> settings = new ArrayList<>();
    private @Nullable StreamgaugeProcess process;

    /**
     * @param folder for the process' output
     * @param state its state folder
     * @param settings of the runtime
     */
    Instance(Kind kind, Path folder, Path topologyFile, Path state, Map<String, String> settings) {
        this.kind = kind;
        this.folder = folder;
        this.topologyFile = topologyFile;
        this.state = state;
        settings.forEach((key, value) -> this.settings.add(key + "=" + value));
        this.settings.add("state.dir=" + state);
    }

    /** Starts it, and returns when its topology starts to work. */
    void start() {
        begin();
        awaitStarted();
    }

    void awaitStarted() {
        running().awaitLine("Forecasting", PATIENCE);
    }

    /** Starts it and does not wait. */
    void begin() {
        process = switch (kind) {
            case PRODUCT -> StreamgaugeProcess.startLight(folder, commandLine());
            case FAULTY -> StreamgaugeProcess.startTest(folder, FaultyForecaster.class, plainArguments());
            case AT_LEAST_ONCE -> StreamgaugeProcess.startTest(folder, AtLeastOnceForecaster.class, plainArguments());
        };
    }

    private String[] commandLine() {
        List<String> arguments = new ArrayList<>(List.of("run", "--topology", topologyFile.toString()));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments.toArray(String[]::new);
    }

    private String[] plainArguments() {
        return Stream.concat(Stream.of(topologyFile.toString()), settings.stream())
                .toArray(String[]::new);
    }

    private StreamgaugeProcess running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    void kill() {
        running().kill();
    }

    void freeze() {
        running().signal("STOP");
    }

    void thaw() {
        running().signal("CONT");
    }

    /** Asks it to stop as Ctrl-C does, and does not wait. */
    void askToStop() {
        running().signal("TERM");
    }

    /** Stops it as Ctrl-C does. */
    void stop() {
        Finished finished = running().stop(PATIENCE);
        assertThat(finished.code()).as("%s", finished).isEqualTo(ENDED);
    }

    /** Stops it where it still runs, however it takes that. */
    void end() {
        running().stop(PATIENCE);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** What it has written to standard error. */
    String errors() {
        try {
            return Files.readString(running().folder().resolve("err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path state() {
        return state;
    }

    void deleteState() {
        stateFiles().forEach(file -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Bytes in its state folder. */
    long stateBytes() {
        return stateFiles().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /** The state folder's content, files before their folders; empty where there is none. */
    List<Path> stateFiles() {
        if (!Files.exists(state)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(state)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException e) {
            // A store at work makes and deletes files while they are listed.
            return List.of();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
