package io.streamgauge.backtest;

import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.Admission;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.KeyReader;

/**
 * What a backtest is made of: the topology's core, and the trainer's.
 *
 * @param keys reads a record's key
 * @param writer makes the bytes that a replay would publish
 * @param reader reads them as the topology does
 * @param admission refuses what the topology would
 * @param monitor one key, one value
 * @param untrained generation 0
 * @param initial the parameters of generation 0
 * @param training how the trainer learns
 * @param round events from one generation to the next
 * @param control what is taken away from the network
 */
public record BacktestSpec(
        KeyReader keys,
        EventWriter writer,
        EventReader reader,
        Admission admission,
        SeriesMonitor monitor,
        ModelSnapshot untrained,
        Parameters initial,
        TrainingSettings training,
        int round,
        Control control) {

    /** Events of a round where nothing else is asked for. */
    public static final int DEFAULT_ROUND = 256;

    /** Nothing is taken away: what the topology does. */
    public BacktestSpec(
            KeyReader keys,
            EventWriter writer,
            EventReader reader,
            Admission admission,
            SeriesMonitor monitor,
            ModelSnapshot untrained,
            Parameters initial,
            TrainingSettings training,
            int round) {
        this(keys, writer, reader, admission, monitor, untrained, initial, training, round, Control.NONE);
    }

    public BacktestSpec {
        if (round < 1) {
            throw new IllegalArgumentException("round has " + round + " events, expected at least 1");
        }
    }

    /** The same run under a control. */
    public BacktestSpec under(Control other) {
        return new BacktestSpec(keys, writer, reader, admission, monitor, untrained, initial, training, round, other);
    }
}
