package io.streamgauge.config;

import java.time.Duration;
import java.util.List;

/** The keys of a topology file that say when a value is a surprise, and a surprise an alert. */
final class AlertKeys {

    static final Setting<Double> ALARMS_PER_MONTH = Setting.of(
            "anomaly.alarms-per-month", Kind.positive(), "1.0", "False alarms per key and month that are acceptable.");
    static final Setting<Integer> WARM_UP = Setting.of(
            "anomaly.warm-up", Kind.integer(0, 1_000_000), "100", "Events of a key before it can raise an alert.");

    static final Setting<Duration> WARM_UP_TIME = Setting.of(
            "anomaly.warm-up-time",
            Kind.duration(Duration.ZERO),
            "30d",
            "Event time after which a key can raise an alert, however few its events were.");

    static final Setting<AlertSide> ALERT_DIRECTION = Setting.of(
            "alerts.direction",
            Kind.side(),
            AlertSide.BOTH.text(),
            "On which side of the expected value an anomaly is worth an alert; flat lines and silence have no side. All"
                    + " keys of alerts take effect while the forecaster runs, as soon as the file is saved.");
    static final Setting<Double> ALERT_MIN_DEVIATION = Setting.of(
            "alerts.min-deviation",
            Kind.notNegative(),
            "0",
            "Least distance from the expected value that is worth an alert, in the source's units.");
    static final Setting<Double> ALERT_MIN_RELATIVE = Setting.of(
            "alerts.min-relative", Kind.notNegative(), "0", "The same as a share of the expected value, such as 0.1.");
    static final Setting<Double> ALERT_SCALE_FLOOR = Setting.of(
            "alerts.scale-floor",
            Kind.notNegative(),
            "0",
            "Least usual deviation that a series is taken to have, in the source's units: for series that hardly move."
                    + " What deviates by less than 4 of it raises no alert.");
    static final Setting<Double> ALERT_CLOSE_BELOW = Setting.of(
            "alerts.close-below",
            Kind.decimal("a number from 0, below 1", value -> value >= 0 && value < 1),
            "0.5",
            "Anomaly score below which an alert ends; it begins at 1.");
    static final Setting<Duration> ALERT_COOL_DOWN = Setting.of(
            "alerts.cool-down",
            Kind.duration(Duration.ZERO),
            "0s",
            "Event time after an alert's end in which its key raises none.");
    static final Setting<Double> ALERT_SILENCE_AFTER = Setting.of(
            "alerts.silence-after",
            Kind.notNegative(),
            "3",
            "Usual intervals that a key may miss before it counts as silent; 0 for never. It grows for a key that often"
                    + " pauses.");
    static final Setting<List<String>> ALERT_MUTE = Setting.of(
            "alerts.mute",
            Kind.optionalPatterns(),
            Kind.NONE,
            "Patterns of keys that raise no alert; * stands for any characters, ? for one.");
    static final Setting<List<AlertSettings.Override>> ALERT_OVERRIDES = Setting.of(
            "alerts.overrides",
            AlertOverrides.overrides(),
            Kind.NONE,
            "Settings for the keys that a pattern fits: a list of \"PATTERN: name=value name=value\" with the names above;"
                    + " the later one wins.");
    static final Setting<List<AlertSettings.Forecast>> ALERT_FORECAST = Setting.of(
            "alerts.forecast",
            AlertOverrides.forecasts(),
            Kind.NONE,
            "Forecasts of the first target that are worth an alert: a list of \"above 90 within 4h with probability 0.9\","
                    + " each with \"PATTERN: \" before it where it is not for all keys.");

    private AlertKeys() {}
}
