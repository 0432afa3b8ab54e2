package io.streamgauge.wire;

/**
 * The form in which most events bear their time, without the cost of one that takes every form:
 * {@code 2014-07-01T00:30:00}, with a space for the T, without or with one to three digits of a fraction, without or with
 * a Z.
 */
final class UtcText {

    /** What is returned of a text of another form; no time that this form can say. */
    static final long OTHER = Long.MIN_VALUE;

    private static final int SECONDS_END = 19;
    private static final int MOST_DIGITS = 3;
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private UtcText() {}

    /** Epoch milliseconds, or {@link #OTHER}. */
    static long parse(String text) {
        int end = text.length();
        if (end > SECONDS_END && text.charAt(end - 1) == 'Z') {
            end--;
        }
        boolean whole = end == SECONDS_END;
        boolean fractional =
                end > SECONDS_END + 1 && end <= SECONDS_END + 1 + MOST_DIGITS && text.charAt(SECONDS_END) == '.';
        if (!(whole || fractional) || !isPunctuated(text)) {
            return OTHER;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        int fraction = whole ? 0 : number(text, SECONDS_END + 1, end);
        if ((year | month | day | hour | minute | second | fraction) < 0
                || month < 1
                || month > DAYS.length
                || day < 1
                || day > days(year, month)
                || hour > 23
                || minute > 59
                || second > 59) {
            return OTHER;
        }
        for (int digits = end - SECONDS_END - 1; digits > 0 && digits < MOST_DIGITS; digits++) {
            fraction *= 10;
        }
        return epochDay(year, month, day) * MILLIS_PER_DAY + ((hour * 60L + minute) * 60 + second) * 1_000 + fraction;
    }

    private static boolean isPunctuated(String text) {
        char between = text.charAt(10);
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (between == 'T' || between == ' ')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** The number that digits write; negative where one is no digit. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static int days(int year, int month) {
        return month == 2 && isLeap(year) ? 29 : DAYS[month - 1];
    }

    /** Days since 1970-01-01 in the calendar of today, which ISO 8601 takes for all times; the year is not negative. */
    private static long epochDay(int year, int month, int day) {
        // Years from March to February, so that the leap day is the last.
        int y = month <= 2 ? year - 1 : year;
        int monthsSinceMarch = (month + 9) % 12;
        long days = 365L * y + Math.floorDiv(y, 4) - Math.floorDiv(y, 100) + Math.floorDiv(y, 400);
        return days + (153 * monthsSinceMarch + 2) / 5 + day - 1 - 719_468;
    }
}
