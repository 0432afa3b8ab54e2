package io.streamgauge.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The embedded broker as a process of its own, which ends with this one. */
final class LoadBroker implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("listens on ([^ ,]+)");
    private static final int CLOSE_SECONDS = 30;

    private final Process process;
    private final Thread ender;
    private final String servers;

    LoadBroker(Path folder) {
        process = BenchProcess.start(
                BenchProcess.ownClassPath(),
                List.of("-XX:+UseG1GC", "-Xmx2g"),
                List.of("broker", "--dir", folder.toString(), "--port", "0"));
        ender = new Thread(process::destroyForcibly, "broker-ender");
        Runtime.getRuntime().addShutdownHook(ender);
        servers = address(process);
    }

    private static String address(Process process) {
        try {
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher found = ADDRESS.matcher(line);
                if (found.find()) {
                    Thread drain = new Thread(() -> lines.lines().forEach(rest -> {}), "broker-output");
                    drain.setDaemon(true);
                    drain.start();
                    return found.group(1);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new UserError("bench: the broker has ended before it was ready");
    }

    String servers() {
        return servers;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        if (!Shutdown.isUnderWay()) {
            Runtime.getRuntime().removeShutdownHook(ender);
        }
    }
}
