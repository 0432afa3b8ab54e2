package io.streamgauge.anomaly;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one key's alerts and of what people said about them; changed by {@link AlertPolicy} and {@link
 * Feedback} alone. Empty for a key that never surprised.
 */
public final class AlertState {

    /** Surprises that a label may still speak of. */
    public static final int MOST_SURPRISES = 8;
    /** Kinds of surprise that labels have judged. */
    public static final int MOST_BARS = 16;
    /** Labels whose time is not over. */
    public static final int MOST_LABELS = 16;

    final PauseHabit pauses = new PauseHabit();
    final List<Surprise> surprises = new ArrayList<>();
    final List<Bar> bars = new ArrayList<>();
    final List<LabelledSpan> labels = new ArrayList<>();
    final List<ForecastEpisode> forecasts = new ArrayList<>();

    @Nullable
    Episode open;

    /** Event time of the last episode's end; 0 for none. */
    long closedAt;

    /** Whether the last surprise goes on. */
    boolean running;

    /** Whether an anomaly is going on. */
    public boolean isOpen() {
        return open != null;
    }

    /** The anomaly that is going on. */
    public Optional<Episode> episode() {
        return Optional.ofNullable(open);
    }

    /** What is open, as events; forecast alerts by the rules that opened them. */
    public List<EpisodeEvent> open(List<ForecastRule> rules) {
        List<EpisodeEvent> events = new ArrayList<>();
        if (open != null) {
            events.add(
                    EpisodeEvent.of(EpisodeChange.OPENED, open, open.statistic().id()));
        }
        for (ForecastEpisode forecast : forecasts) {
            for (ForecastRule rule : rules) {
                if (rule.id() == forecast.rule()) {
                    events.add(EpisodeEvent.of(EpisodeChange.OPENED, forecast, rule, EpisodeEvent.FORECAST));
                }
            }
        }
        return events;
    }

    /** The end of all that is open, forecast alerts whose rule is no more included; changes nothing. */
    public List<EpisodeEvent> closing(List<ForecastRule> rules, String reason) {
        List<EpisodeEvent> events = new ArrayList<>();
        open(rules).forEach(event -> events.add(event.closed(reason)));
        for (ForecastEpisode forecast : forecasts) {
            if (rules.stream().noneMatch(rule -> rule.id() == forecast.rule())) {
                events.add(EpisodeEvent.of(EpisodeChange.CLOSED, forecast, null, reason));
            }
        }
        return events;
    }

    public PauseHabit pauses() {
        return pauses;
    }

    public List<Surprise> surprises() {
        return Collections.unmodifiableList(surprises);
    }

    public List<Bar> bars() {
        return Collections.unmodifiableList(bars);
    }

    public List<LabelledSpan> labels() {
        return Collections.unmodifiableList(labels);
    }

    public List<ForecastEpisode> forecasts() {
        return Collections.unmodifiableList(forecasts);
    }

    public long closedAt() {
        return closedAt;
    }

    public boolean isRunning() {
        return running;
    }

    /** Goes on from what was stored. */
    public void restore(
            @Nullable Episode storedOpen,
            long storedClosedAt,
            boolean storedRunning,
            List<Surprise> storedSurprises,
            List<Bar> storedBars,
            List<LabelledSpan> storedLabels,
            List<ForecastEpisode> storedForecasts) {
        open = storedOpen;
        closedAt = storedClosedAt;
        running = storedRunning;
        replace(surprises, storedSurprises);
        replace(bars, storedBars);
        replace(labels, storedLabels);
        replace(forecasts, storedForecasts);
    }

    private static <T> void replace(List<T> kept, List<T> stored) {
        kept.clear();
        kept.addAll(stored);
    }

    /**
     * Usual intervals without a value after which the key is silent; infinite where silence is no matter.
     *
     * @param time event time of the last value
     */
    public double silenceLimit(AlertRules rules, long time) {
        if (rules.silenceAfter() <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double limit = pauses.limit(rules.silenceAfter() + AlertPolicy.HALF_INTERVAL, time);
        Bar bar = bar(Statistic.SILENCE, 0);
        return bar != null && bar.normal() ? Math.max(limit, bar.score()) : limit;
    }

    /** Whether somebody said so of that time. */
    public boolean isLabelled(long time, LabelKind kind) {
        for (LabelledSpan label : labels) {
            if (label.kind() == kind && label.holds(time)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Bar bar(Statistic statistic, int sign) {
        for (Bar bar : bars) {
            if (bar.isFor(statistic, sign)) {
                return bar;
            }
        }
        return null;
    }

    void put(Bar bar) {
        bars.removeIf(old -> old.isFor(bar.statistic(), bar.sign()));
        if (bars.size() == MOST_BARS) {
            bars.remove(0);
        }
        bars.add(bar);
    }

    void put(LabelledSpan label) {
        if (labels.size() == MOST_LABELS) {
            labels.remove(0);
        }
        labels.add(label);
    }

    /** Forgets labels that are over. */
    void passTo(long time) {
        if (!labels.isEmpty()) {
            labels.removeIf(label -> label.to() < time);
        }
    }

    /** Keeps a surprise; what was worth no alert goes before what was. */
    void put(Surprise surprise) {
        if (surprises.size() == MOST_SURPRISES) {
            int quiet = 0;
            while (quiet < surprises.size() && surprises.get(quiet).loud()) {
                quiet++;
            }
            surprises.remove(quiet < surprises.size() ? quiet : 0);
        }
        surprises.add(surprise);
    }
}
