package io.streamgauge.anomaly;

import java.util.List;

/**
 * When a surprise of one key becomes an alert.
 *
 * @param live false while old events are caught up with: nothing opens
 * @param warmUp values of a key before it may raise an alert
 * @param warmUpMillis event time after which it may do so whatever their count
 * @param closeBelow score below which an open episode ends; it opens at 1
 * @param minDeviation least distance from the expected value, in the source's units
 * @param minRelative the same as a share of the expected value's size
 * @param scaleFloor least usual deviation, in the source's units, that a series is taken to have
 * @param coolDownMillis event time after an episode's end in which none opens
 * @param muted whether none opens at all
 * @param silenceAfter usual intervals without a value after which a key is silent; 0 never
 */
public record AlertRules(
        boolean live,
        int warmUp,
        long warmUpMillis,
        double closeBelow,
        Direction direction,
        double minDeviation,
        double minRelative,
        double scaleFloor,
        long coolDownMillis,
        boolean muted,
        double silenceAfter,
        List<ForecastRule> forecasts) {

    /** A deviation of fewer usual ones is noise. */
    private static final double LEAST_SCALED = 4;

    public AlertRules {
        forecasts = List.copyOf(forecasts);
    }

    /** Rules that let every score of 1 and more through after the warm-up. */
    public static AlertRules lenient(int warmUp) {
        return new AlertRules(true, warmUp, Long.MAX_VALUE, .5, Direction.BOTH, 0, 0, 0, 0, false, 3, List.of());
    }

    /** The same rules where {@code alerting}, else those under which nothing opens. */
    public AlertRules alerting(boolean alerting) {
        return alerting == live
                ? this
                : new AlertRules(
                        alerting,
                        warmUp,
                        warmUpMillis,
                        closeBelow,
                        direction,
                        minDeviation,
                        minRelative,
                        scaleFloor,
                        coolDownMillis,
                        muted,
                        silenceAfter,
                        forecasts);
    }

    /** Whether a key has seen enough. */
    boolean isWarm(SeriesBefore before) {
        return before.count() >= warmUp || before.count() * before.interval() >= warmUpMillis;
    }

    /** The least deviation from {@code expected} that is worth an alert. */
    double leastDeviation(double expected) {
        return Math.max(
                Math.max(minDeviation, LEAST_SCALED * scaleFloor),
                Double.isNaN(expected) ? 0 : minRelative * Math.abs(expected));
    }
}
