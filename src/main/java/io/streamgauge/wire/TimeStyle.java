package io.streamgauge.wire;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The way in which the times of an input are written, so that other times can be written alike.
 *
 * <p>What one time leaves open, such as whether the 11th of November would have zeros before smaller numbers, is known
 * from those before it.
 */
public final class TimeStyle {

    private boolean dateUnpadded;
    private boolean hourUnpadded;

    /**
     * A time, written like another one.
     *
     * @param millis epoch milliseconds
     * @param example a time of the input, in the order in which they stand there
     */
    public String format(long millis, String example) {
        Matcher part = TimeText.CALENDAR.matcher(example);
        return part.matches() ? calendar(millis, part, example) : epoch(millis, example);
    }

    private String calendar(long millis, Matcher part, String example) {
        learn(part);
        String offset = part.group(9);
        ZoneOffset zone = offset == null ? ZoneOffset.UTC : ZoneOffset.of(offset);
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone);
        String separator = part.group(2);
        StringBuilder text = new StringBuilder().append(time.getYear());
        text.append(separator).append(digits(time.getMonthValue(), dateUnpadded));
        text.append(separator).append(digits(time.getDayOfMonth(), dateUnpadded));
        boolean needsClock = !time.toLocalTime().equals(LocalTime.MIDNIGHT);
        if (part.group(5) != null || needsClock) {
            text.append(example.indexOf('T') > 0 ? 'T' : ' ');
            appendClock(text, time, part.group(7), part.group(8));
        }
        return text.append(offset == null ? "" : offset).toString();
    }

    private void learn(Matcher part) {
        dateUnpadded = isUnpadded(part.group(3), isUnpadded(part.group(4), dateUnpadded));
        hourUnpadded = isUnpadded(part.group(5), hourUnpadded);
    }

    private static boolean isUnpadded(@Nullable String digits, boolean before) {
        if (digits == null || digits.length() > 1 && digits.charAt(0) != '0') {
            return before;
        }
        return digits.length() == 1;
    }

    private void appendClock(
            StringBuilder text, LocalDateTime time, @Nullable String seconds, @Nullable String fraction) {
        int millis = time.getNano() / 1_000_000;
        text.append(digits(time.getHour(), hourUnpadded)).append(':').append(digits(time.getMinute(), false));
        if (seconds != null || time.getSecond() != 0 || millis != 0) {
            text.append(':').append(digits(time.getSecond(), false));
        }
        if (fraction != null || millis != 0) {
            text.append(String.format(Locale.ROOT, ".%03d", millis));
        }
    }

    private static String digits(int number, boolean unpadded) {
        return (unpadded || number > 9 ? "" : "0") + number;
    }

    private static String epoch(long millis, String example) {
        if (TimeText.EPOCH_MILLIS.matcher(example).matches()) {
            return Long.toString(millis);
        }
        boolean whole = millis % 1_000 == 0 && example.indexOf('.') < 0;
        return whole ? Long.toString(millis / 1_000) : String.format(Locale.ROOT, "%.3f", millis / 1e3);
    }
}
