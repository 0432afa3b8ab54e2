package io.streamgauge.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A CSV file of labels: {@code key,from,to,label}, with these names in its first line and times as people write them. */
public final class LabelFile {
    private static final List<String> HEADER = List.of("key", "from", "to", "label");

    private LabelFile() {}

    /** A label and the key that it is about. */
    public record Entry(String key, LabelRecord label) {}

    /**
     * The labels in their order.
     *
     * @throws InputFileError with the line of what is no label
     */
    public static List<Entry> read(Path file) {
        List<Entry> entries = new ArrayList<>();
        try (CsvRows rows = new CsvRows(file, ',')) {
            List<String> header = rows.next();
            if (!HEADER.equals(header)) {
                throw new InputFileError(
                        file + ":1: found " + header + ", expected the columns " + String.join(",", HEADER));
            }
            for (List<String> row = rows.next(); row != null; row = rows.next()) {
                entries.add(entry(file + ":" + rows.line() + ": ", row));
            }
        } catch (IOException e) {
            throw new InputFileError(file + ": not readable: " + e.getMessage());
        }
        return entries;
    }

    private static Entry entry(String where, List<String> row) {
        if (row.size() != HEADER.size()) {
            throw new InputFileError(where + "found " + row.size() + " cells, expected " + HEADER.size());
        }
        try {
            return new Entry(row.get(0), LabelRecord.of(row.get(1), row.get(2), row.get(3), ""));
        } catch (RejectedEventException e) {
            throw new InputFileError(where + e.detail());
        }
    }
}
