package io.streamgauge.anomaly;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change of one of a key's episodes.
 *
 * @param kind the statistic that opened it, or {@value #FORECAST}
 * @param direction {@code above}, {@code below} or {@code none}
 * @param rule the forecast rule's text, null for any other kind
 * @param reason why it closed, the kind itself while it is open
 */
public record EpisodeEvent(
        EpisodeChange change,
        String kind,
        String direction,
        long since,
        double peak,
        @Nullable String rule,
        String reason) {

    /** The kind of a forecast alert. */
    public static final String FORECAST = "forecast";

    /** Whether both speak of the same episode. */
    public boolean isOf(EpisodeEvent other) {
        return kind.equals(other.kind) && since == other.since && Objects.equals(rule, other.rule);
    }

    /** The end of what this speaks of. */
    public EpisodeEvent closed(String why) {
        return new EpisodeEvent(EpisodeChange.CLOSED, kind, direction, since, peak, rule, why);
    }

    static EpisodeEvent of(EpisodeChange change, Episode episode, String reason) {
        return new EpisodeEvent(
                change,
                episode.statistic().id(),
                direction(episode.sign()),
                episode.since(),
                episode.peak(),
                null,
                reason);
    }

    static EpisodeEvent of(EpisodeChange change, ForecastEpisode episode, @Nullable ForecastRule rule, String reason) {
        return new EpisodeEvent(
                change,
                FORECAST,
                rule == null ? direction(0) : direction(rule.above() ? 1 : -1),
                episode.since(),
                episode.peak(),
                rule == null ? "" : rule.text(),
                reason);
    }

    static String direction(int sign) {
        return sign > 0 ? "above" : sign < 0 ? "below" : "none";
    }
}
