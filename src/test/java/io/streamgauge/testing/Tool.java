package io.streamgauge.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the distribution that a test runs; where it is missing, the test is skipped and says so. */
public final class Tool {
    private static final long PATIENCE_SECONDS = 60;

    private final Path program;

    private Tool(Path program) {
        this.program = program;
    }

    /** What a program said, and how it ended. */
    public record Said(int code, String text) {}

    /**
     * @param distribution the package of the Debian distribution that brings it
     */
    public static Tool orSkip(String name, String distribution) {
        Optional<Tool> found = find(name);
        String reason = "no " + name + ": this test needs Debian's package " + distribution;
        if (found.isEmpty()) {
            System.err.println("SKIPPED " + reason);
        }
        assumeTrue(found.isPresent(), reason);
        return found.orElseThrow();
    }

    /** The program, where it is on the path. */
    public static Optional<Tool> find(String name) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Tool::new);
    }

    /** Runs it to its end. */
    public Said run(String... arguments) {
        try {
            Process process = new ProcessBuilder(command(arguments))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program + " does not end");
            }
            return new Said(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Starts it with its output in a file; whoever starts it ends it. */
    public Process start(Path log, String... arguments) throws IOException {
        return new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
