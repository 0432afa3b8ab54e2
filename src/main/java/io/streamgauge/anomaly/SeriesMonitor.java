package io.streamgauge.anomaly;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.signal.Measurement;

/**
 * One key, one value: forecast and score. The topology and every replay call this same method, so that what is replayed
 * is what ran.
 */
public final class SeriesMonitor {

    private final SeriesForecaster forecaster;
    private final AnomalyScorer scorer;

    public SeriesMonitor(ForecasterSpec spec, AnomalySettings settings) {
        forecaster = new SeriesForecaster(spec);
        scorer = new AnomalyScorer(spec, settings);
    }

    public ForecasterSpec spec() {
        return forecaster.spec();
    }

    /**
     * Takes in one value, scores it and issues the next forecasts.
     *
     * @param state the key so far; changed
     * @param measurement later than all values before it
     * @param model weights to use
     * @param alerting whether an episode may open
     * @param workspace overwritten
     * @param forecast overwritten
     * @param anomaly overwritten
     */
    public void step(
            KeyState state,
            Measurement measurement,
            ModelSnapshot model,
            boolean alerting,
            SeriesForecaster.Workspace workspace,
            Forecast forecast,
            AnomalyResult anomaly) {
        SeriesBefore before = SeriesBefore.of(state.series());
        forecaster.step(state.series(), measurement, model, workspace, forecast);
        scorer.score(state.anomaly(), state.series(), before, measurement, forecast, alerting, anomaly);
        if (state.anomaly().isOpen()) {
            forecaster.markAnomalous(state.series(), forecast);
        }
    }
}
