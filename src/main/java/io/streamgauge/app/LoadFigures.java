package io.streamgauge.app;

import io.streamgauge.app.bench.Finding.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of several runs of each application; what is told of them is their medians. */
final class LoadFigures {

    private static final String THROUGHPUT = "throughput";

    private final Map<String, Map<String, List<Figure>>> byCase = new LinkedHashMap<>();

    void add(Figure figure) {
        byCase.computeIfAbsent(figure.caseId(), id -> new LinkedHashMap<>())
                .computeIfAbsent(figure.name(), name -> new ArrayList<>())
                .add(figure);
    }

    /** Events a second; NaN where they were not measured. */
    double throughput(String id) {
        return median(byCase.getOrDefault(id, Map.of()).getOrDefault(THROUGHPUT, List.of()));
    }

    private static double median(List<Figure> figures) {
        double[] values = figures.stream().mapToDouble(Figure::value).sorted().toArray();
        return values.length == 0
                ? Double.NaN
                : Arrays.stream(values, (values.length - 1) / 2, values.length / 2 + 1)
                        .average()
                        .orElse(Double.NaN);
    }

    /** A row per application, a column per figure. */
    List<String> table() {
        List<String> names = byCase.values().stream()
                .flatMap(row -> row.keySet().stream())
                .distinct()
                .toList();
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-20s", "median"));
        names.forEach(name -> head.append(String.format(Locale.ROOT, " %14s", name)));
        lines.add(head.toString());
        byCase.forEach((id, row) -> {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-20s", id));
            for (String name : names) {
                List<Figure> found = row.getOrDefault(name, List.of());
                line.append(
                        found.isEmpty()
                                ? String.format(Locale.ROOT, " %14s", "-")
                                : String.format(Locale.ROOT, " %,14.1f", median(found)));
            }
            lines.add(line.toString());
        });
        return lines;
    }

    /** A {@code RESULT} line per figure. */
    List<String> results(String what) {
        List<String> lines = new ArrayList<>();
        byCase.forEach((id, row) -> row.forEach((name, found) -> lines.add(ResultLine.of(
                what + "." + id + "." + name, median(found), found.get(0).unit()))));
        return lines;
    }

    /** The forecaster's throughput ÷ that of the application that computes nothing under the same settings. */
    List<String> ratios() {
        List<String> lines = new ArrayList<>();
        for (String id : byCase.keySet()) {
            String empty = id.replaceFirst("^full", "empty");
            if (!empty.equals(id) && byCase.containsKey(empty)) {
                lines.add(ResultLine.of("stream.ratio." + id, throughput(id) / throughput(empty), "x"));
            }
        }
        return lines;
    }
}
