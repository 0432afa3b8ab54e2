package io.streamgauge.wire;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a CSV file hold, found by reading it once: which is the time, which hold numbers, how many rows
 * there are. A column is what most of its filled cells are, so that a few bad cells do not hide it.
 */
final class CsvColumns {
    private static final Set<String> TIME_NAMES =
            Set.of("time", "timestamp", "date", "datetime", "date_time", "ds", "ts", "epoch", "unix", "event_time");

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /** Cells longer than this are no numbers, whatever they hold. */
    private static final int MAX_NUMBER = 64;

    private final Path file;
    private final List<String> names;
    private final long[] filled;
    private final long[] numbers;
    private final long[] calendars;
    private final long[] times;
    private long rows;

    private CsvColumns(Path file, List<String> names) {
        this.file = file;
        this.names = List.copyOf(names);
        this.filled = new long[names.size()];
        this.numbers = new long[names.size()];
        this.calendars = new long[names.size()];
        this.times = new long[names.size()];
    }

    static CsvColumns of(Path file, CsvRows reader) {
        List<String> header = reader.next();
        if (header == null) {
            throw new InputFileError(file + ": the file is empty, expected a line of column names and rows below it");
        }
        CsvColumns columns = new CsvColumns(file, header);
        columns.checkHeader();
        for (List<String> row = reader.next(); row != null; row = reader.next()) {
            columns.count(row);
        }
        if (columns.rows == 0) {
            throw new InputFileError(file + ": found column names and no rows below them");
        }
        return columns;
    }

    private void checkHeader() {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (TimeText.calendar(name).isPresent()) {
                throw new InputFileError(file + ":1: found '" + name + "', expected a line of column names");
            }
            if (!name.isEmpty() && !seen.add(name)) {
                throw new InputFileError(file + ":1: column '" + name + "' stands twice");
            }
        }
    }

    private void count(List<String> row) {
        rows++;
        for (int column = 0; column < Math.min(row.size(), names.size()); column++) {
            String cell = row.get(column);
            if (cell.isEmpty()) {
                continue;
            }
            filled[column]++;
            boolean calendar = TimeText.calendar(cell).isPresent();
            calendars[column] += calendar ? 1 : 0;
            times[column] += calendar || TimeText.parse(cell).isPresent() ? 1 : 0;
            numbers[column] += number(cell).isPresent() ? 1 : 0;
        }
    }

    /** The value of a cell, empty for what is not a finite decimal number. */
    static OptionalDouble number(String cell) {
        if (cell.length() > MAX_NUMBER || !NUMBER.matcher(cell).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(cell);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    List<String> names() {
        return names;
    }

    long rows() {
        return rows;
    }

    /** The position of the time column: the one named, else a calendar column, else epochs under a usual name. */
    int time(@Nullable String named) {
        if (named != null) {
            return indexOf(named);
        }
        return IntStream.range(0, names.size())
                .filter(column -> most(calendars, column))
                .boxed()
                .min((a, b) -> Boolean.compare(hasTimeName(b), hasTimeName(a)))
                .or(() -> IntStream.range(0, names.size())
                        .filter(column -> hasTimeName(column) && most(times, column))
                        .boxed()
                        .findFirst())
                .orElseThrow(() -> new InputFileError(file + ": no time column found among " + String.join(",", names)
                        + "; name it with --time-column, expected " + TimeText.EXPECTED));
    }

    /**
     * The positions of the columns to read: those named, else every numeric one but the time and those taken.
     *
     * @param taken positions of what comes with the values
     */
    List<Integer> targets(CsvSource.Options options, int time, List<Integer> taken) {
        List<Integer> targets = new ArrayList<>();
        if (options.targets().isEmpty()) {
            IntStream.range(0, names.size())
                    .filter(column -> column != time
                            && !taken.contains(column)
                            && !names.get(column).isEmpty()
                            && most(numbers, column))
                    .forEach(targets::add);
        } else {
            options.targets().stream().distinct().forEach(name -> targets.add(target(name, time)));
        }
        if (targets.isEmpty()) {
            throw new InputFileError(file + ": no numeric column found among " + String.join(",", names));
        }
        int expected = options.companions().targets();
        if (options.melt() ? expected > 1 : targets.size() != expected) {
            String found = targets.stream().map(names::get).collect(Collectors.joining(","));
            throw new InputFileError(file + ": found " + targets.size() + " numeric columns (" + found + "), expected "
                    + (expected == 1
                            ? "1; choose one with --targets, or make each a key with --melt"
                            : expected + ", one per target of the topology and without --melt"));
        }
        return targets;
    }

    private int target(String name, int time) {
        int column = indexOf(name);
        if (column == time) {
            throw new InputFileError(file + ": column '" + name + "' is the time, expected a numeric column");
        }
        if (numbers[column] == 0) {
            throw new InputFileError(file + ": column '" + name + "' holds no number");
        }
        return column;
    }

    int indexOf(String name) {
        int column = names.indexOf(name);
        if (column < 0) {
            throw new InputFileError(file + ": no column '" + name + "'; columns are " + String.join(",", names));
        }
        return column;
    }

    private boolean most(long[] counts, int column) {
        return 2 * counts[column] > filled[column];
    }

    private boolean hasTimeName(int column) {
        return TIME_NAMES.contains(names.get(column).toLowerCase(Locale.ROOT));
    }
}
