package io.streamgauge.app;

import io.streamgauge.app.bench.PeerName;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The libraries that {@code bench} compares with: fetched by the build's own profile on first use, and the classes that
 * call them, compiled at every use; both below {@code target/run}.
 */
final class PeerLibraries {
    private static final String ALONE = "; '--peers none' measures ours alone";
    private static final Pattern ARTIFACT = Pattern.compile("\\b([\\w.-]+:[\\w.-]+:(?:jar|pom):[\\w.:-]+)");
    private static final String OURSELVES = "io.streamgauge:";
    private static final String PRODUCT_RELEASE = "17";

    private final Path home;

    PeerLibraries(Path home) {
        this.home = home;
    }

    /** The class path of a measuring process: our classes, those that call the peers, and the libraries of both. */
    String of(PeerName.Group group) {
        Path sources = home.resolve(group.sources());
        if (!Files.isDirectory(sources)) {
            throw new UserError(sources + " not found; expected the sources that ship with Streamgauge" + ALONE);
        }
        try {
            Path place = home.resolve("target/run/" + group.profile() + "-" + sum(home.resolve("pom.xml")));
            Files.createDirectories(place);
            Path classPath = place.resolve("classpath");
            if (!isComplete(classPath)) {
                fetch(group, place);
            }
            String libraries = ownClasses()
                    + File.pathSeparator
                    + Files.readString(classPath).strip();
            Path classes = place.resolve("classes");
            compile(sources, libraries, classes);
            return classes + File.pathSeparator + libraries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the libraries are where they were when the class path was written. */
    private static boolean isComplete(Path classPath) throws IOException {
        if (!Files.isRegularFile(classPath)) {
            return false;
        }
        for (String library : Files.readString(classPath).strip().split(File.pathSeparator, -1)) {
            if (!Files.isRegularFile(Path.of(library))) {
                return false;
            }
        }
        return true;
    }

    private void fetch(PeerName.Group group, Path place) throws IOException {
        System.err.print("Fetching the libraries to compare with, profile " + group.profile() + " (first use) ...");
        long begin = System.nanoTime();
        Path log = place.resolve("fetch.log");
        Path written = place.resolve("classpath.new");
        ProcessBuilder maven = new ProcessBuilder(
                        home.resolve("mvnw").toString(),
                        "--batch-mode",
                        "--no-transfer-progress",
                        "-Dstreamgauge.run",
                        "-P" + group.profile(),
                        "dependency:build-classpath",
                        "-Dmdep.includeScope=test",
                        "-Dmdep.outputFile=" + written)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(log.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int code = end(maven.start());
        System.err.println(code == 0 ? " done in " + (System.nanoTime() - begin) / 1_000_000_000 + " s" : "");
        if (code != 0) {
            throw new UserError("could not fetch " + missing(Files.readString(log)) + ", see " + log + ALONE);
        }
        Files.move(written, place.resolve("classpath"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static int end(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fetching", e);
        }
    }

    /** The first artefact that the log of a failed build complains of. */
    static String missing(String log) {
        return log.lines()
                .filter(line -> line.startsWith("[ERROR]"))
                .map(ARTIFACT::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .filter(artifact -> !artifact.startsWith(OURSELVES))
                .findFirst()
                .orElse("the libraries to compare with");
    }

    private static void compile(Path sources, String classPath, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new UserError(
                    System.getProperty("java.home") + " has no compiler; expected a JDK, not a JRE" + ALONE);
        }
        Files.createDirectories(classes);
        List<String> arguments = new ArrayList<>(List.of(
                "--release", PRODUCT_RELEASE, "-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        if (compiler.run(null, problems, problems, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(
                    "the classes of " + sources + " do not compile: " + problems.toString(StandardCharsets.UTF_8));
        }
    }

    private static Path ownClasses() {
        try {
            return Path.of(PeerLibraries.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sum(Path file) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        return Long.toHexString(sum.getValue());
    }
}
