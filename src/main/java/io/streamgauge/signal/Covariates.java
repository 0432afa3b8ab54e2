package io.streamgauge.signal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The covariates of a series: what is known beside the values that are forecast.
 *
 * <p>A category is any text; its row in a table of {@code rows} vectors is 1 + CRC32C of its UTF-8 bytes modulo
 * {@code rows − 1}. Nothing has to be remembered for that, and all instances agree; categories that fall together share a
 * vector, which {@code rows} well above the number of categories makes rare. Row {@value #UNKNOWN} stands for none.
 *
 * @param numeric names of those that are numbers
 * @param categorical names of those that are categories
 * @param rows rows of each category's table
 */
public record Covariates(List<String> numeric, List<String> categorical, int rows) {

    /** The row of a category that is missing. */
    public static final int UNKNOWN = 0;

    /** A table needs a row for the unknown and one more. */
    public static final int LEAST_ROWS = 2;

    /** No covariates at all. */
    public static final Covariates NONE = new Covariates(List.of(), List.of(), LEAST_ROWS);

    public Covariates {
        numeric = List.copyOf(numeric);
        categorical = List.copyOf(categorical);
        if (rows < LEAST_ROWS) {
            throw new IllegalArgumentException("categories have " + rows + " rows, expected at least " + LEAST_ROWS);
        }
    }

    /** The row of {@code category} in a table of {@code rows}. */
    public static int row(String category, int rows) {
        CRC32C crc = new CRC32C();
        crc.update(category.getBytes(StandardCharsets.UTF_8));
        return 1 + (int) (crc.getValue() % (rows - 1));
    }
}
