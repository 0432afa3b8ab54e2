package io.streamgauge.trainer;

import io.streamgauge.learn.KeyReadout;
import io.streamgauge.learn.LockstepRound;
import io.streamgauge.learn.OutcomeJoin;
import io.streamgauge.learn.OutcomeLabels;
import io.streamgauge.learn.ReadSample;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.WindowRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
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
     * @param endsRound whether a round ends with them
     */
    record Batch(List<ReadSample> samples, boolean endsRound) {}

    private final ModelTask task;
    private final boolean lockstep;
    private final @Nullable OutcomeJoin outcomes;
    private final TrainerMetrics metrics;
    private final LockstepRound round = new LockstepRound();
    private long roundFrom = -1;

    /** @param outcomes where windows wait for what people say of their outcomes; null where none is labelled */
    WindowFeed(ModelTask task, boolean lockstep, @Nullable OutcomeJoin outcomes, TrainerMetrics metrics) {
        this.task = task;
        this.lockstep = lockstep;
        this.outcomes = outcomes;
        this.metrics = metrics;
    }

    /** Takes the next record of the topic; gives what is to be learned now, which may be nothing. */
    Batch take(ConsumerRecord<byte[], byte[]> record) {
        if (RoundMark.is(record)) {
            return endRound(record.offset());
        }
        List<ReadSample> samples = read(record);
        if (!lockstep) {
            return new Batch(samples, false);
        }
        if (roundFrom < 0) {
            roundFrom = record.offset();
        }
        for (ReadSample each : samples) {
            roundFrom = Math.min(roundFrom, each.origin());
            round.add(each.sample());
        }
        return new Batch(List.of(), false);
    }

    /** The offset from which all can be read again that still waits for its outcomes. */
    long earliest(long next) {
        return outcomes == null ? next : outcomes.earliest(next);
    }

    private Batch endRound(long offset) {
        long from = roundFrom < 0 ? offset : roundFrom;
        roundFrom = -1;
        List<ReadSample> samples =
                round.end().stream().map(sample -> new ReadSample(sample, from)).toList();
        return new Batch(samples, true);
    }

    private List<ReadSample> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() == null) {
                throw new WireFormatException("the record has no value");
            }
            if (record.headers().lastHeader(LabelRecord.HEADER) != null) {
                return label(record);
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
            TrainingSample sample = sample(window);
            return outcomes == null
                    ? List.of(new ReadSample(sample, record.offset()))
                    : outcomes.window(sample, window.times(), record.offset());
        } catch (WireFormatException | RejectedEventException | IllegalArgumentException e) {
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

    /** What somebody has said of a key's outcome; of no use where the topology has none. */
    private List<ReadSample> label(ConsumerRecord<byte[], byte[]> record)
            throws WireFormatException, RejectedEventException {
        LabelRecord label = LabelRecord.read(record.value());
        if (record.key() == null || record.key().length > LONGEST_KEY) {
            throw new WireFormatException("label has no key, or one of more than " + LONGEST_KEY + " bytes");
        }
        return outcomes == null
                ? List.of()
                : outcomes.label(
                        new String(record.key(), StandardCharsets.UTF_8),
                        new OutcomeLabels.Label(label.from(), label.to(), label.happened()),
                        record.offset());
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
