package io.streamgauge.wire;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of a CSV file as they are written: quoted where they must be, numbers with every digit that tells them apart.
 * What cannot be written is an {@link InputFileError} that names the file.
 */
public final class CsvWriter implements AutoCloseable {

    private final Path file;
    private final BufferedWriter out;
    private boolean rowBegun;

    private CsvWriter(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /** A new file with its header; replaces one that is there. */
    public static CsvWriter create(Path file, List<String> header) {
        try {
            CsvWriter writer = new CsvWriter(file, Files.newBufferedWriter(file));
            for (String name : header) {
                writer.text(name);
            }
            writer.endRow();
            return writer;
        } catch (IOException failed) {
            throw new InputFileError(file + ": cannot be written, expected a file in a folder that exists");
        }
    }

    public CsvWriter text(String cell) {
        boolean quoted = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        write(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        return this;
    }

    public CsvWriter number(long value) {
        write(Long.toString(value));
        return this;
    }

    /** The shortest text that is read as the same double. */
    public CsvWriter number(double value) {
        write(Double.toString(value));
        return this;
    }

    public void endRow() {
        try {
            out.write('\n');
        } catch (IOException failed) {
            throw error(file, failed);
        }
        rowBegun = false;
    }

    private void write(String cell) {
        try {
            if (rowBegun) {
                out.write(',');
            }
            out.write(cell);
        } catch (IOException failed) {
            throw error(file, failed);
        }
        rowBegun = true;
    }

    private static InputFileError error(Path file, IOException failed) {
        return new InputFileError(file + ": cannot be written: " + failed.getMessage());
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException failed) {
            throw error(file, failed);
        }
    }
}
