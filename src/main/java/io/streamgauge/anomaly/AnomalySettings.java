package io.streamgauge.anomaly;

import java.util.Set;

/**
 * What the user decides about anomalies.
 *
 * @param alarmsPerMonth false alarms that one key may raise in 30 days of event time
 * @param warmUp values of a key before it may raise an alert
 * @param without statistics that have no say, to see what they are worth; none where it is not asked
 */
public record AnomalySettings(double alarmsPerMonth, int warmUp, Set<Statistic> without) {

    private static final double MONTH_MILLIS = 30.0 * 86_400_000;
    /** More than one value in twenty is no exception. */
    private static final double LARGEST_SHARE = .05;

    private static final double DEFAULT_INTERVAL_MILLIS = 60_000;

    /** With a say for every statistic. */
    public AnomalySettings(double alarmsPerMonth, int warmUp) {
        this(alarmsPerMonth, warmUp, Set.of());
    }

    public AnomalySettings {
        without = Set.copyOf(without);
        if (!(alarmsPerMonth > 0)) {
            throw new IllegalArgumentException("alarms per month is " + alarmsPerMonth + ", expected more than 0");
        }
        if (warmUp < 0) {
            throw new IllegalArgumentException("warm-up is " + warmUp + " values, expected 0 or more");
        }
    }

    /**
     * p*, the share of values that may be false alarms, at most {@value #LARGEST_SHARE}.
     *
     * @param interval usual time from one value to the next in milliseconds; 0 where it is not known yet
     */
    double allowedPerValue(double interval) {
        double usual = interval > 0 ? interval : DEFAULT_INTERVAL_MILLIS;
        return Math.min(LARGEST_SHARE, alarmsPerMonth * usual / MONTH_MILLIS);
    }
}
