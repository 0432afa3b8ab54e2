package io.streamgauge.app.bench;

import io.streamgauge.nn.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the figures were measured on. */
public final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String CPU_MODEL = "model name";

    private Machine() {}

    /** A line each. */
    public static List<String> lines() {
        return List.of(
                "JVM: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "CPU: " + cpu() + ", " + Runtime.getRuntime().availableProcessors() + " processors",
                "Kernel: " + Kernels.best().name());
    }

    private static String cpu() {
        String architecture = System.getProperty("os.arch");
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith(CPU_MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            // Only Linux has the file; elsewhere the architecture has to do.
            return architecture;
        }
    }
}
