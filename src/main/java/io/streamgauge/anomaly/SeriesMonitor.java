package io.streamgauge.anomaly;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.KeySample;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.signal.Measurement;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One key, one value: forecast and score. The topology and every replay call this same method, so that what is replayed
 * is what ran.
 */
public final class SeriesMonitor {

    private final SeriesForecaster forecaster;
    private final AnomalySettings settings;
    private final AnomalyScorer scorer;
    private final AlertPolicy policy;
    private final Supplier<AlertRuleSet> rules;
    private final KeySample sample;

    /** Without rules of a user's own. */
    public SeriesMonitor(ForecasterSpec spec, AnomalySettings settings) {
        this(spec, settings, withoutRules(AlertRules.lenient(settings.warmUp())));
    }

    /**
     * With windows cut of every key.
     *
     * @param rules asked for every value: they may change meanwhile
     */
    public SeriesMonitor(ForecasterSpec spec, AnomalySettings settings, Supplier<AlertRuleSet> rules) {
        this(spec, settings, rules, KeySample.ALL);
    }

    /**
     * @param rules asked for every value: they may change meanwhile
     * @param sample the keys of which windows are cut
     */
    public SeriesMonitor(
            ForecasterSpec spec, AnomalySettings settings, Supplier<AlertRuleSet> rules, KeySample sample) {
        this.settings = settings;
        forecaster = new SeriesForecaster(spec);
        scorer = new AnomalyScorer(spec, settings);
        policy = new AlertPolicy(new ForecastAlerts(spec.bandLevels()));
        this.rules = rules;
        this.sample = sample;
    }

    /** The same, but that these statistics have no say in the score. */
    public SeriesMonitor without(Set<Statistic> statistics) {
        AnomalySettings less = new AnomalySettings(settings.alarmsPerMonth(), settings.warmUp(), statistics);
        return new SeriesMonitor(spec(), less, rules, sample);
    }

    private static Supplier<AlertRuleSet> withoutRules(AlertRules lenient) {
        return () -> key -> lenient;
    }

    public ForecasterSpec spec() {
        return forecaster.spec();
    }

    /** The state of a key that has not been seen. */
    public KeyState fresh(String key) {
        return KeyState.fresh(spec(), sample.takes(key));
    }

    /** A key's stored state, with or without a window buffer as the sample has it now. */
    public KeyState sampled(String key, KeyState stored) {
        stored.series().sample(spec(), sample.takes(key));
        return stored;
    }

    /** The rules that hold for a key now. */
    public AlertRules rules(String key) {
        return rules.get().of(key);
    }

    /**
     * Takes in one value under the rules of any key.
     *
     * @param alerting whether an episode may open
     */
    public void step(
            KeyState state,
            Measurement measurement,
            ModelSnapshot model,
            boolean alerting,
            SeriesForecaster.Workspace workspace,
            Forecast forecast,
            AnomalyResult anomaly) {
        step(state, measurement, model, rules("").alerting(alerting), workspace, forecast, anomaly);
    }

    /**
     * Takes in one value, scores it and issues the next forecasts.
     *
     * @param state the key so far; changed
     * @param measurement later than all values before it
     * @param model weights to use
     * @param keyRules when a surprise of the key is an alert
     * @param workspace overwritten
     * @param forecast overwritten
     * @param anomaly overwritten
     */
    public void step(
            KeyState state,
            Measurement measurement,
            ModelSnapshot model,
            AlertRules keyRules,
            SeriesForecaster.Workspace workspace,
            Forecast forecast,
            AnomalyResult anomaly) {
        SeriesBefore before = anomaly.before;
        before.look(state, keyRules);
        forecaster.step(state.series(), measurement, model, workspace, forecast);
        scorer.score(state.anomaly(), state.series(), before, measurement, forecast, anomaly);
        policy.judge(state.alerts(), keyRules, before, measurement, forecast, anomaly);
        if (state.alerts().isOpen() || isKeptFromLearning(state.alerts(), measurement.time())) {
            forecaster.markAnomalous(state.series(), forecast);
        }
    }

    private static boolean isKeptFromLearning(AlertState alerts, long time) {
        return alerts.isLabelled(time, LabelKind.ANOMALY) || alerts.isLabelled(time, LabelKind.IGNORE);
    }

    /**
     * Takes in what somebody says of a stretch of the series.
     *
     * @param state the key so far; changed
     * @param anomaly its changes are overwritten
     */
    public void label(KeyState state, LabelledSpan label, AnomalyResult anomaly) {
        long last =
                state.series().count() == 0 ? Long.MIN_VALUE : state.series().lastTime();
        Feedback.take(state.alerts(), label, last, anomaly);
        if (label.kind() != LabelKind.NORMAL) {
            forecaster.markAnomalous(state.series(), label.from(), label.to());
        }
    }
}
