package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file as trimmed cells, each with the line it begins on; lines without a cell are left out. */
final class CsvRows implements AutoCloseable {
    /** Far above any measurement: what is longer is a missing quotation mark or not a table. */
    private static final int MAX_CELL = 65_536;

    private static final int MAX_CELLS = 10_000;

    private static final CsvFactory FACTORY = CsvFactory.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(MAX_CELL).build())
            .build();

    private final Path file;
    private final CsvParser parser;
    private int line;

    CsvRows(Path file, char separator) throws IOException {
        this.file = file;
        this.parser = FACTORY.createParser(new BufferedInputStream(Files.newInputStream(file)));
        parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
        read();
    }

    /** The next row, or null after the last. */
    @Nullable
    List<String> next() {
        while (read() == JsonToken.START_ARRAY) {
            List<String> cells = cells();
            if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                return cells;
            }
        }
        return null;
    }

    /** The line that the row before began on, counted from 1. */
    int line() {
        return line;
    }

    private List<String> cells() {
        List<String> cells = new ArrayList<>();
        try {
            for (JsonToken token = read(); token != null && token != JsonToken.END_ARRAY; token = read()) {
                if (cells.size() == MAX_CELLS) {
                    throw new InputFileError(file + ":" + line + ": found more than " + MAX_CELLS + " cells");
                }
                line = cells.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
                cells.add(parser.getText().strip());
            }
        } catch (IOException failed) {
            throw error(failed);
        }
        return cells;
    }

    private @Nullable JsonToken read() {
        try {
            return parser.nextToken();
        } catch (IOException failed) {
            throw error(failed);
        }
    }

    private InputFileError error(IOException failed) {
        if (failed instanceof CharConversionException) {
            return new InputFileError(file + ": found bytes that are not UTF-8, expected a text file");
        }
        String message = failed instanceof JsonProcessingException malformed
                ? malformed.getOriginalMessage()
                : String.valueOf(failed.getMessage());
        return new InputFileError(file + ":" + parser.currentLocation().getLineNr() + ": not readable as CSV: "
                + message.lines().findFirst().orElse(""));
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException failed) {
            throw error(failed);
        }
    }
}
