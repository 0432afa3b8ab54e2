package io.streamgauge.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code bench stream} and {@code bench scale}; the hidden ones are those of the processes that they start. */
final class LoadOptions {

    /** Of those that are measured, and of those before them. */
    private static final long LEAST_EVENTS_PER_KEY = 2;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "Events that are measured of each application and round, at least two of each key (default:"
                    + " ${DEFAULT-VALUE}).",
            defaultValue = "1000000")
    long events;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Events before them, at least two of each key, in which keys are created and the code is"
                    + " compiled (default: ${DEFAULT-VALUE}).",
            defaultValue = "2000000")
    long warmUp;

    @Option(
            names = "--keys",
            paramLabel = "LIST",
            split = ",",
            description = "Numbers of keys; stream takes one (default: 10000; of scale 1000,10000,100000,1000000).")
    List<Integer> keys = new ArrayList<>();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "stream: rounds, in each of which every application runs once (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    int rounds;

    @Option(
            names = "--cases",
            paramLabel = "LIST",
            split = ",",
            description = "stream: applications to run, all of them without it; see the table for their names.")
    List<String> cases = new ArrayList<>();

    @Option(
            names = "--commit-interval",
            paramLabel = "MS",
            description =
                    "commit.interval.ms of the applications; their default without it. A longer one writes the state of"
                            + " a key once where a shorter one writes it several times, and its readers wait longer.")
    @Nullable
    Integer commitInterval;

    @Option(
            names = "--windows",
            paramLabel = "SHARE",
            description = "windows.keys of the applications: the share of keys that training learns from (default:"
                    + " ${DEFAULT-VALUE}; at so many events every key is more than one trainer takes).",
            defaultValue = "0.1")
    double windows;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Folder in which the broker's logs and the stores get a folder of their own, deleted at the end;"
                            + " the one for temporary files without it.")
    @Nullable
    Path folder;

    /** The application of this process. */
    @Option(names = "--case", hidden = true)
    String single = "";

    @Option(names = "--bootstrap", hidden = true)
    String bootstrap = "";

    /** Where the schemas of events are asked for. */
    @Option(names = "--registry", hidden = true)
    String registry = "";

    @Option(names = "--broker-pid", hidden = true)
    long brokerPid;

    @Option(names = "--name", hidden = true)
    String name = "";

    /** Whether latency is measured after the throughput. */
    @Option(names = "--latency", hidden = true)
    boolean latency;

    @Option(names = "--restore", hidden = true)
    boolean restore;

    void require() {
        require(events >= 1_000 && events <= 1_000_000_000, "--events", events, "1000 to 1000000000");
        require(warmUp >= 0 && warmUp <= 1_000_000_000, "--warm-up", warmUp, "0 to 1000000000");
        require(rounds >= 1 && rounds <= 100, "--rounds", rounds, "1 to 100");
        keys.forEach(count -> require(count >= 1 && count <= 10_000_000, "--keys", count, "1 to 10000000"));
        require(windows >= 0 && windows <= 1, "--windows", windows, "0 to 1");
        cases.forEach(LoadCase::parse);
    }

    private static void require(boolean valid, String option, Object found, String expected) {
        if (!valid) {
            throw new UserError(option + " is " + found + ", expected " + expected);
        }
    }

    /** Events of a number of keys before those that are measured. */
    long warmUp(int count) {
        return Math.max(warmUp, LEAST_EVENTS_PER_KEY * count);
    }

    /** Events of a number of keys that are measured. */
    long measured(int count) {
        return Math.max(events, LEAST_EVENTS_PER_KEY * count);
    }

    List<Integer> keys(List<Integer> initial) {
        return keys.isEmpty() ? initial : keys;
    }

    List<LoadCase> cases() {
        return cases.isEmpty()
                ? LoadCase.all()
                : cases.stream().map(LoadCase::parse).toList();
    }
}
