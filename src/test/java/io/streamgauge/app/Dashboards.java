package io.streamgauge.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The dashboards that ship, as they lie in their files. */
final class Dashboards {
    static final Path FOLDER = Path.of("grafana", "dashboards");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Dashboards() {}

    static JsonNode read(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    static Map<String, JsonNode> all() {
        Map<String, JsonNode> dashboards = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                dashboards.put(file.getFileName().toString(), JSON.readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dashboards;
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Every expression of a dashboard: its panels' and its annotations'. */
    static List<String> expressions(JsonNode dashboard) {
        return Stream.concat(
                        list(dashboard.path("panels")).stream().flatMap(panel -> list(panel.path("targets")).stream()),
                        list(dashboard.at("/annotations/list")).stream().map(annotation -> annotation.path("target")))
                .map(query -> query.path("expr").asText())
                .toList();
    }
}
