package io.streamgauge.app;

import io.streamgauge.app.bench.Finding;
import io.streamgauge.app.bench.Finding.Progress;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A Java virtual machine of its own that measures, so that neither this process nor another library disturbs it. */
final class BenchProcess {
    private static final int LAST_WORDS = 5;
    private static final int UNSAFE_WARNINGS_SINCE = 23;

    private BenchProcess() {}

    /** The class path of this process, in absolute terms. */
    static String ownClassPath() {
        List<String> parts = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            parts.add(Path.of(part).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, parts);
    }

    /** What the command finds; its progress is shown, and it ends with this process. */
    static List<Finding> run(String classPath, List<String> arguments) {
        // Collections in threads of their own would disturb whoever is measured.
        return run(classPath, List.of("-XX:+UseSerialGC"), arguments);
    }

    /** The same, with flags for the virtual machine. */
    static List<Finding> run(String classPath, List<String> flags, List<String> arguments) {
        Process process = start(classPath, flags, arguments);
        Thread ender = new Thread(process::destroyForcibly, "bench-ender");
        Runtime.getRuntime().addShutdownHook(ender);
        BenchProgress progress = new BenchProgress();
        List<Finding> findings = new ArrayList<>();
        Deque<String> others = new ArrayDeque<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Finding finding = Finding.parse(line).orElse(null);
                if (finding instanceof Progress now) {
                    progress.show(now.text());
                } else if (finding != null) {
                    findings.add(finding);
                } else {
                    others.add(line);
                }
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("the measuring ended with code " + code + ": " + lastWords(others));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        } finally {
            progress.end();
            process.destroyForcibly();
            removeHook(ender);
        }
        return findings;
    }

    /** The process of a command, which the caller ends. */
    static Process start(String classPath, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstreamgauge.home=" + Home.folder()));
        command.addAll(flags);
        if (Runtime.version().feature() >= UNSAFE_WARNINGS_SINCE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", classPath, Streamgauge.class.getName()));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            // ONNX Runtime 1.29.0 reports home when it is loaded, and crashes over a long command line while it does.
            builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
            // One thread for all; ours is told so by its arguments.
            builder.environment().putAll(Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1"));
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastWords(Deque<String> lines) {
        while (lines.size() > LAST_WORDS) {
            lines.removeFirst();
        }
        return String.join(" | ", lines);
    }

    private static void removeHook(Thread hook) {
        if (!Shutdown.isUnderWay()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
