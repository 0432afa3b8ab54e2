package io.streamgauge.trainer;

import io.streamgauge.learn.KeyReadout;
import io.streamgauge.learn.LockstepRound;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WindowRecord;
import io.streamgauge.wire.WireFormatException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which windows are learned from: as they stand in the topic, or in lock-step a round at a time, each sorted
 * by event time and key, so that it does not matter which task was quicker.
 */
final class WindowFeed {

    private static final Logger LOG = LoggerFactory.getLogger(WindowFeed.class);

    /** A longer key is refused: checkpoints hold the keys, and one record must stay writable. */
    private static final int LONGEST_KEY = 65_536;

    /** A longer readout is refused, for the same reason. */
    private static final int LONGEST_READOUT = 4_096;

    /**
     * Samples in learning order.
     *
     * @param from offset from which they can be read again
     * @param endsRound whether a round ends with them
     */
    record Batch(List<TrainingSample> samples, long from, boolean endsRound) {}

    private final ModelTask task;
    private final boolean lockstep;
    private final TrainerMetrics metrics;
    private final LockstepRound round = new LockstepRound();
    private long roundFrom = -1;

    WindowFeed(ModelTask task, boolean lockstep, TrainerMetrics metrics) {
        this.task = task;
        this.lockstep = lockstep;
        this.metrics = metrics;
    }

    /** Takes the next record of the topic; gives what is to be learned now, which may be nothing. */
    Batch take(ConsumerRecord<byte[], byte[]> record) {
        if (RoundMark.is(record)) {
            return endRound(record.offset());
        }
        List<TrainingSample> sample = read(record);
        if (!lockstep) {
            return new Batch(sample, record.offset(), false);
        }
        if (roundFrom < 0) {
            roundFrom = record.offset();
        }
        sample.forEach(round::add);
        return new Batch(List.of(), record.offset(), false);
    }

    private Batch endRound(long offset) {
        Batch batch = new Batch(round.end(), roundFrom < 0 ? offset : roundFrom, true);
        roundFrom = -1;
        return batch;
    }

    private List<TrainingSample> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() == null) {
                throw new WireFormatException("the record has no value");
            }
            WindowRecord window = WindowRecord.decode(record.value(), task);
            if (window.key().length() > LONGEST_KEY) {
                throw new WireFormatException(
                        "window's key has " + window.key().length() + " characters, expected at most " + LONGEST_KEY);
            }
            if (window.readoutWeights().length > LONGEST_READOUT) {
                throw new WireFormatException("window's readout has " + window.readoutWeights().length
                        + " weights, expected at most " + LONGEST_READOUT);
            }
            return List.of(sample(window));
        } catch (WireFormatException | IllegalArgumentException e) {
            metrics.windowRejected("malformed");
            LOG.warn(
                    "Window at {}-{} offset {} left aside: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            return List.of();
        }
    }

    private static TrainingSample sample(WindowRecord window) {
        @Nullable
        KeyReadout readout = window.readoutWeights().length == 0
                ? null
                : new KeyReadout(window.readoutWeights(), window.readoutCount(), window.readoutScale());
        return new TrainingSample(
                window.key(), window.fromTime(), window.untilTime(), window.window(), readout, window.unknown());
    }
}
