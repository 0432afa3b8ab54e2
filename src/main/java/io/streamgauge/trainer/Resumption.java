package io.streamgauge.trainer;

import io.streamgauge.learn.OutcomeJoin;
import io.streamgauge.learn.ReadSample;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a session reads before it begins: where it stands on a topic, its checkpoint, and the windows to replay. */
final class Resumption {

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private final TrainerSpec spec;
    private final Consumer<byte[], byte[]> consumer;

    Resumption(TrainerSpec spec, Consumer<byte[], byte[]> consumer) {
        this.spec = spec;
        this.consumer = consumer;
    }

    long begin(TopicPartition partition) {
        return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** Where reading goes on: the checkpoint's cursor, unless the topic no longer is what was read. */
    long place(TopicPartition partition, long wanted) {
        long begin = begin(partition);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        if (wanted < begin) {
            LOG.warn(
                    "The records of {} from offset {} to {} were deleted before they could be read",
                    partition.topic(),
                    wanted,
                    begin - 1);
            return begin;
        }
        if (wanted > end) {
            LOG.warn(
                    "{} ends at offset {}, before the {} up to which it had been read: it is read from its first record",
                    partition.topic(),
                    end,
                    wanted);
            return begin;
        }
        return wanted;
    }

    @Nullable
    Checkpoint checkpoint() {
        TopicPartition partition = new TopicPartition(spec.topics().trainer(), 0);
        AtomicReference<byte @Nullable []> latest = new AtomicReference<>();
        TopicScan.read(consumer, partition, 0, Long.MAX_VALUE, record -> {
            if (record.key() != null && new String(record.key(), StandardCharsets.UTF_8).equals(spec.checkpointKey())) {
                latest.set(record.value());
            }
        });
        byte @Nullable [] bytes = latest.get();
        if (bytes == null) {
            return null;
        }
        try {
            return new CheckpointCodec(spec.task()).decode(bytes);
        } catch (WireFormatException e) {
            throw new UnusableCheckpointException(spec.topics().trainer(), e);
        }
    }

    PublishedVersions published() {
        PublishedVersions taken = new PublishedVersions(spec);
        TopicScan.read(consumer, new TopicPartition(spec.topics().weights(), 0), 0, Long.MAX_VALUE, taken::take);
        return taken;
    }

    /**
     * The windows of the replay buffer, in the order in which they were learned from.
     *
     * @param outcomes where those are put that still wait for their outcomes; null where none is labelled
     * @param origin told, for each of them, the offset from which it can be read again
     */
    List<TrainingSample> replay(
            Checkpoint checkpoint, TopicPartition windows, @Nullable OutcomeJoin outcomes, LongConsumer origin) {
        // What is left aside now was counted when it was first read.
        WindowFeed again = new WindowFeed(spec.task(), spec.lockstep(), outcomes, TrainerMetrics.noop());
        List<TrainingSample> samples = new ArrayList<>();
        TopicScan.read(consumer, windows, checkpoint.replayFrom(), checkpoint.cursor(), record -> {
            for (ReadSample each : again.take(record).samples()) {
                samples.add(each.sample());
                origin.accept(each.origin());
            }
        });
        int expected = checkpoint.state().replayWindows();
        if (samples.size() < expected) {
            LOG.warn(
                    "Only {} of {} windows to replay are still on {}; training goes on with them",
                    samples.size(),
                    expected,
                    windows.topic());
        }
        return samples.subList(Math.max(0, samples.size() - expected), samples.size());
    }
}
