package io.streamgauge.wire;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Event times as people write them: {@code 2014-07-01 00:30:00}, {@code 1990/1/1 0:00}, ISO 8601 with or without an
 * offset, a date alone, or epoch seconds or milliseconds. Without an offset the time is UTC.
 */
final class TimeText {
    static final String EXPECTED = "a time such as 2014-07-01 00:30:00, 1990/1/1 0:00, ISO 8601 or epoch seconds";

    static final Pattern CALENDAR = Pattern.compile("(\\d{4})([-/])(\\d{1,2})\\2(\\d{1,2})"
            + "(?:[T ]\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?"
            + "\\s*(Z|[+-]\\d{2}(?::?\\d{2})?)?");

    /** From 1973 to 5138; what has fewer digits is rather a value or a counter. */
    private static final Pattern EPOCH_SECONDS = Pattern.compile("(\\d{9,11})(?:\\.(\\d{1,9}))?");

    static final Pattern EPOCH_MILLIS = Pattern.compile("\\d{12,14}");

    /** Numbers from here on are milliseconds; as seconds it would be the year 5138. */
    private static final double LEAST_MILLIS = 1e11;

    private TimeText() {}

    /** Epoch milliseconds of a number of seconds, or of milliseconds from 10¹¹ on, since 1970. */
    static long ofEpoch(double number) {
        return Math.round(Math.abs(number) >= LEAST_MILLIS ? number : number * 1_000);
    }

    /** Epoch milliseconds, or empty for what is not a time. */
    static OptionalLong parse(String text) {
        long usual = UtcText.parse(text);
        if (usual != UtcText.OTHER) {
            return OptionalLong.of(usual);
        }
        OptionalLong calendar = calendar(text);
        return calendar.isPresent() ? calendar : epoch(text);
    }

    /** The same without epochs, which look like values. */
    static OptionalLong calendar(String text) {
        Matcher part = CALENDAR.matcher(text);
        if (!part.matches()) {
            return OptionalLong.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(part.group(1)),
                    number(part.group(3)),
                    number(part.group(4)),
                    number(part.group(5)),
                    number(part.group(6)),
                    number(part.group(7)),
                    nanos(part.group(8)));
            String offset = part.group(9);
            return OptionalLong.of(local.toInstant(offset == null ? ZoneOffset.UTC : ZoneOffset.of(offset))
                    .toEpochMilli());
        } catch (DateTimeException impossible) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong epoch(String text) {
        if (EPOCH_MILLIS.matcher(text).matches()) {
            return OptionalLong.of(Long.parseLong(text));
        }
        Matcher seconds = EPOCH_SECONDS.matcher(text);
        return seconds.matches()
                ? OptionalLong.of(Long.parseLong(seconds.group(1)) * 1000 + nanos(seconds.group(2)) / 1_000_000)
                : OptionalLong.empty();
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }
}
