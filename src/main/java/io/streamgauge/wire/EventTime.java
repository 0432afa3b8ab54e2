package io.streamgauge.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Event times as people write them.
 *
 * <p>Understood: {@code 2014-07-01 00:30:00}, {@code 1990/1/1 0:00}, a date alone, ISO 8601 with or without offset, and
 * epoch seconds or milliseconds. What names no offset is UTC.
 */
public final class EventTime {

    /** The earliest time taken for one, 1900-01-01, in epoch milliseconds. */
    public static final long EARLIEST = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();

    /** The latest time taken for one, 2200-01-01, in epoch milliseconds. */
    public static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

    /** Numbers from here on are milliseconds, below it seconds: as seconds it would be the year 5138. */
    private static final double LEAST_MILLIS = 1e11;

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("yyyy[-][/]M[-][/]d[ ]['T']")
            .optionalStart()
            .appendPattern("H:mm")
            .optionalStart()
            .appendPattern(":ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private EventTime() {}

    /** Epoch milliseconds of a number of seconds or milliseconds since 1970. */
    public static long ofEpoch(double number) {
        return Math.round(Math.abs(number) >= LEAST_MILLIS ? number : number * 1_000);
    }

    /**
     * Epoch milliseconds of a time in one of the formats.
     *
     * @throws IllegalArgumentException naming what was found and what is expected
     */
    public static long parse(String text) {
        String trimmed = text.trim();
        try {
            if (isNumber(trimmed)) {
                return ofEpoch(Double.parseDouble(trimmed));
            }
            TemporalAccessor parsed =
                    FORMAT.parseBest(trimmed, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof OffsetDateTime offset) {
                return offset.toInstant().toEpochMilli();
            }
            LocalDateTime local = parsed instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) parsed;
            return local.toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "found '" + shortened(trimmed)
                            + "', expected a time such as 2014-07-01 00:30:00, 2014-07-01T00:30:00Z or epoch seconds",
                    e);
        }
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean sign = i == 0 && c == '-';
            if (!sign && c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
