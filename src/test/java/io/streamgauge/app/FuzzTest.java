package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Readers of what comes from outside, under seeded damage to the inputs that are kept of each.
 *
 * <p>{@code ./mvnw test -Dtest=FuzzTest -Dfuzz.seconds=600} gives every reader ten minutes, {@code -Dfuzz.seed=N} another
 * beginning.
 */
class FuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);
    /** Of a short run: enough to come by every branch of a reader, in about a second. */
    private static final int INPUTS = 4_000;
    /** Each is a connection. */
    private static final int REQUESTS = 400;

    static List<String> names() {
        return FuzzTargets.NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldRefuseOrRead(String name) {
        FuzzTarget target = FuzzTargets.of(name);
        Mutations inputs =
                new Mutations(SEED, FuzzTargets.corpus(name), words(name).toArray(String[]::new));
        int most = name.equals("requests") ? REQUESTS : INPUTS;
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        int refused = 0;
        int n = 0;
        for (; SECONDS == 0 ? n < most : System.nanoTime() < end; n++) {
            refused += target.refuses(inputs.next()) ? 1 : 0;
        }
        assertThat(refused).as("refused of %s", n).isPositive();
    }

    /** What is worth being put anywhere. */
    private static List<String> words(String name) {
        return switch (name) {
            case "events" ->
                List.of(
                        "\"time\":",
                        "1e999",
                        "-0",
                        "{",
                        "[",
                        "]",
                        "}",
                        "\\u0000",
                        "\"",
                        "null",
                        "9".repeat(1_000),
                        "2026-02-30 25:00",
                        ",");
            case "lines" -> List.of("\"line\":", "\"", "\\u0000", " ", "=", "7", "a b ".repeat(500), "{", "}", "1e999");
            case "csv" -> List.of(",", "\"", "\n", "\r", "\u0001", "1e999", "9".repeat(1_000), "\\");
            // Frames, ends of lists, and the longest lengths.
            case "avro", "protobuf" ->
                List.of(
                        "\u0000\u0000\u0000\u0000\u0001",
                        "\u0000",
                        "\u0002",
                        "\u007f",
                        "\u0001",
                        "J\u0002J\u0000",
                        "5",
                        "8");
            case "keys" -> List.of("\uFFFF", "\u0000");
            case "labels" -> List.of("\"from\":", "1e999", "{", "]", "9".repeat(1_000), "2026-02-30 25:00");
            case "states" -> List.of();
            case "categories" -> List.of();
            case "memories" -> List.of();
            case "vocabularies" ->
                List.of("\"vocabulary\":\"[", "\\\"a\\\",", "]", "\\u", "\"shape\":[", "{", "9".repeat(30));
            case "weights" -> List.of("\"shape\":[", "{", "9".repeat(30), "F16", "\"data_offsets\":[0,");
            case "topology" ->
                List.of(
                        "&a [*a]",
                        "? ",
                        "!!java.util.Date ",
                        "- ",
                        ": ",
                        "\t",
                        "{{",
                        "1..999999999",
                        "\n---\n",
                        "|",
                        "late-wait: 99999999999d\n");
            case "runtime" -> List.of("\\u00", "${env:", "}", "=", ":", "\\", "http.port=-1\n");
            case "requests" -> List.of("%", "%00", "%ff", "/../", "limit=", "9".repeat(400), "&", ";", "%2e%2e");
            default -> throw new IllegalArgumentException(name);
        };
    }
}
