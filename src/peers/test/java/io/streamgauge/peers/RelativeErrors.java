package io.streamgauge.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The errors of named tensors relative to their norms, ‖found − expected‖ ÷ ‖expected‖, and the worst of each. */
final class RelativeErrors {
    private final Map<String, Double> worst = new TreeMap<>();

    /**
     * Requires the error to be within the bound.
     *
     * @param group what the worst is kept by, besides the name
     */
    void require(String group, String name, float[] found, double[] expected, double bound) {
        double error = of(found, expected);
        worst.merge(group + " " + name, error, Math::max);
        assertThat(error).as("error of %s relative to its norm", name).isLessThanOrEqualTo(bound);
    }

    private static double of(float[] found, double[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double squares = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += (found[i] - expected[i]) * (found[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        // A tensor of zeros has to be met exactly.
        return squares == 0 ? 0 : Math.sqrt(squares / norm);
    }

    static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** Leaves the worst error of every tensor beside the other reports of the build. */
    void write(String fileName) {
        Path file = Path.of(System.getProperty("oracle.reports", "target/oracle"), fileName);
        List<String> lines = new ArrayList<>();
        worst.forEach((name, error) -> lines.add(String.format(Locale.ROOT, "%-48s %.2e", name, error)));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
