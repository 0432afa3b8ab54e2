package io.streamgauge.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page with the pictures of a program, complete in itself: it opens from a disk without a network.
 *
 * <p>The template holds {@code ${name}} where style, scripts and data go.
 */
public final class ReportPage {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z]+)\\}");
    private static final JsonMapper JSON = new JsonMapper();

    private ReportPage() {}

    /**
     * The page.
     *
     * @param charting the script of the charting library, ECharts
     */
    public static String render(CourseProgram program, ProgramSettings settings, Outcome outcome, String charting) {
        Map<String, String> parts = Map.of(
                "title", escape(program.name()),
                "summary", escape(program.summary()),
                "settings", "seed " + settings.seed() + ", epochs " + settings.epochs(),
                "style", resource("report.css"),
                "charting", asScript(charting),
                "script", asScript(resource("report.js")),
                "data", data(outcome));
        Matcher places = PLACE.matcher(resource("report.html"));
        return places.replaceAll(
                place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group(1)), place.group(1))));
    }

    private static String data(Outcome outcome) {
        List<Object> charts = new ArrayList<>();
        for (Chart chart : outcome.charts()) {
            charts.add(plain(chart));
        }
        try {
            // No text of the data can end the element that holds it.
            return JSON.writeValueAsString(Map.of("charts", charts, "figures", figures(outcome)))
                    .replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Object> figures(Outcome outcome) {
        List<Object> figures = new ArrayList<>();
        for (Figure figure : outcome.figures()) {
            figures.add(Map.of("name", figure.name(), "value", figure.value(), "unit", figure.unit()));
        }
        return figures;
    }

    private static Map<String, Object> plain(Chart chart) {
        if (chart instanceof Chart.Matrix matrix) {
            return Map.of(
                    "kind", "matrix",
                    "title", matrix.title(),
                    "note", matrix.note(),
                    "columnName", matrix.columnName(),
                    "rowName", matrix.rowName(),
                    "columns", matrix.columns(),
                    "rows", matrix.rows(),
                    "values", matrix.values());
        }
        Chart.Lines lines = (Chart.Lines) chart;
        return Map.of(
                "kind", "lines",
                "title", lines.title(),
                "note", lines.note(),
                "x", axis(lines.x()),
                "y", axis(lines.y()),
                "series",
                        lines.series().stream().map(each -> series(each, lines)).toList());
    }

    private static Map<String, Object> axis(Chart.Axis axis) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("name", axis.name());
        plain.put("logarithmic", axis.logarithmic());
        if (Double.isFinite(axis.least())) {
            plain.put("least", axis.least());
        }
        if (Double.isFinite(axis.most())) {
            plain.put("most", axis.most());
        }
        return plain;
    }

    private static Map<String, Object> series(Chart.Series series, Chart.Lines lines) {
        List<double[]> points = new ArrayList<>();
        for (Chart.Point point : series.points()) {
            if (stands(point.x(), lines.x()) && stands(point.y(), lines.y())) {
                points.add(new double[] {point.x(), point.y()});
            }
        }
        return Map.of("name", series.name(), "dashed", series.dashed(), "points", points);
    }

    /** Whether a value has a place on the axis. */
    private static boolean stands(double value, Chart.Axis axis) {
        return Double.isFinite(value) && (value > 0 || !axis.logarithmic());
    }

    private static String asScript(String script) {
        return script.replace("</script", "<\\/script");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
