package io.streamgauge.app;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.config.Output;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.wire.ForecastWriter;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.SourceEvent;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WindowRecord;
import java.util.ArrayList;
import java.util.List;

/** What the forecaster writes for some keys, for an application that writes as much and computes nothing. */
final class LoadPayload {

    private static final int KEYS = 100;
    private static final int STEPS = 64;

    private final List<byte[]> states = new ArrayList<>();
    private final List<byte[]> forecasts = new ArrayList<>();
    private final List<byte[]> windows = new ArrayList<>();
    private final double windowShare;

    LoadPayload(TopologyConfig topology) {
        SeriesMonitor monitor = Wiring.monitor(topology);
        ForecasterSpec spec = monitor.spec();
        ModelSnapshot model = Wiring.generationZero(topology);
        ModelTask task = ModelTask.of(spec);
        StateCodec codec = new StateCodec(spec);
        ForecastWriter writer =
                new ForecastWriter(spec, topology.anomaly().warmUp(), topology.output() == Output.COMPACT);
        SeriesForecaster.Workspace workspace = new SeriesForecaster.Workspace(spec);
        Forecast forecast = new Forecast(spec);
        AnomalyResult anomaly = new AnomalyResult();
        List<KeyState> keys = new ArrayList<>();
        LoadSource source = new LoadSource(KEYS, (long) KEYS * STEPS, System.currentTimeMillis());
        for (int i = 0; i < KEYS * STEPS; i++) {
            SourceEvent event = source.event(i);
            if (keys.size() < KEYS) {
                keys.add(monitor.fresh(event.key()));
            }
            KeyState state = keys.get(i % KEYS);
            var measurement = event.measurement(topology.inputs().categoryRows());
            monitor.step(state, measurement, model, monitor.rules(event.key()), workspace, forecast, anomaly);
            WindowRecord window = WindowRecord.of(event.key(), measurement, state, forecast);
            if (window != null) {
                windows.add(window.encode(task));
            }
            states.add(codec.encode(state));
            forecasts.add(writer.write(event.key(), measurement, state, forecast, anomaly));
        }
        windowShare = windows.size() / (double) states.size();
    }

    byte[] state(long index) {
        return states.get((int) (index % states.size()));
    }

    byte[] forecast(long index) {
        return forecasts.get((int) (index % forecasts.size()));
    }

    /** The windows that the event of a number brings, as many on average as those of the forecaster. */
    List<byte[]> windows(long index) {
        long before = (long) (index * windowShare);
        long after = (long) ((index + 1) * windowShare);
        return before == after ? List.of() : List.of(windows.get((int) (after % windows.size())));
    }
}
