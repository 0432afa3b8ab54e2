package io.streamgauge.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * When a surprise becomes an alert; the meaning of every value stands in {@link AlertKeys}.
 *
 * @param overrides in the file's order; of those that fit a key, each goes on from the one before
 * @param forecasts rules for forecast alerts
 */
public record AlertSettings(Key defaults, List<String> muted, List<Override> overrides, List<Forecast> forecasts) {

    public AlertSettings {
        muted = List.copyOf(muted);
        overrides = List.copyOf(overrides);
        forecasts = List.copyOf(forecasts);
    }

    /** What holds for one key. */
    public record Key(
            AlertSide direction,
            double minDeviation,
            double minRelative,
            double scaleFloor,
            double closeBelow,
            Duration coolDown,
            double silenceAfter,
            boolean mute) {}

    /**
     * Settings for the keys that a pattern fits.
     *
     * @param pattern with {@code *} for any characters and {@code ?} for one
     * @param values settings by their names below {@code alerts}
     */
    public record Override(String pattern, Map<String, String> values) {}

    /**
     * A forecast that is worth an alert.
     *
     * @param pattern of the keys that are meant
     * @param text the rule as it was written, without the pattern
     */
    public record Forecast(
            String pattern, boolean above, double threshold, Duration within, double probability, String text) {}

    static AlertSettings of(Values values) {
        return new AlertSettings(
                new Key(
                        values.get(AlertKeys.ALERT_DIRECTION),
                        values.get(AlertKeys.ALERT_MIN_DEVIATION),
                        values.get(AlertKeys.ALERT_MIN_RELATIVE),
                        values.get(AlertKeys.ALERT_SCALE_FLOOR),
                        values.get(AlertKeys.ALERT_CLOSE_BELOW),
                        values.get(AlertKeys.ALERT_COOL_DOWN),
                        values.get(AlertKeys.ALERT_SILENCE_AFTER),
                        false),
                values.get(AlertKeys.ALERT_MUTE),
                values.get(AlertKeys.ALERT_OVERRIDES),
                values.get(AlertKeys.ALERT_FORECAST));
    }

    /** What holds for {@code key}. */
    public Key of(String key) {
        Key result = defaults;
        for (Override override : overrides) {
            if (Glob.fits(override.pattern(), key)) {
                result = AlertOverrides.apply(result, override.values());
            }
        }
        return muted.stream().anyMatch(pattern -> Glob.fits(pattern, key))
                ? AlertOverrides.apply(result, Map.of("mute", "true"))
                : result;
    }

    /** The forecast rules that hold for {@code key}. */
    public List<Forecast> forecasts(String key) {
        return forecasts.stream().filter(rule -> Glob.fits(rule.pattern(), key)).toList();
    }
}
