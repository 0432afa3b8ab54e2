package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benches of whole applications, with as little as shows that each one works off what it was given. */
class BenchStreamIT {

    @TempDir
    Path folder;

    @Test
    void shouldMeasureEveryApplicationAndLeaveNothing() throws Exception {
        List<String> lines = new ArrayList<>();
        LoadOptions options = options(2_000, 50);
        Files.writeString(folder.resolve("of-somebody-else"), "kept");
        options.cases = List.of("pass", "empty", "full.memory");
        new LoadBench(options, lines::add).stream();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("RESULT stream."))
                .anyMatch(line -> line.matches("RESULT stream\\.pass\\.throughput [1-9][0-9.]* events/s"))
                .anyMatch(line -> line.matches("RESULT stream\\.empty\\.application [0-9.]+ us/event"))
                .anyMatch(line -> line.matches("RESULT stream\\.full\\.memory\\.latency\\.p99 [0-9]+ ms"))
                .anyMatch(line -> line.matches("RESULT stream\\.full\\.memory\\.broker [0-9.]+ us/event"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("of-somebody-else");
        }
    }

    @Test
    void shouldMeasureARestoreOfEveryKey() throws Exception {
        List<String> lines = new ArrayList<>();
        LoadOptions options = options(1_000, 200);
        new LoadBench(options, lines::add).scale();
        assertThat(lines)
                .anyMatch(line -> line.matches("RESULT scale\\.200keys\\.restored [1-9][0-9.]* keys/s"))
                .anyMatch(line -> line.matches("RESULT scale\\.200keys\\.store [1-9][0-9.]* bytes/key"));
    }

    private LoadOptions options(long events, int keys) {
        LoadOptions options = new LoadOptions();
        options.events = events;
        options.keys = List.of(keys);
        options.rounds = 1;
        options.windows = .1;
        options.folder = folder;
        return options;
    }
}
