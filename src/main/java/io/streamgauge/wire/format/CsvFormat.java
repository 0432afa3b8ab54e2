package io.streamgauge.wire.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of comma-separated cells, each the field of its column's name. A cell that reads as a JSON number is one,
 * {@code true} and {@code false} are flags, an empty one is missing, others are text.
 */
public final class CsvFormat implements EventFormat {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,300})(\\.\\d{1,300})?([eE][+-]?\\d{1,3})?");
    private static final CsvFactory CSV = CsvFactory.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .build();

    private final List<String> columns;

    /**
     * @param columns their names, in order
     */
    public CsvFormat(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    @Override
    public byte @Nullable [] json(byte @Nullable [] value) throws RejectedEventException {
        if (value == null) {
            return null;
        }
        int[] cells = new int[1];
        byte[] json = JsonObjects.write("line of CSV", value.length, out -> cells[0] = copy(value, out));
        if (cells[0] != columns.size()) {
            throw new RejectedEventException(
                    Rejection.MALFORMED_VALUE,
                    "line has " + cells[0] + " cells, expected " + columns.size() + ", as many as columns");
        }
        return json;
    }

    private int copy(byte[] value, JsonGenerator out) throws IOException {
        int cells = 0;
        out.writeStartObject();
        try (CsvParser line = CSV.createParser(value)) {
            line.nextToken();
            if (line.nextToken() == JsonToken.START_ARRAY) {
                while (line.nextToken() != JsonToken.END_ARRAY && cells <= columns.size()) {
                    if (cells < columns.size()) {
                        write(columns.get(cells), line.getText().strip(), out);
                    }
                    cells++;
                }
            }
            if (line.nextToken() == JsonToken.START_ARRAY) {
                throw new IOException("another line follows, expected one per event");
            }
        }
        out.writeEndObject();
        return cells;
    }

    private static void write(String name, String cell, JsonGenerator out) throws IOException {
        if (NUMBER.matcher(cell).matches()) {
            out.writeFieldName(name);
            out.writeNumber(cell);
        } else if (cell.equals("true") || cell.equals("false")) {
            out.writeBooleanField(name, cell.equals("true"));
        } else if (!cell.isEmpty()) {
            out.writeStringField(name, cell);
        }
    }
}
