package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesTest {

    private static final int CLICKS = 5_000;

    @TempDir
    private Path folder;

    private static TopologyConfig topology(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("name", "t", "every", "1m", "grace", "10s"));
        settings.putAll(more);
        return TopologyConfig.load(null, settings);
    }

    private static List<String> values(RawFiles files) {
        List<String> values = new ArrayList<>();
        files.forEachRemaining(event -> values.add(event.key() + " " + event.timeText() + " " + event.value()));
        return values;
    }

    @Test
    void shouldMakeTheSameSeriesOfLinesAndOfRows() throws IOException {
        Path lines = Files.writeString(folder.resolve("a.jsonl"), """
                {"time":"2024-01-01T00:00:01Z","page":"x","amount":2.5}
                {"time":"2024-01-01T00:00:02Z","page":"y"}
                {"time":"2024-01-01T00:00:03Z","page":"x","amount":4}
                {"page":"x"}
                {"time":"2024-01-01T00:01:10Z","page":"x","amount":1}
                """);
        Path rows = Files.writeString(folder.resolve("a.csv"), """
                time,page,amount
                2024-01-01T00:00:01Z,x,2.5
                2024-01-01T00:00:02Z,y,
                2024-01-01T00:00:03Z,x,4
                ,x,
                2024-01-01T00:01:10Z,x,1
                """);
        TopologyConfig topology = topology(Map.of("key", "/page", "targets", "/amount", "as", "sum", "total", "true"));
        for (Path file : List.of(lines, rows)) {
            try (RawFiles files = new RawFiles(List.of(file), null, topology)) {
                assertThat(values(files))
                        .containsExactly(
                                "(total) 2024-01-01T00:00:00Z 6.5",
                                "x 2024-01-01T00:00:00Z 6.5",
                                "y 2024-01-01T00:00:00Z 0.0");
                assertThat(files.refused()).contains("refused as missing_time: 1 raw events");
            }
        }
    }

    /** Every click of the generator counts once, and none is late beyond the grace that the example has. */
    @Test
    void shouldCountGeneratedClicksAsAMapByHandDoes() throws IOException {
        ClickGenerator clicks = new ClickGenerator(7, 3);
        Map<String, Double> byHand = new TreeMap<>();
        StringBuilder lines = new StringBuilder();
        long newest = 0;
        for (int i = 0; i < CLICKS; i++) {
            ClickGenerator.Click click = clicks.next();
            lines.append(new String(click.json(), StandardCharsets.UTF_8)).append('\n');
            byHand.merge(click.page() + " " + click.time() / 60_000, 1.0, Double::sum);
            newest = Math.max(newest, click.time());
        }
        long end = newest;
        byHand.keySet().removeIf(bucket -> (minute(bucket) + 1) * 60_000 + 10_000 > end);
        Map<String, Double> found = new TreeMap<>();
        Path file = Files.writeString(folder.resolve("clicks.jsonl"), lines);
        try (RawFiles files = new RawFiles(List.of(file), null, topology(Map.of("key", "/page")))) {
            files.forEachRemaining(event -> found.put(event.key() + " " + event.time() / 60_000, event.value()));
            assertThat(files.refused()).containsExactly("raw events: " + CLICKS);
        }
        assertThat(found).isEqualTo(byHand).hasSizeGreaterThan(200);
    }

    private static long minute(String bucket) {
        return Long.parseLong(bucket.split(" ", 2)[1]);
    }
}
