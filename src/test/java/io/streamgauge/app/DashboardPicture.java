package io.streamgauge.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamgauge.http.ECharts;
import io.streamgauge.testing.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

/**
 * A drawing of a dashboard, for the eye: its panels where and as its file says, with what Prometheus answers. It is not
 * Grafana; it shows whether places, titles, units, legends and data make sense.
 */
final class DashboardPicture {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 1600;

    private DashboardPicture() {}

    /**
     * Draws and keeps a picture.
     *
     * @param answers the series of an expression of the dashboard
     */
    static void draw(Browser browser, Path folder, String name, JsonNode dashboard, Function<String, JsonNode> answers)
            throws IOException {
        ObjectNode drawn = dashboard.deepCopy();
        for (JsonNode panel : drawn.path("panels")) {
            ArrayNode results = ((ObjectNode) panel).putArray("results");
            for (JsonNode target : panel.path("targets")) {
                results.add(answers.apply(target.path("expr").asText()));
            }
        }
        for (JsonNode annotation : drawn.at("/annotations/list")) {
            ((ObjectNode) annotation)
                    .set("results", answers.apply(annotation.at("/target/expr").asText()));
        }
        String page = template()
                .replace("${charting}", ECharts.script())
                .replace("${data}", JSON.writeValueAsString(drawn).replace("<", "\\u003c"));
        Path file = Files.writeString(folder.resolve(name + ".html"), page);
        browser.resize(WIDTH, 900);
        browser.open(file.toUri().toString());
        browser.waitUntil("drawn", () -> browser.attribute("body", "data-drawn").equals("yes"));
        browser.screenshotOfAll("dashboard-" + name, WIDTH);
    }

    private static String template() throws IOException {
        try (InputStream in = Objects.requireNonNull(DashboardPicture.class.getResourceAsStream("dashboard.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
