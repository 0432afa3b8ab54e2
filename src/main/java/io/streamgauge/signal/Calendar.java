package io.streamgauge.signal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an event time tells in the configured time zone.
 *
 * @param season values per season, 0 where the day is the season
 * @param zone time zone of day, week and holidays
 * @param holidays days since 1970 of the holidays; none where they are empty
 */
public record Calendar(int season, ZoneId zone, Set<Long> holidays) {

    /** Inputs that the cycle and the week give. */
    static final int CYCLE_FEATURES = 6;

    /** Inputs that holidays give, where there are any. */
    private static final int HOLIDAY_FEATURES = 2;

    private static final long WEEK_MILLIS = (long) (7 * Season.DAY_MILLIS);
    /** Saturday and Sunday. */
    private static final long WEEKEND_MILLIS = (long) (2 * Season.DAY_MILLIS);
    /** The longest span in which no weekend begins or ends, in milliseconds. */
    public static final long LONGEST_UNDIVIDED = WEEK_MILLIS - WEEKEND_MILLIS;

    /** From a Monday to the first day of the epoch. */
    private static final long THURSDAY_MILLIS = (long) (3 * Season.DAY_MILLIS);

    public Calendar {
        if (season < 0) {
            throw new IllegalArgumentException("season is " + season + ", expected 0 or more values");
        }
        zone = zone.normalized();
        holidays = Set.copyOf(holidays);
    }

    /** A calendar without holidays. */
    public Calendar(int season, ZoneId zone) {
        this(season, zone, Set.of());
    }

    public static Calendar of(int season, ZoneId zone, Set<LocalDate> holidays) {
        return new Calendar(
                season, zone, holidays.stream().map(LocalDate::toEpochDay).collect(Collectors.toUnmodifiableSet()));
    }

    public boolean hasHolidays() {
        return !holidays.isEmpty();
    }

    /** Inputs of one step. */
    public int features() {
        return CYCLE_FEATURES + (hasHolidays() ? HOLIDAY_FEATURES : 0);
    }

    /**
     * Writes the inputs that the next value's time gives from {@code at} on.
     *
     * <pre>
     *   c0, c1 = sin, cos of the phase φ of the next value in the cycle;  c2, c3 = sin, cos of 2φ
     *   c4, c5 = sin, cos of its phase in the week
     *   c6 = 1 where it falls on a holiday, c7 = 1 on the day before one
     * </pre>
     *
     * <p>The cycle is the season, counted in values ({@link Cadence#position}), or the day.
     */
    void encode(Cadence cadence, float[] out, int at) {
        double next = Season.localTime(cadence.timeAhead(1), zone);
        double phase = season > 0
                ? Math.floorMod(cadence.position() + 1, season) / (double) season
                : Season.fraction(next / Season.DAY_MILLIS);
        double sine = Elementary.sine(phase);
        double cosine = Elementary.cosine(phase);
        out[at] = (float) sine;
        out[at + 1] = (float) cosine;
        out[at + 2] = (float) (2 * sine * cosine);
        out[at + 3] = (float) (cosine * cosine - sine * sine);
        double ofWeek = Season.fraction(next / WEEK_MILLIS);
        out[at + 4] = (float) Elementary.sine(ofWeek);
        out[at + 5] = (float) Elementary.cosine(ofWeek);
        if (hasHolidays()) {
            long day = (long) Math.floor(next / Season.DAY_MILLIS);
            out[at + CYCLE_FEATURES] = holidays.contains(day) ? 1 : 0;
            out[at + CYCLE_FEATURES + 1] = holidays.contains(day + 1) ? 1 : 0;
        }
    }

    /** Whether a weekend begins or ends between two times in epoch milliseconds. */
    public boolean isDivided(long from, long to) {
        return weekendEdges(from) != weekendEdges(to);
    }

    /** Beginnings and ends of weekends up to {@code time}. */
    private long weekendEdges(long time) {
        // Whole numbers: a part of a week is not to be told from the weekend's by a rounded quotient.
        long sinceMonday = (long) Season.localTime(time, zone) + THURSDAY_MILLIS;
        boolean weekend = Math.floorMod(sinceMonday, WEEK_MILLIS) >= LONGEST_UNDIVIDED;
        return 2 * Math.floorDiv(sinceMonday, WEEK_MILLIS) + (weekend ? 1 : 0);
    }
}
