package io.streamgauge.app;

import io.streamgauge.anomaly.AlertRules;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.EpisodeChange;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.LabelledSpan;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.anomaly.SilenceWatch;
import io.streamgauge.anomaly.Statistic;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.SourceEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** One pass over one fleet: forecasts, scores and alerts of every key, and the watch for silences by event time. */
final class FleetRun {

    private final SeriesMonitor monitor;
    private final ModelSnapshot model;
    private final SeriesForecaster.Workspace workspace;
    private final Forecast forecast;
    private final AnomalyResult anomaly = new AnomalyResult();
    private final SilenceWatch silences = new SilenceWatch();
    private final Map<String, KeyState> states = new HashMap<>();
    /** Episodes of values alone. */
    private final EpisodeTally values = new EpisodeTally();
    /** With those of silences. */
    private final EpisodeTally all = new EpisodeTally();

    /**
     * @param without statistics that have no say
     */
    FleetRun(TopologyConfig topology, Set<Statistic> without) {
        monitor = Wiring.monitor(topology).without(without);
        model = Wiring.generationZero(topology);
        workspace = new SeriesForecaster.Workspace(monitor.spec());
        forecast = new Forecast(monitor.spec());
    }

    EpisodeTally values() {
        return values;
    }

    EpisodeTally all() {
        return all;
    }

    /** Takes an event in as the topology would: what is not later than the key's last value is left out. */
    void take(SourceEvent event) {
        String key = event.key();
        KeyState state = states.computeIfAbsent(key, monitor::fresh);
        if (state.series().count() > 0 && event.time() <= state.series().lastTime()) {
            return;
        }
        AlertRules rules = monitor.rules(key);
        Measurement measurement = Measurement.of(event.time(), event.value());
        monitor.step(state, measurement, model, rules, workspace, forecast, anomaly);
        values.seen(key, event.time());
        all.seen(key, event.time());
        if (anomaly.change == EpisodeChange.OPENED) {
            values.opened(key, event.time());
            all.opened(key, event.time());
        }
        watch(event, state, rules);
    }

    private void watch(SourceEvent event, KeyState state, AlertRules rules) {
        double limit = state.alerts().silenceLimit(rules, event.time());
        silences.arrived(event.key(), event.time(), event.time(), state.series().interval(), limit);
        for (SilenceWatch.Silent silent : silences.silentByEventTime()) {
            KeyState stopped = states.computeIfAbsent(silent.key(), monitor::fresh);
            if (stopped.series().count() >= rules.warmUp()) {
                all.opened(silent.key(), silent.time());
            }
        }
    }

    /** Takes in what somebody says of a stretch of a key's series. */
    void label(String key, LabelledSpan label) {
        monitor.label(states.computeIfAbsent(key, monitor::fresh), label, anomaly);
    }
}
