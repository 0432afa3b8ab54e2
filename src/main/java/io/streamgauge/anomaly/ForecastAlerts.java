package io.streamgauge.anomaly;

import io.streamgauge.forecast.BandDistribution;
import io.streamgauge.forecast.Forecast;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts on what is forecast of the first target.
 *
 * <pre>
 *   P = max_h P(y_{t+h} beyond the threshold)    over horizons whose time lies within the rule's
 * </pre>
 *
 * <p>The probability that any of several values lies beyond is at least that of the likeliest one; how they go together
 * is not forecast. An alert opens at the rule's probability and closes below {@value #CLOSE_SHARE} of it.
 */
final class ForecastAlerts {

    private static final double CLOSE_SHARE = .75;

    private final BandDistribution distribution;

    /**
     * @param levels of the bands, as they stand in a forecast
     */
    ForecastAlerts(List<Double> levels) {
        distribution = new BandDistribution(levels);
    }

    void judge(
            AlertState state, AlertRules rules, SeriesBefore before, long time, Forecast forecast, AnomalyResult out) {
        if (rules.forecasts().isEmpty() && state.forecasts.isEmpty()) {
            return;
        }
        boolean mayOpen =
                rules.live() && rules.isWarm(before) && !rules.muted() && !state.isLabelled(time, LabelKind.IGNORE);
        for (ForecastRule rule : rules.forecasts()) {
            judge(state, rule, mayOpen, time, probability(rule, time, forecast), out);
        }
        if (!state.forecasts.isEmpty()) {
            dropWithoutRule(state, rules, out);
        }
    }

    private static void judge(
            AlertState state, ForecastRule rule, boolean mayOpen, long time, double probability, AnomalyResult out) {
        ForecastEpisode open = find(state, rule.id());
        if (open == null) {
            if (mayOpen && probability >= rule.probability()) {
                ForecastEpisode opened = new ForecastEpisode(rule.id(), time, probability);
                state.forecasts.add(opened);
                out.changes.add(EpisodeEvent.of(EpisodeChange.OPENED, opened, rule, EpisodeEvent.FORECAST));
            }
        } else if (!mayOpen || probability < CLOSE_SHARE * rule.probability()) {
            state.forecasts.remove(open);
            out.changes.add(EpisodeEvent.of(
                    EpisodeChange.CLOSED, open, rule, mayOpen ? AnomalyResult.WITHIN_MARGIN : AnomalyResult.MUTED));
        }
    }

    private double probability(ForecastRule rule, long time, Forecast forecast) {
        double most = 0;
        for (int h = 0; h < forecast.targetTime.length; h++) {
            long at = forecast.targetTime[h];
            if (at == 0 || at - time > rule.withinMillis()) {
                continue;
            }
            double below = distribution.below(rule.threshold(), forecast.first(), h);
            if (!Double.isNaN(below)) {
                most = Math.max(most, rule.above() ? 1 - below : below);
            }
        }
        return most;
    }

    /** Closes what a rule has opened that is no more. */
    private static void dropWithoutRule(AlertState state, AlertRules rules, AnomalyResult out) {
        for (ForecastEpisode open : List.copyOf(state.forecasts)) {
            if (rules.forecasts().stream().noneMatch(rule -> rule.id() == open.rule())) {
                state.forecasts.remove(open);
                out.changes.add(EpisodeEvent.of(EpisodeChange.CLOSED, open, null, AnomalyResult.RULE_GONE));
            }
        }
    }

    private static @Nullable ForecastEpisode find(AlertState state, int rule) {
        for (ForecastEpisode open : state.forecasts) {
            if (open.rule() == rule) {
                return open;
            }
        }
        return null;
    }
}
