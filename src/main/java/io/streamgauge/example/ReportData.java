package io.streamgauge.example;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a report's pictures and figures are drawn from, as plain maps and lists. */
public final class ReportData {

    private ReportData() {}

    /** The pictures of a program as {@code charts}, and its {@code figures}. */
    public static Map<String, Object> of(Outcome outcome) {
        List<Object> charts = new ArrayList<>();
        for (Chart chart : outcome.charts()) {
            charts.add(plain(chart));
        }
        return Map.of("charts", charts, "figures", figures(outcome));
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
}
