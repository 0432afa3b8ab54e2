package io.streamgauge.app.bench;

import io.streamgauge.app.bench.Finding.Excluded;
import io.streamgauge.app.bench.Finding.Measured;
import io.streamgauge.app.bench.Finding.Remark;
import io.streamgauge.app.bench.Finding.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What {@code bench} prints: the machine, one table, then a {@code RESULT name value unit} line per figure.
 *
 * <p>A contestant may come from several processes, ours does: its time is then that of the first, while the ratio of
 * each peer is to our time beside it.
 */
public final class BenchReport {
    /** Our own name in the table. */
    public static final String OURS = "ours";

    private static final double NANOS_PER_MILLI = 1e6;

    private final Map<String, Map<String, Measured>> cases = new LinkedHashMap<>();
    private final Set<String> contestants = new LinkedHashSet<>();
    private final Set<String> settings = new LinkedHashSet<>();
    private final Set<Remark> remarks = new LinkedHashSet<>();
    private final List<Excluded> excluded = new ArrayList<>();

    public BenchReport(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding instanceof Measured measured) {
                cases.computeIfAbsent(measured.caseId(), id -> new LinkedHashMap<>())
                        .putIfAbsent(measured.contestant(), measured);
                contestants.add(measured.contestant());
            } else if (finding instanceof Excluded one) {
                excluded.add(one);
            } else if (finding instanceof Remark remark) {
                remarks.add(remark);
            } else if (finding instanceof Setting setting) {
                settings.add(setting.text());
            }
        }
    }

    /** All lines: the settings, the table, what has to be known about it, the figures. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(settings);
        lines.addAll(table());
        excluded.stream()
                .collect(Collectors.groupingBy(
                        one -> one.contestant() + ": " + one.reason(),
                        LinkedHashMap::new,
                        Collectors.mapping(Excluded::caseId, Collectors.joining(", "))))
                .forEach((reason, ids) -> lines.add("left out: " + reason + " (" + ids + ")"));
        remarks.forEach(remark -> lines.add("note: " + remark.contestant() + ": " + remark.text()));
        cases.forEach((id, row) -> lines.addAll(results(id, row)));
        return lines;
    }

    private List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("case"));
        header.addAll(contestants);
        header.addAll(List.of("best peer ÷ ours", "ours B/op", "max difference"));
        rows.add(header);
        cases.forEach((id, row) -> {
            List<String> cells = new ArrayList<>(List.of(id));
            contestants.forEach(name -> cells.add(row.containsKey(name) ? time(row.get(name)) : "-"));
            cells.add(peers(row).isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f", best(row)));
            cells.add(row.containsKey(OURS) ? Long.toString(row.get(OURS).bytes()) : "-");
            cells.add(peers(row).isEmpty() ? "-" : String.format(Locale.ROOT, "%.1e", difference(row)));
            rows.add(cells);
        });
        return aligned(rows);
    }

    private static List<String> results(String id, Map<String, Measured> row) {
        List<String> lines = new ArrayList<>();
        boolean training = id.startsWith("train.");
        row.values()
                .forEach(one -> lines.add(
                        training
                                ? result(id + "." + one.contestant(), "%.3f", one.nanos() / NANOS_PER_MILLI, "ms")
                                : result(id + "." + one.contestant(), "%.0f", one.nanos(), "ns")));
        for (Measured peer : peers(row)) {
            lines.add(result("ratio." + id + "." + peer.contestant(), "%.2f", peer.ratio(), "x"));
        }
        if (!peers(row).isEmpty()) {
            lines.add(result("ratio." + id, "%.2f", best(row), "x"));
            lines.add(result("difference." + id, "%.1e", difference(row), "abs"));
        }
        for (Measured own : own(row)) {
            String form = id + own.contestant().substring(OURS.length());
            lines.add(result("scaling." + form, "%.2f", 1 / own.ratio(), "x"));
            lines.add(result("difference." + form, "%.1e", own.difference(), "abs"));
        }
        if (row.containsKey(OURS)) {
            lines.add("RESULT alloc." + id + " " + row.get(OURS).bytes() + " B/op");
        }
        return lines;
    }

    private static String result(String name, String format, double value, String unit) {
        return "RESULT " + name + " " + String.format(Locale.ROOT, format, value) + " " + unit;
    }

    /** The least ratio: that of the best peer. */
    private static double best(Map<String, Measured> row) {
        return peers(row).stream().mapToDouble(Measured::ratio).min().orElse(Double.NaN);
    }

    private static double difference(Map<String, Measured> row) {
        return peers(row).stream().mapToDouble(Measured::difference).max().orElse(Double.NaN);
    }

    private static List<Measured> peers(Map<String, Measured> row) {
        return filter(row, name -> !name.startsWith(OURS));
    }

    /** Ours in other forms, on more threads. */
    private static List<Measured> own(Map<String, Measured> row) {
        return filter(row, name -> name.startsWith(OURS) && !name.equals(OURS));
    }

    private static List<Measured> filter(Map<String, Measured> row, Predicate<String> names) {
        return row.values().stream().filter(one -> names.test(one.contestant())).toList();
    }

    private static String time(Measured one) {
        double micros = one.nanos() / 1e3;
        if (micros >= 1000) {
            return String.format(Locale.ROOT, "%.2f ms", micros / 1e3);
        }
        return micros >= 10
                ? String.format(Locale.ROOT, "%.1f µs", micros)
                : String.format(Locale.ROOT, "%,.0f ns", one.nanos());
    }

    /** The first column to the left, the others to the right. */
    private static List<String> aligned(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(cells -> cells.get(at).length())
                        .max()
                        .orElse(0);
                line.append(column == 0 ? "" : "  ")
                        .append(String.format(column == 0 ? "%-" + width + "s" : "%" + width + "s", row.get(column)));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
