package io.streamgauge.backtest;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.SourceEvent;

/**
 * One event that was taken in. State, forecast and anomaly are overwritten by the next step.
 *
 * @param event as it stood in the input
 * @param measurement as the core has read it
 * @param state the key's after the step
 * @param nanos what the step took
 */
public record BacktestStep(
        SourceEvent event,
        Measurement measurement,
        KeyState state,
        Forecast forecast,
        AnomalyResult anomaly,
        long nanos) {}
