package io.streamgauge.learn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The vectors that {@code torch/make_vectors.py} stored, by name. */
final class TorchVectors {
    private final Map<String, double[]> byName = new HashMap<>();

    TorchVectors(String file) {
        var stream = Objects.requireNonNull(TorchVectors.class.getResourceAsStream("torch/" + file), file);
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        String[] parts = line.split(" ");
        double[] values =
                Arrays.stream(parts).skip(1).mapToDouble(Double::parseDouble).toArray();
        byName.put(parts[0], values);
    }

    double[] get(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    /** ‖found − expected‖ / ‖expected‖, over the expected values; found holds them at {@code offset}. */
    static double relativeError(float[] found, int offset, double[] expected) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = found[offset + i] - expected[i];
            difference += d * d;
            size += expected[i] * expected[i];
        }
        // A tensor that is exactly 0 has to be found so.
        return difference == 0 ? 0 : Math.sqrt(difference / size);
    }
}
