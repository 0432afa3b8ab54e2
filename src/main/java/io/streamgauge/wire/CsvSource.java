package io.streamgauge.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a CSV file, in the order of its rows.
 *
 * <p>The separator, the time column and the numeric columns are found by themselves unless the options name them. A
 * target's cell that is empty or not a number gives no event and is counted.
 */
public final class CsvSource implements Iterator<SourceEvent>, AutoCloseable {
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

    /** Lines that the separator is found from. */
    private static final int SAMPLE = 20;

    private static final int MAX_SHOWN = 80;

    /**
     * What to take as given instead of finding it.
     *
     * @param targets names of the columns to read; empty for every numeric one
     * @param melt makes every target a series of its own, with the column's name as its key
     */
    public record Options(
            @Nullable String timeColumn, @Nullable Character separator, List<String> targets, boolean melt) {
        public Options {
            targets = List.copyOf(targets);
        }

        /** Everything is found, and there is one series with the file's name as its key. */
        public static Options detect() {
            return new Options(null, null, List.of(), false);
        }

        public Options withTimeColumn(String column) {
            return new Options(column, separator, targets, melt);
        }

        public Options withSeparator(char character) {
            return new Options(timeColumn, character, targets, melt);
        }

        public Options withTargets(List<String> columns) {
            return new Options(timeColumn, separator, columns, melt);
        }

        public Options melted() {
            return new Options(timeColumn, separator, targets, true);
        }
    }

    private final Path file;
    private final CsvColumns columns;
    private final int time;
    private final List<Integer> targets;
    private final List<String> keys;
    private final CsvRows reader;
    private final Deque<SourceEvent> ahead = new ArrayDeque<>();
    private long rowsRead;
    private long skippedCells;

    private CsvSource(Path file, CsvColumns columns, Options options, CsvRows reader) {
        this.file = file;
        this.columns = columns;
        this.time = columns.time(options.timeColumn());
        this.targets = columns.targets(options.targets(), time, options.melt());
        this.keys = options.melt() ? targets.stream().map(columns.names()::get).toList() : List.of(withoutEnding(file));
        this.reader = reader;
        reader.next();
    }

    /**
     * The file from its first row. It is read once before, to count its rows and to see what its columns hold.
     *
     * @throws InputFileError for a file that cannot be used
     */
    public static CsvSource open(Path file, Options options) {
        if (!Files.isRegularFile(file)) {
            throw new InputFileError(file + (Files.exists(file) ? ": is not a file" : ": no such file"));
        }
        try {
            char separator = options.separator() == null ? separator(file) : options.separator();
            CsvColumns columns;
            try (CsvRows reader = new CsvRows(file, separator)) {
                columns = CsvColumns.of(file, reader);
            }
            return opened(file, columns, options, new CsvRows(file, separator));
        } catch (IOException failed) {
            throw new InputFileError(file + ": cannot be read: " + failed.getMessage());
        }
    }

    private static CsvSource opened(Path file, CsvColumns columns, Options options, CsvRows reader) {
        try {
            return new CsvSource(file, columns, options, reader);
        } catch (InputFileError unusable) {
            reader.close();
            throw unusable;
        }
    }

    /** The separator that stands equally often in each of the first lines; the most frequent in the header otherwise. */
    private static char separator(Path file) throws IOException {
        List<String> lines;
        try (BufferedReader reader = Files.newBufferedReader(file);
                Stream<String> stream = reader.lines()) {
            lines = stream.filter(line -> !line.isBlank()).limit(SAMPLE).toList();
        } catch (UncheckedIOException failed) {
            if (failed.getCause() instanceof CharacterCodingException) {
                throw new InputFileError(file + ": found bytes that are not UTF-8, expected a text file");
            }
            throw failed.getCause();
        }
        String header = lines.isEmpty() ? "" : lines.get(0);
        return SEPARATORS.stream()
                .max(Comparator.comparing((Character separator) -> isRegular(separator, lines))
                        .thenComparing(separator -> count(separator, header))
                        .thenComparing(separator -> -SEPARATORS.indexOf(separator)))
                .orElseThrow();
    }

    private static boolean isRegular(char separator, List<String> lines) {
        return lines.stream()
                                .mapToLong(line -> count(separator, line))
                                .distinct()
                                .count()
                        == 1
                && count(separator, lines.get(0)) > 0;
    }

    private static long count(char separator, String line) {
        return line.replaceAll("\"[^\"]*\"", "")
                .chars()
                .filter(character -> character == separator)
                .count();
    }

    private static String withoutEnding(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    @Override
    public boolean hasNext() {
        while (ahead.isEmpty()) {
            List<String> row = reader.next();
            if (row == null) {
                return false;
            }
            rowsRead++;
            read(row);
        }
        return true;
    }

    @Override
    public SourceEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ahead.remove();
    }

    private void read(List<String> row) {
        int width = columns.names().size();
        if (row.stream().skip(width).anyMatch(cell -> !cell.isEmpty())) {
            throw new InputFileError(
                    file + ":" + reader.line() + ": found " + row.size() + " cells, expected " + width);
        }
        String timeText = cell(row, time);
        OptionalLong eventTime = TimeText.parse(timeText);
        if (eventTime.isEmpty()) {
            throw new InputFileError(file + ":" + reader.line() + ": column '"
                    + columns.names().get(time) + "': found '" + shown(timeText) + "', expected " + TimeText.EXPECTED);
        }
        for (int i = 0; i < targets.size(); i++) {
            OptionalDouble value = CsvColumns.number(cell(row, targets.get(i)));
            if (value.isPresent()) {
                ahead.add(new SourceEvent(keys.get(i), eventTime.getAsLong(), timeText, value.getAsDouble()));
            } else {
                skippedCells++;
            }
        }
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }

    private static String shown(String cell) {
        return cell.length() <= MAX_SHOWN ? cell : cell.substring(0, MAX_SHOWN - 3) + "...";
    }

    /** Rows below the header, in the whole file. */
    public long rows() {
        return columns.rows();
    }

    /** Rows that have been read so far. */
    public long rowsRead() {
        return rowsRead;
    }

    /** Cells of targets that were empty or not a number, so far. */
    public long skippedCells() {
        return skippedCells;
    }

    /** The keys of the events, in the order of their columns. */
    public List<String> keys() {
        return keys;
    }

    public String timeColumn() {
        return columns.names().get(time);
    }

    @Override
    public void close() {
        reader.close();
    }
}
