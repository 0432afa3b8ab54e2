package io.streamgauge.anomaly;

/**
 * What the user decides about anomalies.
 *
 * @param alarmsPerMonth false alarms that one key may raise in 30 days of event time
 * @param warmUp values of a key before it may raise an alert
 */
public record AnomalySettings(double alarmsPerMonth, int warmUp) {

    public AnomalySettings {
        if (!(alarmsPerMonth > 0)) {
            throw new IllegalArgumentException("alarms per month is " + alarmsPerMonth + ", expected more than 0");
        }
        if (warmUp < 0) {
            throw new IllegalArgumentException("warm-up is " + warmUp + " values, expected 0 or more");
        }
    }
}
