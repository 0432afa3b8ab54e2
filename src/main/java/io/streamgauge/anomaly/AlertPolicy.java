package io.streamgauge.anomaly;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.signal.Measurement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The policy that makes alerts of scores: one episode at a time, opened, updated and closed.
 *
 * <p>An episode opens where the alert score reaches 1, or the bar that labels have set for such a surprise, and the rules
 * have nothing against it; what they have against it is the record's reason. It closes where the score has fallen below
 * {@link AlertRules#closeBelow}. A pause opens none when it ends: that a key is silent is found while it is ({@link
 * SilenceWatch}).
 */
public final class AlertPolicy {

    /** What lies between two values that are due counts as neither. */
    static final double HALF_INTERVAL = .5;

    private static final double OPEN_AT = 1;
    /** Surprises from here on are remembered, so that a label can speak of them. */
    private static final double NEARLY = .8;

    private final ForecastAlerts forecastAlerts;

    AlertPolicy(ForecastAlerts forecastAlerts) {
        this.forecastAlerts = forecastAlerts;
    }

    /**
     * Judges one scored value.
     *
     * @param state the key's alerts; changed
     * @param before the key's series before the value came
     * @param forecast the forecaster's result for the value
     * @param out its score; its reason and changes are overwritten
     */
    void judge(
            AlertState state,
            AlertRules rules,
            SeriesBefore before,
            Measurement measurement,
            Forecast forecast,
            AnomalyResult out) {
        out.change = EpisodeChange.NONE;
        out.changes.clear();
        if (forecast.isMissing()) {
            out.reason = AnomalyResult.IMPUTED;
            return;
        }
        boolean resumed = endPause(state, rules, before, measurement.time());
        state.passTo(measurement.time());
        Onset onset = out.alertScore > 0 ? Onset.of(forecast, out) : Onset.NONE;
        if (state.open == null) {
            consider(state, rules, before, measurement.time(), onset, out);
        } else {
            follow(state, state.open, rules, measurement.time(), out);
        }
        remember(state, rules, measurement.time(), onset, out);
        if (resumed && state.open == null && rules.live() && rules.isWarm(before)) {
            out.reason = Statistic.SILENCE.id();
        }
        forecastAlerts.judge(state, rules, before, measurement.time(), forecast, out);
    }

    /**
     * What the scorer found, with its side and size.
     *
     * @param size distance from what was expected, in the source's units
     */
    private record Onset(Statistic statistic, int sign, double size, double expected, double score) {

        /** Nothing, as most of the time. */
        static final Onset NONE = new Onset(Statistic.SPIKE, 0, 0, Double.NaN, 0);

        static Onset of(Forecast forecast, AnomalyResult result) {
            TargetForecast target = forecast.targets[result.target];
            boolean sided = result.loudest != Statistic.FLAT && result.loudest != Statistic.SILENCE;
            double expected = result.expected;
            double deviation = Double.isNaN(expected) || target.missing ? 0 : target.value - expected;
            return new Onset(
                    result.loudest,
                    sided ? (int) Math.signum(deviation) : 0,
                    Math.abs(deviation),
                    expected,
                    result.alertScore);
        }
    }

    /** Tells whether the value ends a silence. */
    private static boolean endPause(AlertState state, AlertRules rules, SeriesBefore before, long time) {
        if (before.count() < 2 || !(before.interval() > 0)) {
            return false;
        }
        double pause = (time - before.lastTime()) / before.interval();
        double limit = state.silenceLimit(rules, before.lastTime());
        if (pause <= limit) {
            return false;
        }
        state.pauses.exceeded(pause, rules.silenceAfter() + HALF_INTERVAL, time);
        Surprise silence = new Surprise(Statistic.SILENCE, 0, before.lastTime(), time, pause, pause, true);
        state.put(silence);
        Feedback.teachWithin(state, silence);
        return true;
    }

    private static void follow(AlertState state, Episode episode, AlertRules rules, long time, AnomalyResult out) {
        boolean muted = rules.muted() || state.isLabelled(time, LabelKind.IGNORE);
        if (muted || out.score < rules.closeBelow()) {
            close(state, episode, time, muted ? AnomalyResult.MUTED : AnomalyResult.WITHIN_MARGIN, out);
            return;
        }
        if (out.score > episode.peak()) {
            state.open = episode.raised(out.score);
            change(EpisodeChange.UPDATED, state.open, episode.statistic().id(), out);
        }
        out.reason = episode.statistic().id();
    }

    static void close(AlertState state, Episode episode, long time, String reason, AnomalyResult out) {
        state.open = null;
        state.closedAt = time;
        change(EpisodeChange.CLOSED, episode, reason, out);
        out.reason = reason;
    }

    private static void change(EpisodeChange change, Episode episode, String reason, AnomalyResult out) {
        out.change = change;
        out.changes.add(EpisodeEvent.of(change, episode, reason));
    }

    private static void consider(
            AlertState state, AlertRules rules, SeriesBefore before, long time, Onset onset, AnomalyResult out) {
        Optional<String> against = inForce(state, rules, before, time);
        Bar bar = state.bar(onset.statistic(), onset.sign());
        double openAt = bar != null && !bar.normal() ? bar.score() : OPEN_AT;
        if (against.isEmpty() && onset.score() >= openAt) {
            against = against(state, rules, time, onset, bar);
            if (against.isEmpty()) {
                state.open = new Episode(onset.statistic(), onset.sign(), time, onset.score());
                change(EpisodeChange.OPENED, state.open, onset.statistic().id(), out);
                out.reason = onset.statistic().id();
                return;
            }
        }
        out.reason = against.orElse(AnomalyResult.WITHIN_MARGIN);
    }

    /** What keeps any episode from opening now. */
    private static Optional<String> inForce(AlertState state, AlertRules rules, SeriesBefore before, long time) {
        if (!rules.live()) {
            return Optional.of(AnomalyResult.BACKFILL);
        }
        if (!rules.isWarm(before)) {
            return Optional.of(AnomalyResult.WARM_UP);
        }
        return rules.muted() || state.isLabelled(time, LabelKind.IGNORE)
                ? Optional.of(AnomalyResult.MUTED)
                : Optional.empty();
    }

    /** What keeps this surprise from opening an episode. */
    private static Optional<String> against(
            AlertState state, AlertRules rules, long time, Onset onset, @Nullable Bar bar) {
        boolean tooSmall = onset.sign() != 0 && onset.size() < rules.leastDeviation(onset.expected());
        if (onset.statistic() == Statistic.SILENCE
                || tooSmall
                || !rules.direction().takes(onset.sign())) {
            return Optional.of(AnomalyResult.WITHIN_MARGIN);
        }
        if (isNormal(onset, bar) || state.isLabelled(time, LabelKind.NORMAL)) {
            return Optional.of(AnomalyResult.LABELLED_NORMAL);
        }
        boolean cooling = state.closedAt != 0 && time - state.closedAt < rules.coolDownMillis();
        return cooling ? Optional.of(AnomalyResult.COOLDOWN) : Optional.empty();
    }

    /** Whether labels say so: of one value its size counts, of several how long they have gone on, too. */
    private static boolean isNormal(Onset onset, @Nullable Bar bar) {
        return bar != null
                && bar.normal()
                && onset.size() <= bar.size()
                && (SurpriseClass.of(onset.statistic()) == SurpriseClass.SUDDEN || onset.score() <= bar.score());
    }

    /** Keeps what a label may speak of later; what it speaks of already teaches at once. */
    private static void remember(AlertState state, AlertRules rules, long time, Onset onset, AnomalyResult out) {
        if (out.score < rules.closeBelow()) {
            state.running = false;
            return;
        }
        if (onset.score() < NEARLY || onset.statistic() == Statistic.SILENCE) {
            return;
        }
        boolean loud = onset.score() >= OPEN_AT;
        Surprise grown = new Surprise(onset.statistic(), onset.sign(), time, time, onset.score(), onset.size(), loud);
        for (int i = state.surprises.size() - 1; state.running && i >= 0; i--) {
            if (state.surprises.get(i).isLike(onset.statistic(), onset.sign())) {
                grown = state.surprises.remove(i).grown(time, onset.score(), onset.size(), loud);
                break;
            }
        }
        state.running = true;
        state.put(grown);
        Feedback.teachWithin(state, grown);
    }
}
