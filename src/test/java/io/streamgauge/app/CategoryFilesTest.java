package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backtest of categories over files. */
class CategoryFilesTest {

    private static final List<String> CYCLE = List.of("login", "search", "view", "basket", "pay");
    private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
    private static final int EVENTS = 1_200;

    @TempDir
    private Path folder;

    private static TopologyConfig topology() {
        return TopologyConfig.load(
                null,
                Map.of(
                        "name", "t",
                        "key", "/user",
                        "category.field", "/type",
                        "category.vocabulary", "9",
                        "network.hidden", "12",
                        "windows.steps", "8",
                        "windows.stride", "4",
                        "trainer.learning-rate", "0.02"));
    }

    private List<String> run(Path file, Path scores) {
        InputOptions input = new InputOptions();
        input.files = List.of(file);
        Clock clock = Clock.fixed(BEGIN.plusSeconds(EVENTS), ZoneOffset.UTC);
        return new CategoryFiles(topology(), 60, clock).run(input, 0, scores);
    }

    private static double result(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith("RESULT " + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[2]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no figure " + name + " in " + lines));
    }

    private static String type(int t) {
        return CYCLE.get(t % CYCLE.size());
    }

    @Test
    void shouldForecastTheEventsOfLinesAndOfRowsAlike() throws IOException {
        List<String> objects = new ArrayList<>();
        List<String> rows = new ArrayList<>(List.of("time,user,type"));
        for (int t = 0; t < EVENTS; t++) {
            objects.add("{\"time\":\"" + BEGIN.plusSeconds(t) + "\",\"user\":\"u" + t % 2 + "\",\"type\":\""
                    + type(t / 2) + "\"}");
            rows.add(BEGIN.plusSeconds(t) + ",u" + t % 2 + "," + type(t / 2));
        }
        Path scores = folder.resolve("scores.csv");
        List<String> lines = run(Files.write(folder.resolve("a.jsonl"), objects), scores);
        assertThat(result(lines, "events")).isEqualTo(EVENTS);
        assertThat(result(lines, "keys")).isEqualTo(2);
        assertThat(result(lines, "categories")).isEqualTo(CYCLE.size());
        assertThat(result(lines, "versions")).isPositive();
        assertThat(result(lines, "accuracy.network")).isGreaterThan(result(lines, "accuracy.frequency") + .3);
        assertThat(result(lines, "accuracy.ngram")).isGreaterThan(.9);
        assertThat(result(lines, "logloss.network")).isLessThan(result(lines, "logloss.frequency"));
        List<String> scored = Files.readAllLines(scores);
        assertThat(scored).hasSize(1 + EVENTS);
        assertThat(scored.get(0))
                .isEqualTo("key,time,category,surprisal,expected,anomaly_score,alert_score,anomaly_grade,status");
        assertThat(scored.get(EVENTS))
                .startsWith("u1,2024-01-01T00:19:59Z,pay,")
                .contains(",pay,");

        Path again = folder.resolve("again.csv");
        assertThat(run(Files.write(folder.resolve("a.csv"), rows), again)).isEqualTo(lines);
        assertThat(Files.readAllLines(again)).isEqualTo(scored);
    }

    @Test
    void shouldTellWhatItDoesNotTake() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), """
                {"time":"2024-01-01T00:00:05Z","user":"u","type":"login"}
                {"time":"2024-01-01T00:00:04Z","user":"u","type":"view"}
                {"time":"2024-01-01T00:00:06Z","user":"u"}
                {"time":"2044-01-01T00:00:06Z","user":"u","type":"view"}
                {"time":"2024-01-01T00:00:06Z","type":"view"}
                """);
        List<String> lines = run(file, folder.resolve("scores.csv"));
        assertThat(lines)
                .contains(
                        "refused as late: 1 raw events",
                        "refused as invalid_category: 1 raw events",
                        "refused as future_time: 1 raw events",
                        "refused as null_key: 1 raw events");
        assertThat(result(lines, "events")).isEqualTo(1);
        assertThat(lines).noneMatch(line -> line.contains("NaN"));
    }
}
