package io.streamgauge.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page with pictures and figures, complete in itself: it opens from a disk without a network.
 *
 * <p>The template holds {@code ${name}} where style, scripts and data go. The page's script draws what the data calls
 * {@code charts} and {@code figures}; a report may bring a script of its own for the rest.
 */
public final class ReportPage {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z]+)\\}");
    private static final JsonMapper JSON = new JsonMapper();

    private ReportPage() {}

    /**
     * What stands at the top of a page.
     *
     * @param settings what it was made with, in a line
     */
    public record Heading(String title, String summary, String settings) {}

    /**
     * The page.
     *
     * @param data as maps, lists, texts and numbers
     * @param charting the script of the charting library, {@link ECharts#script}
     * @param script the report's own; empty where there is none
     */
    public static String render(Heading heading, Map<String, ?> data, String charting, String script) {
        Map<String, String> parts = Map.of(
                "title", escape(heading.title()),
                "summary", escape(heading.summary()),
                "settings", escape(heading.settings()),
                "style", resource("report.css"),
                "charting", asScript(charting),
                "script", asScript(resource("report.js")),
                "more", asScript(script),
                "data", json(data));
        Matcher places = PLACE.matcher(resource("report.html"));
        return places.replaceAll(
                place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group(1)), place.group(1))));
    }

    private static String json(Map<String, ?> data) {
        try {
            // No text of the data can end the element that holds it.
            return JSON.writeValueAsString(data).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String asScript(String script) {
        return script.replace("</script", "<\\/script");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String resource(String name) {
        String path = "report/" + name;
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
