package io.streamgauge.nn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel, vector width and Java version gives the bytes that are written down here. */
class KernelBitsTest {
    /** What {@link KernelDigest} came to; it changes with the arithmetic, and then every stored state is of the past. */
    private static final String DIGEST = "9353ec6b";

    private static final int PASSES = 60;
    private static final int SECONDS = 120;

    /** A Java virtual machine and its options. */
    record Machine(Path java, List<String> options, String kernel) {
        @Override
        public String toString() {
            return java + " " + String.join(" ", options);
        }
    }

    static Stream<Machine> machines() throws IOException {
        var machines = new ArrayList<Machine>();
        for (Path java : javas()) {
            String vectors = "--add-modules=jdk.incubator.vector";
            machines.add(new Machine(java, List.of(), "plain"));
            machines.add(new Machine(java, List.of(vectors, "-XX:MaxVectorSize=16"), "simd-128"));
            machines.add(new Machine(java, List.of(vectors, "-XX:MaxVectorSize=32"), "simd-256"));
            machines.add(new Machine(java, List.of(vectors), "simd-"));
        }
        return machines.stream();
    }

    /** This Java, and those that are installed beside it in the place where Debian puts them. */
    private static List<Path> javas() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        var javas = new ArrayList<Path>(List.of(own.resolve("bin/java")));
        Path folder = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> homes = Files.list(folder)) {
                homes.filter(home -> !Files.isSymbolicLink(home))
                        .map(home -> home.resolve("bin/java"))
                        .filter(Files::isExecutable)
                        .filter(java -> !javas.contains(java))
                        .forEach(javas::add);
            }
        }
        return javas;
    }

    @Test
    void shouldGiveTheStoredDigestInPlainJava() {
        assertThat(Long.toHexString(KernelDigest.of(new PlainKernel(), 1))).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void shouldGiveTheStoredDigestOnEveryWidthAndVersion(Machine machine) throws Exception {
        var command = new ArrayList<String>();
        command.add(machine.java().toString());
        command.addAll(machine.options());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), KernelDigest.class.getName(), Integer.toString(PASSES)));
        Path errors = Files.createTempFile("kernel", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        String complaint = Files.readString(errors);
        Files.delete(errors);
        assumeTrue(
                !complaint.contains("UnsupportedClassVersionError"), () -> machine + " is older than what is tested");
        assertThat(process.exitValue()).as(complaint).isZero();

        String[] words = output.split(" ", -1);
        // A machine may have narrower vectors than it is allowed.
        if (!machine.kernel().equals("simd-256")) {
            assertThat(words[0]).startsWith(machine.kernel());
        }
        assertThat(words[1]).isEqualTo(DIGEST);
    }
}
