package io.streamgauge.app;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.ForecastWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A replay of what has run, through the same core and with the weights that each record names: once as it was, which
 * must give the same forecasts to the last digit that a record has, and once with the network's state emptied before every event, which shows
 * what its memory is worth.
 */
final class NetworkControls {

    /**
     * What the replay showed.
     *
     * @param differences records whose forecast the replay did not reproduce
     * @param maeWithoutState mean absolute one-step error, over the last half, of the network without its state
     */
    record Result(long differences, double maeWithoutState) {}

    private final SeriesMonitor monitor;
    private final Map<Long, ModelSnapshot> snapshots;

    NetworkControls(TopologyConfig topology, Map<Long, ModelSnapshot> snapshots) {
        monitor = Wiring.monitor(topology);
        this.snapshots = snapshots;
    }

    /**
     * Replays.
     *
     * @param records by time, from a key's first event on
     */
    Result run(List<ForecastRecord> records) {
        Replay asItWas = new Replay(false);
        Replay withoutState = new Replay(true);
        long differences = 0;
        double error = 0;
        long scored = 0;
        for (int i = 0; i < records.size(); i++) {
            ForecastRecord record = records.get(i);
            ModelSnapshot model = snapshots.get(record.generation());
            if (model == null) {
                throw new IllegalStateException("record of key '" + record.key() + "' at " + record.time()
                        + " names generation " + record.generation() + ", which this run has not seen");
            }
            Forecast replayed = asItWas.step(record, model);
            double mean = ForecastWriter.written(replayed.first().mean[0], replayed.first().usualStep);
            differences += Double.compare(mean, record.yhat()[0]) == 0 ? 0 : 1;
            TargetForecast control = withoutState.step(record, model).first();
            if (i >= records.size() / 2 && control.hasPrevious && !control.missing) {
                error += Math.abs(record.y() - control.previousByExpert[Expert.NETWORK.ordinal()]);
                scored++;
            }
        }
        return new Result(differences, scored == 0 ? Double.NaN : error / scored);
    }

    /** What the record's event held; what stood in for a value did not come. */
    private static Measurement measurement(ForecastRecord record) {
        double[] values = record.targets().isEmpty()
                ? new double[] {record.imputed() ? Double.NaN : record.y()}
                : record.targets().values().stream()
                        .mapToDouble(target -> target.imputed() ? Double.NaN : target.y())
                        .toArray();
        return new Measurement(
                record.time(),
                values,
                record.covariates().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                record.categories().values().stream().mapToInt(Double::intValue).toArray());
    }

    private final class Replay {
        private final boolean emptied;
        private final Map<String, KeyState> states = new HashMap<>();
        private final SeriesForecaster.Workspace workspace = new SeriesForecaster.Workspace(monitor.spec());
        private final Forecast forecast = new Forecast(monitor.spec());
        private final AnomalyResult anomaly = new AnomalyResult();

        private Replay(boolean emptied) {
            this.emptied = emptied;
        }

        private Forecast step(ForecastRecord record, ModelSnapshot model) {
            KeyState state = states.computeIfAbsent(record.key(), monitor::fresh);
            if (emptied) {
                state.series().hidden().clear();
            }
            monitor.step(state, measurement(record), model, true, workspace, forecast, anomaly);
            return forecast;
        }
    }
}
