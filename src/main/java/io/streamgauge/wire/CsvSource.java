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
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a CSV file, in the order of its rows.
 *
 * <p>The separator, the time column and the numeric columns are found by themselves unless the options name them. A
 * target's cell that is empty gives no event and is counted, unless missing values are kept; so is one that is not a
 * number in any case.
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
     * @param companions what an event holds beside one value
     */
    public record Options(
            @Nullable String timeColumn,
            @Nullable Character separator,
            List<String> targets,
            boolean melt,
            Companions companions) {
        public Options {
            targets = List.copyOf(targets);
        }

        /** Events of one value. */
        public Options(@Nullable String timeColumn, @Nullable Character separator, List<String> targets, boolean melt) {
            this(timeColumn, separator, targets, melt, Companions.NONE);
        }

        /** Everything is found, and there is one series with the file's name as its key. */
        public static Options detect() {
            return new Options(null, null, List.of(), false);
        }

        public Options withTimeColumn(String column) {
            return new Options(column, separator, targets, melt, companions);
        }

        public Options withSeparator(char character) {
            return new Options(timeColumn, character, targets, melt, companions);
        }

        public Options withTargets(List<String> columns) {
            return new Options(timeColumn, separator, columns, melt, companions);
        }

        public Options melted() {
            return new Options(timeColumn, separator, targets, true, companions);
        }

        public Options with(Companions others) {
            return new Options(timeColumn, separator, targets, melt, others);
        }
    }

    /**
     * What an event holds beside one value.
     *
     * @param targets values of an event; more than one only without melt
     * @param covariates columns of the numeric covariates
     * @param categories columns of the categorical covariates
     * @param knownAhead those of them of which an event holds the next row's cell
     * @param keepsMissing whether a row without any value gives an event all the same
     */
    public record Companions(
            int targets,
            List<String> covariates,
            List<String> categories,
            Set<String> knownAhead,
            boolean keepsMissing) {

        /** Nothing. */
        public static final Companions NONE = new Companions(1, List.of(), List.of(), Set.of(), false);

        public Companions {
            covariates = List.copyOf(covariates);
            categories = List.copyOf(categories);
            knownAhead = Set.copyOf(knownAhead);
        }
    }

    private record Row(List<String> cells, long line) {}

    private final Path file;
    private final CsvColumns columns;
    private final int time;
    private final CsvFields fields;
    private final CsvRows reader;
    private final Deque<SourceEvent> ahead = new ArrayDeque<>();
    private @Nullable Row following;
    private long rowsRead;

    private CsvSource(Path file, CsvColumns columns, Options options, CsvRows reader) {
        this.file = file;
        this.columns = columns;
        this.time = columns.time(options.timeColumn());
        this.fields = new CsvFields(columns, options, time, withoutEnding(file));
        this.reader = reader;
        reader.next();
        following = nextRow();
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
            Row row = following;
            if (row == null) {
                return false;
            }
            following = nextRow();
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

    private @Nullable Row nextRow() {
        List<String> cells = reader.next();
        return cells == null ? null : new Row(cells, reader.line());
    }

    private void read(Row row) {
        int width = columns.names().size();
        if (row.cells().stream().skip(width).anyMatch(cell -> !cell.isEmpty())) {
            throw new InputFileError(
                    file + ":" + row.line() + ": found " + row.cells().size() + " cells, expected " + width);
        }
        String timeText = CsvFields.cell(row.cells(), time);
        OptionalLong eventTime = TimeText.parse(timeText);
        if (eventTime.isEmpty()) {
            throw new InputFileError(file + ":" + row.line() + ": column '"
                    + columns.names().get(time) + "': found '" + shown(timeText) + "', expected " + TimeText.EXPECTED);
        }
        List<String> next = following == null ? null : following.cells();
        ahead.addAll(fields.read(row.cells(), next, eventTime.getAsLong(), timeText));
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
        return fields.skippedCells();
    }

    /** The keys of the events, in the order of their columns. */
    public List<String> keys() {
        return fields.keys();
    }

    public String timeColumn() {
        return columns.names().get(time);
    }

    @Override
    public void close() {
        reader.close();
    }
}
