package io.streamgauge.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The losses that PyTorch 1.13 had in {@link SequenceRegression}, epoch by epoch, in float32 and in float64.
 *
 * <p>The function {@code course} of {@code make_vectors.py}, beside the tests of {@code learn}, writes them.
 */
final class TorchLosses {
    private static final String FILE = "sequence-regression.txt";
    private static final Pattern SPACE = Pattern.compile(" ");

    private TorchLosses() {}

    /** The losses in {@code float32} or {@code float64}. */
    static double[] of(String type) {
        var stream = Objects.requireNonNull(TorchLosses.class.getResourceAsStream(FILE), FILE);
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String line = reader.lines()
                    .filter(each -> each.startsWith(type + " "))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no losses in " + type));
            return SPACE.splitAsStream(line)
                    .skip(1)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
