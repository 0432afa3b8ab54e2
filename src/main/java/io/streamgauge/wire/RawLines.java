package io.streamgauge.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The raw events of a file as JSON, in its order: lines that are JSON objects as they stand, or the rows of a CSV file with a
 * header as objects of its columns. A cell that reads as a JSON number is one, an empty one is left out, others are text.
 */
public final class RawLines implements Iterator<byte[]>, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,300})(\\.\\d{1,300})?([eE][+-]?\\d{1,3})?");

    private final @Nullable BufferedReader lines;
    private final @Nullable CsvRows rows;
    private final List<String> header;
    private final Path file;
    private byte @Nullable [] ahead;

    private RawLines(Path file, @Nullable BufferedReader lines, @Nullable CsvRows rows, List<String> header) {
        this.file = file;
        this.lines = lines;
        this.rows = rows;
        this.header = header;
        ahead = read();
    }

    /**
     * The file from its first event.
     *
     * @param separator of a CSV file's columns; a comma where it is null
     * @throws InputFileError for a file that cannot be used
     */
    public static RawLines open(Path file, @Nullable Character separator) {
        if (!Files.isRegularFile(file)) {
            throw new InputFileError(file + (Files.exists(file) ? ": is not a file" : ": no such file"));
        }
        try {
            BufferedReader lines = Files.newBufferedReader(file);
            lines.mark(1);
            int first = lines.read();
            lines.reset();
            if (first == '{') {
                return new RawLines(file, lines, null, List.of());
            }
            lines.close();
            CsvRows rows = new CsvRows(file, separator == null ? ',' : separator);
            List<String> header = rows.next();
            return new RawLines(file, null, rows, header == null ? List.of() : header);
        } catch (IOException failed) {
            throw new InputFileError(file + ": cannot be read: " + failed.getMessage());
        }
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public byte[] next() {
        byte[] event = ahead;
        if (event == null) {
            throw new NoSuchElementException();
        }
        ahead = read();
        return event;
    }

    private byte @Nullable [] read() {
        try {
            if (lines != null) {
                String line = lines.readLine();
                return line == null ? null : line.getBytes(StandardCharsets.UTF_8);
            }
            List<String> cells = rows == null ? null : rows.next();
            return cells == null ? null : object(cells);
        } catch (IOException failed) {
            throw new InputFileError(file + ": cannot be read: " + failed.getMessage() + "; expected UTF-8");
        }
    }

    private byte[] object(List<String> cells) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (int i = 0; i < Math.min(header.size(), cells.size()); i++) {
                String cell = cells.get(i);
                if (NUMBER.matcher(cell).matches()) {
                    json.writeFieldName(header.get(i));
                    json.writeNumber(cell);
                } else if (!cell.isEmpty()) {
                    json.writeStringField(header.get(i), cell);
                }
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        try {
            if (lines != null) {
                lines.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        if (rows != null) {
            rows.close();
        }
    }
}
