package io.streamgauge.faults;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of all trials, and the figures of the set as {@code RESULT} lines. */
final class FaultReport {

    private final List<Row> rows = new ArrayList<>();
    private @Nullable Row control;

    void add(Row row) {
        rows.add(row);
    }

    /** The run that has to fail; its counters are no part of the sums. */
    void addControl(Row row) {
        control = row;
    }

    long events() {
        return rows.stream().mapToLong(Row::events).sum();
    }

    long kills() {
        return rows.stream().mapToLong(Row::kills).sum();
    }

    void print(PrintStream out) {
        out.println(line(
                "fault",
                "events",
                "kills",
                "aborted",
                "recovery s",
                "stopped s",
                Verdict.CLEAN.counters().keySet()));
        rows.forEach(row -> out.println(line(row)));
        if (control != null) {
            out.println(line(control));
        }
        Verdict sum = rows.stream().map(Row::verdict).reduce(Verdict.CLEAN, Verdict::plus);
        result(out, "trials", rows.size(), "trials");
        result(out, "events", events(), "events");
        result(out, "outputs", rows.stream().mapToLong(Row::outputs).sum(), "records");
        result(out, "kills", kills(), "kills");
        result(out, "aborted", rows.stream().mapToLong(Row::aborted).sum(), "records");
        sum.counters().forEach((name, count) -> result(out, name, count, "records"));
        rows.forEach(row -> out.printf(Locale.ROOT, "RESULT recovery.%s %.1f s%n", row.id(), seconds(row.recovery())));
        if (control != null) {
            result(out, "control.doubled", control.verdict().doubled(), "records");
            result(out, "control.wrong", control.verdict().wrong(), "records");
        }
    }

    private static void result(PrintStream out, String name, long value, String unit) {
        out.println("RESULT " + name + " " + value + " " + unit);
    }

    private static String line(Row row) {
        Map<String, Long> counters = row.verdict().counters();
        return line(
                row.name(),
                row.events(),
                row.kills(),
                row.aborted(),
                String.format(Locale.ROOT, "%.1f", seconds(row.recovery())),
                String.format(Locale.ROOT, "%.1f", seconds(row.evidence().shortestPause())),
                counters.values());
    }

    private static String line(
            Object name,
            Object events,
            Object kills,
            Object aborted,
            Object recovery,
            Object stopped,
            Iterable<?> counters) {
        List<String> cells = new ArrayList<>();
        counters.forEach(counter -> cells.add(String.format(Locale.ROOT, "%18s", counter)));
        return String.format(Locale.ROOT, "%-44s %8s %6s %8s %10s %9s", name, events, kills, aborted, recovery, stopped)
                + cells.stream().collect(Collectors.joining(" ", " ", ""));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
