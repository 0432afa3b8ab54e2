package io.streamgauge.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists below {@code alerts}: settings by key pattern, and forecast rules. */
final class AlertOverrides {

    private static final String ANY = "*";
    private static final Kind<Double> PROBABILITY =
            Kind.decimal("a probability above 0, at most 1", value -> value > 0 && value <= 1);
    private static final Kind<Double> THRESHOLD = Kind.decimal("a number", value -> true);
    private static final Kind<Duration> WITHIN = Kind.duration(Duration.ofMillis(1));

    /** Stands in where values are only checked. */
    private static final AlertSettings.Key NOBODY =
            new AlertSettings.Key(AlertSide.BOTH, 0, 0, 0, 0, Duration.ZERO, 0, false);

    private static final Pattern OVERRIDE = Pattern.compile("(\\S+):\\s+(\\S.*)");
    private static final Pattern FORECAST =
            Pattern.compile("(?:(\\S+):\\s+)?((above|below) (\\S+) within (\\S+) with probability (\\S+))");

    private AlertOverrides() {}

    static Kind<List<AlertSettings.Override>> overrides() {
        return new Kind<>(
                "'none', or a list such as \"pump-*: direction=above min-deviation=5\"",
                raw -> read(raw, AlertOverrides::override));
    }

    static Kind<List<AlertSettings.Forecast>> forecasts() {
        return new Kind<>(
                "'none', or a list such as \"pump-*: above 90 within 4h with probability 0.9\"",
                raw -> read(raw, AlertOverrides::forecast));
    }

    private interface Item<T> {
        T read(String text);
    }

    private static <T> List<T> read(Raw raw, Item<T> item) {
        List<T> items = new ArrayList<>();
        if (!raw.text().equals(Kind.NONE)) {
            // Commas part the items only in a file's list: a key may hold one.
            (raw.list() ? raw.items() : List.of(raw.text())).forEach(text -> items.add(item.read(text)));
        }
        return List.copyOf(items);
    }

    private static AlertSettings.Override override(String text) {
        Matcher matcher = OVERRIDE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : matcher.group(2).split("\\s+")) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new Kind.Mismatch("'" + part + "'", "name=value");
            }
            values.put(part.substring(0, equals), part.substring(equals + 1));
        }
        AlertSettings.Override override = new AlertSettings.Override(matcher.group(1), values);
        apply(NOBODY, values);
        return override;
    }

    private static AlertSettings.Forecast forecast(String text) {
        Matcher matcher = FORECAST.matcher(text.strip().replaceAll("(?<!:)\\s+", " "));
        if (!matcher.matches()) {
            throw new Kind.Mismatch(
                    "'" + Raw.abbreviated(text) + "'",
                    "[PATTERN: ]above|below NUMBER within DURATION with probability P");
        }
        String pattern = matcher.group(1) == null ? ANY : matcher.group(1);
        double probability = value(PROBABILITY, matcher.group(6));
        return new AlertSettings.Forecast(
                pattern,
                matcher.group(3).equals("above"),
                value(THRESHOLD, matcher.group(4)),
                value(WITHIN, matcher.group(5)),
                probability,
                matcher.group(2));
    }

    /**
     * The settings with others in place of some.
     *
     * @throws Kind.Mismatch for a name or a value that is none
     */
    static AlertSettings.Key apply(AlertSettings.Key key, Map<String, String> values) {
        AlertSettings.Key result = key;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            result = apply(result, entry.getKey(), entry.getValue());
        }
        return result;
    }

    private static AlertSettings.Key apply(AlertSettings.Key k, String name, String text) {
        AlertSide direction = k.direction();
        double[] n = {k.minDeviation(), k.minRelative(), k.scaleFloor(), k.closeBelow(), k.silenceAfter()};
        Duration coolDown = k.coolDown();
        boolean mute = k.mute();
        switch (name) {
            case "direction" -> direction = value(AlertKeys.ALERT_DIRECTION.kind(), text);
            case "min-deviation" -> n[0] = value(AlertKeys.ALERT_MIN_DEVIATION.kind(), text);
            case "min-relative" -> n[1] = value(AlertKeys.ALERT_MIN_RELATIVE.kind(), text);
            case "scale-floor" -> n[2] = value(AlertKeys.ALERT_SCALE_FLOOR.kind(), text);
            case "close-below" -> n[3] = value(AlertKeys.ALERT_CLOSE_BELOW.kind(), text);
            case "silence-after" -> n[4] = value(AlertKeys.ALERT_SILENCE_AFTER.kind(), text);
            case "cool-down" -> coolDown = value(AlertKeys.ALERT_COOL_DOWN.kind(), text);
            case "mute" -> mute = value(Kind.flag(), text);
            default ->
                throw new Kind.Mismatch(
                        "'" + name + "'",
                        "one of direction, min-deviation, min-relative, scale-floor, close-below, silence-after,"
                                + " cool-down, mute");
        }
        return new AlertSettings.Key(direction, n[0], n[1], n[2], n[3], coolDown, n[4], mute);
    }

    private static <T> T value(Kind<T> kind, String text) {
        try {
            return kind.reader().apply(Raw.scalar("", text));
        } catch (IllegalArgumentException unfit) {
            throw new Kind.Mismatch("'" + text + "'", kind.expected());
        }
    }
}
