package io.streamgauge.trainer;

import io.streamgauge.learn.BlockReport;
import io.streamgauge.learn.OnlineTrainer;
import io.streamgauge.learn.SharedPrior;
import io.streamgauge.learn.TrainerState;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.nn.Parameters;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stretch of training, from the last checkpoint until it is stopped or something fails.
 *
 * <p>After every block weights, champion, checkpoint and cursor are written in one transaction. The checkpoint is the
 * truth; the group's offset only shows the lag. After any failure a new session starts from what was committed.
 */
final class TrainerSession {

    private static final Logger LOG = LoggerFactory.getLogger(TrainerSession.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Versions kept on the topic behind the newest. */
    private static final int VERSIONS_KEPT = 20;

    private final TrainerSpec spec;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final TrainerMetrics metrics;
    private final TrainerProgress progress;
    private final Clock clock;
    private final CheckpointCodec checkpoints;
    private final TopicPartition windows;
    private final WindowFeed feed;
    private final BlockMeters meters;
    /** For every window that the replay buffer may hold, the offset from which it can be read again. */
    private final Deque<Long> replayFrom = new ArrayDeque<>();

    private OnlineTrainer trainer;
    private @Nullable WeightsRecord champion;
    private long generation;
    private long version;
    private long cursor;
    private long publishedAt;
    private double trainLoss;
    private double gradientNorm;

    TrainerSession(
            TrainerSpec spec,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            TrainerMetrics metrics,
            TrainerProgress progress,
            Clock clock) {
        this.spec = spec;
        this.consumer = consumer;
        this.producer = producer;
        this.metrics = metrics;
        this.progress = progress;
        this.clock = clock;
        checkpoints = new CheckpointCodec(spec.task());
        windows = new TopicPartition(spec.topics().windows(), 0);
        meters = new BlockMeters(metrics, spec.settings());
        feed = new WindowFeed(spec.task(), spec.lockstep(), metrics);
        trainer = new OnlineTrainer(spec.network(), spec.settings(), spec.initial());
    }

    /** Resumes and trains for as long as {@code running} holds. */
    void run(BooleanSupplier running) {
        producer.initTransactions();
        resume();
        while (running.getAsBoolean()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (!running.getAsBoolean()) {
                    return;
                }
                learn(record);
            }
            consumer.currentLag(windows).ifPresent(metrics::windowLag);
        }
    }

    private void resume() {
        PublishedVersions taken = readPublished();
        champion = taken.champion(spec.task());
        metrics.resumedAt(taken.version());
        @Nullable Checkpoint checkpoint = readCheckpoint();
        consumer.assign(List.of(windows));
        if (checkpoint == null) {
            generation = taken.generation();
            version = taken.version();
            cursor = begin();
            trainer = new OnlineTrainer(
                    spec.network(), spec.settings(), champion == null ? spec.initial() : champion.parameters());
            LOG.info("Training starts from the first window; versions are numbered from {} on", version + 1);
        } else {
            generation = Math.max(checkpoint.generation(), taken.generation());
            version = Math.max(checkpoint.version(), taken.version());
            trainLoss = checkpoint.trainLoss();
            gradientNorm = checkpoint.gradientNorm();
            cursor = place(checkpoint.cursor());
            restore(checkpoint);
        }
        consumer.seek(windows, cursor);
    }

    private long begin() {
        return consumer.beginningOffsets(List.of(windows)).getOrDefault(windows, 0L);
    }

    /** Where training goes on: the checkpoint's cursor, unless the topic no longer is what was read. */
    private long place(long wanted) {
        long begin = begin();
        long end = consumer.endOffsets(List.of(windows)).getOrDefault(windows, 0L);
        if (wanted < begin) {
            LOG.warn(
                    "The records of {} from offset {} to {} were deleted before they could be learned from",
                    windows.topic(),
                    wanted,
                    begin - 1);
            return begin;
        }
        if (wanted > end) {
            LOG.warn(
                    "{} ends at offset {}, before the {} up to which it had been read: training goes on with its first window",
                    windows.topic(),
                    end,
                    wanted);
            return begin;
        }
        return wanted;
    }

    private void restore(Checkpoint checkpoint) {
        List<TrainingSample> replay = readReplay(checkpoint);
        TrainerState state = checkpoint.state();
        if (replay.size() < state.replayWindows()) {
            LOG.warn(
                    "Only {} of {} windows to replay are still on {}; training goes on with them",
                    replay.size(),
                    state.replayWindows(),
                    windows.topic());
            state = state.withReplayWindows(replay.size());
        }
        trainer = OnlineTrainer.restore(spec.network(), spec.settings(), state, replay);
        LOG.info("Resumed after {} windows at generation {}", state.windows(), generation);
        progress.learned(state.windows());
    }

    private @Nullable Checkpoint readCheckpoint() {
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
            return checkpoints.decode(bytes);
        } catch (WireFormatException e) {
            throw new UnusableCheckpointException(spec.topics().trainer(), e);
        }
    }

    private PublishedVersions readPublished() {
        PublishedVersions taken = new PublishedVersions(spec.model());
        TopicScan.read(consumer, new TopicPartition(spec.topics().weights(), 0), 0, Long.MAX_VALUE, taken::take);
        return taken;
    }

    /** The windows of the replay buffer, in the order in which they were learned from. */
    private List<TrainingSample> readReplay(Checkpoint checkpoint) {
        // What is left aside now was counted when it was first read.
        WindowFeed again = new WindowFeed(spec.task(), spec.lockstep(), TrainerMetrics.noop());
        List<TrainingSample> samples = new ArrayList<>();
        TopicScan.read(consumer, windows, checkpoint.replayFrom(), checkpoint.cursor(), record -> {
            WindowFeed.Batch batch = again.take(record);
            samples.addAll(batch.samples());
            batch.samples().forEach(sample -> remember(batch.from()));
        });
        int expected = checkpoint.state().replayWindows();
        return samples.subList(Math.max(0, samples.size() - expected), samples.size());
    }

    private void learn(ConsumerRecord<byte[], byte[]> record) {
        WindowFeed.Batch batch = feed.take(record);
        for (TrainingSample sample : batch.samples()) {
            trainer.add(sample);
            remember(batch.from());
        }
        metrics.windowsConsumed(batch.samples().size());
        boolean roundEnds = spec.lockstep() && batch.endsRound();
        if (roundEnds || (!spec.lockstep() && trainer.isBlockFull())) {
            finishBlock(record.offset() + 1);
        }
    }

    private void remember(long from) {
        replayFrom.addLast(from);
        while (replayFrom.size() > spec.settings().replayWindows()) {
            replayFrom.removeFirst();
        }
    }

    private void finishBlock(long next) {
        @Nullable ModelInfo published = null;
        @Nullable BlockReport report = null;
        boolean due = spec.lockstep()
                || clock.millis() - publishedAt >= spec.publishInterval().toMillis();
        if (!trainer.isBlockEmpty()) {
            report = trainer.finishBlock(due);
        }
        TrainerState state = trainer.checkpoint();
        producer.beginTransaction();
        if (report != null) {
            if (report.promotedParameters() != null) {
                published = publish(report, report.promotedParameters(), state.promotions() == 1);
            }
            trainLoss = report.trainLoss();
            gradientNorm = report.gradients().norm();
        }
        cursor = next;
        commit(state);
        if (report != null) {
            meters.tell(report, due);
        }
        progress.learned(state.windows());
        if (published != null) {
            LOG.debug("Published version {} as generation {}", version, generation);
            metrics.promoted(version);
            progress.published(published);
        }
    }

    private void commit(TrainerState state) {
        long oldest = replayFrom.isEmpty() ? cursor : replayFrom.getFirst();
        send(
                spec.topics().trainer(),
                spec.checkpointKey(),
                checkpoints.encode(
                        new Checkpoint(state, generation, version, trainLoss, gradientNorm, cursor, oldest)));
        producer.sendOffsetsToTransaction(
                Map.of(windows, new OffsetAndMetadata(cursor, GenerationNote.write(generation))),
                consumer.groupMetadata());
        producer.commitTransaction();
    }

    private ModelInfo publish(BlockReport report, Parameters parameters, boolean first) {
        generation++;
        version++;
        publishedAt = clock.millis();
        ModelInfo info = new ModelInfo(
                generation,
                version,
                report.windows(),
                report.untilTime(),
                trainLoss,
                gradientNorm,
                report.candidateLoss(),
                report.championLoss(),
                first ? report.candidateLoss() : report.firstLoss());
        WeightsRecord record = new WeightsRecord(info, parameters, spec.task()).withPriorOf(champion);
        @Nullable SharedPrior prior = report.prior();
        champion = prior == null ? record : record.withPrior(prior.mean(), prior.variance());
        String topic = spec.topics().weights();
        new Publication(topic, spec.model()).send(producer, champion);
        if (version > VERSIONS_KEPT) {
            send(topic, WeightsRecord.key(spec.model(), version - VERSIONS_KEPT), null);
        }
        return info;
    }

    private void send(String topic, String key, byte @Nullable [] value) {
        producer.send(new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value));
    }
}
