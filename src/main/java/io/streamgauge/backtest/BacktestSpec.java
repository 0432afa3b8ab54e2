package io.streamgauge.backtest;

import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.anomaly.Statistic;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.learn.OutcomeSettings;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.Admission;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.WeightsRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a backtest is made of: the topology's core, and the trainer's.
 *
 * @param keys reads a record's key
 * @param writer makes the bytes that a replay would publish
 * @param reader reads them as the topology does
 * @param admission refuses what the topology would
 * @param monitor one key, one value
 * @param start what serves from the first event on: generation 0, or weights learned before
 * @param initial its parameters
 * @param training how the trainer learns
 * @param round events from one generation to the next
 * @param frozen whether the weights stay as they are
 * @param control what is taken away from the network
 * @param outcomes when the outcomes that people label are known; null where none is labelled
 */
public record BacktestSpec(
        KeyReader keys,
        EventWriter writer,
        EventReader reader,
        Admission admission,
        SeriesMonitor monitor,
        ModelSnapshot start,
        Parameters initial,
        TrainingSettings training,
        int round,
        boolean frozen,
        Control control,
        @Nullable OutcomeSettings outcomes) {

    /** Events of a round where nothing else is asked for. */
    public static final int DEFAULT_ROUND = 256;

    /** Nothing is frozen or taken away: what the topology does. */
    public BacktestSpec(
            KeyReader keys,
            EventWriter writer,
            EventReader reader,
            Admission admission,
            SeriesMonitor monitor,
            ModelSnapshot start,
            Parameters initial,
            TrainingSettings training,
            int round) {
        this(keys, writer, reader, admission, monitor, start, initial, training, round, false, Control.NONE, null);
    }

    /** The same, but that the weights stay as they are. */
    public BacktestSpec asFrozen() {
        return new BacktestSpec(
                keys, writer, reader, admission, monitor, start, initial, training, round, true, control, outcomes);
    }

    /** The same, but that given weights serve from the first event on and are learned further. */
    public BacktestSpec startingFrom(WeightsRecord weights) {
        ModelSnapshot snapshot = weights.snapshot(weights.info().generation());
        return new BacktestSpec(
                keys,
                writer,
                reader,
                admission,
                monitor,
                snapshot,
                weights.parameters(),
                training,
                round,
                frozen,
                control,
                outcomes);
    }

    public BacktestSpec {
        if (round < 1) {
            throw new IllegalArgumentException("round has " + round + " events, expected at least 1");
        }
    }

    /** The same, but that these statistics have no say in the score. */
    public BacktestSpec without(Set<Statistic> statistics) {
        return new BacktestSpec(
                keys,
                writer,
                reader,
                admission,
                monitor.without(statistics),
                start,
                initial,
                training,
                round,
                frozen,
                control,
                outcomes);
    }

    /** The same run under a control. */
    public BacktestSpec under(Control other) {
        return new BacktestSpec(
                keys, writer, reader, admission, monitor, start, initial, training, round, frozen, other, outcomes);
    }
}
