package io.streamgauge.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that make events, and the events that a row gives: one of all targets, or with melt one of each.
 *
 * <p>An event holds the next row's cells of what is known ahead; the last row's events lack them.
 */
final class CsvFields {

    /** How files write that a number is missing, beside an empty cell. */
    private static final Set<String> MISSING = Set.of("", "nan", "NaN", "NAN", "NA", "null", "NULL");

    private final List<Integer> targets;
    private final List<String> keys;
    private final boolean melt;
    private final boolean keepsMissing;
    private final List<Integer> covariates;
    private final List<Integer> categories;
    private final Set<Integer> knownAhead;
    private long skippedCells;

    CsvFields(CsvColumns columns, CsvSource.Options options, int time, String fileKey) {
        CsvSource.Companions companions = options.companions();
        covariates = companions.covariates().stream().map(columns::indexOf).toList();
        categories = companions.categories().stream().map(columns::indexOf).toList();
        knownAhead = Set.copyOf(
                companions.knownAhead().stream().map(columns::indexOf).toList());
        List<Integer> taken = new ArrayList<>(covariates);
        taken.addAll(categories);
        targets = columns.targets(options, time, taken);
        melt = options.melt();
        keepsMissing = companions.keepsMissing();
        keys = melt ? targets.stream().map(columns.names()::get).toList() : List.of(fileKey);
    }

    /** The keys of the events, in the order of their columns. */
    List<String> keys() {
        return keys;
    }

    /** Cells of targets that gave no event, so far. */
    long skippedCells() {
        return skippedCells;
    }

    /** The events of {@code row}, whose time is {@code time}. */
    List<SourceEvent> read(List<String> row, @Nullable List<String> next, long time, String timeText) {
        double[] numbers = new double[covariates.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    CsvColumns.number(companion(row, next, covariates.get(i))).orElse(Double.NaN);
        }
        List<String> texts =
                categories.stream().map(column -> companion(row, next, column)).toList();
        List<SourceEvent> events = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            double[] values = values(row, melt ? List.of(targets.get(i)) : targets);
            if (values.length > 0) {
                events.add(new SourceEvent(keys.get(i), time, timeText, values, numbers, texts));
            }
        }
        return events;
    }

    /** The values of one event, none if it is none. */
    private double[] values(List<String> row, List<Integer> columns) {
        double[] values = new double[columns.size()];
        int missing = 0;
        for (int i = 0; i < values.length; i++) {
            String cell = cell(row, columns.get(i));
            OptionalDouble number = CsvColumns.number(cell);
            values[i] = number.orElse(Double.NaN);
            if (number.isEmpty()) {
                missing++;
                if (!MISSING.contains(cell)) {
                    skippedCells += columns.size();
                    return new double[0];
                }
            }
        }
        if (missing == values.length && !keepsMissing) {
            skippedCells += missing;
            return new double[0];
        }
        return values;
    }

    private String companion(List<String> row, @Nullable List<String> next, int column) {
        if (!knownAhead.contains(column)) {
            return cell(row, column);
        }
        return next == null ? "" : cell(next, column);
    }

    static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }
}
