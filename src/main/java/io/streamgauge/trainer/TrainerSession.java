package io.streamgauge.trainer;

import io.streamgauge.learn.BlockReport;
import io.streamgauge.learn.OnlineTrainer;
import io.streamgauge.learn.OutcomeJoin;
import io.streamgauge.learn.ReadSample;
import io.streamgauge.learn.TrainerState;
import io.streamgauge.learn.TrainingSample;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.wire.ModelDecision;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelRequest;
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
import java.util.Objects;
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
 * <p>After every block, and after every request, weights, champion, decision, checkpoint and cursors are written in one
 * transaction. The checkpoint is the truth; the group's offsets only show the lag. After any failure a new session starts
 * from what was committed.
 */
final class TrainerSession {

    private static final Logger LOG = LoggerFactory.getLogger(TrainerSession.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final TrainerSpec spec;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final TrainerMetrics metrics;
    private final TrainerProgress progress;
    private final Clock clock;
    private final CheckpointCodec checkpoints;
    private final Resumption resumption;
    private final TopicPartition windows;
    private final TopicPartition requests;
    private final @Nullable OutcomeJoin outcomes;
    private final WindowFeed feed;
    private final BlockMeters meters;
    /** For every window of the replay buffer and of the block in progress, the offset from which it can be read again. */
    private final Deque<Long> origins = new ArrayDeque<>();

    private OnlineTrainer trainer;

    @SuppressWarnings("NullAway.Init") // set by resume(), with which every session begins
    private VersionDesk desk;

    private long cursor;
    private long replayFrom;
    private long requestCursor;
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
        resumption = new Resumption(spec, consumer);
        windows = new TopicPartition(spec.topics().windows(), 0);
        requests = new TopicPartition(spec.topics().requests(), 0);
        meters = new BlockMeters(metrics, spec.settings());
        outcomes = spec.newJoin();
        feed = new WindowFeed(spec.task(), spec.lockstep(), outcomes, metrics);
        trainer = new OnlineTrainer(spec.network(), spec.settings(), spec.initial());
    }

    /** Resumes and trains for as long as {@code running} holds. */
    void run(BooleanSupplier running) {
        resume();
        while (running.getAsBoolean()) {
            List<ConsumerRecord<byte[], byte[]>> asked = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (!running.getAsBoolean()) {
                    return;
                }
                if (record.topic().equals(requests.topic())) {
                    asked.add(record);
                } else {
                    learn(record);
                }
            }
            asked.forEach(this::answer);
            consumer.currentLag(windows).ifPresent(metrics::windowLag);
        }
    }

    /** Resumes and decides on one request that stands on no topic. */
    ModelDecision decide(ModelRequest request) {
        resume();
        return answer(request);
    }

    private void resume() {
        producer.initTransactions();
        PublishedVersions taken = resumption.published();
        @Nullable Checkpoint checkpoint = resumption.checkpoint();
        WeightsRecord champion = taken.champion();
        metrics.resumedAt(taken.version());
        if (checkpoint == null) {
            desk = new VersionDesk(spec, producer, taken, Ledger.EMPTY);
            cursor = resumption.begin(windows);
            replayFrom = cursor;
            requestCursor = resumption.begin(requests);
            LOG.info("Training starts from the first window; versions are numbered from {} on", taken.version() + 1);
        } else {
            desk = new VersionDesk(spec, producer, taken, checkpoint.ledger());
            restore(checkpoint);
        }
        // Somebody else has published since the checkpoint: what is in charge is learned on from.
        if (desk.catchUp(taken) && champion != null) {
            trainer.install(champion.parameters());
            trainer.adopt(champion.categories(), champion.successions().counts());
            LOG.info(
                    "Training goes on from version {}, which is in charge",
                    champion.info().version());
        }
        read();
    }

    private void restore(Checkpoint checkpoint) {
        trainLoss = checkpoint.trainLoss();
        gradientNorm = checkpoint.gradientNorm();
        cursor = resumption.place(windows, checkpoint.cursor());
        requestCursor = resumption.place(requests, checkpoint.requestCursor());
        List<TrainingSample> replay = resumption.replay(checkpoint, windows, outcomes, origins::addLast);
        forget(cursor);
        TrainerState state = checkpoint.state().withReplayWindows(replay.size());
        trainer = OnlineTrainer.restore(spec.network(), spec.settings(), state, replay);
        LOG.info(
                "Resumed after {} windows at generation {}",
                state.windows(),
                desk.ledger().generation());
        progress.learned(state.windows());
    }

    /** Windows and requests, from where both have got to. */
    private void read() {
        consumer.assign(List.of(windows, requests));
        consumer.seek(windows, cursor);
        consumer.seek(requests, requestCursor);
    }

    private void learn(ConsumerRecord<byte[], byte[]> record) {
        WindowFeed.Batch batch = feed.take(record);
        for (ReadSample each : batch.samples()) {
            trainer.add(each.sample());
            origins.addLast(each.origin());
        }
        metrics.windowsConsumed(batch.samples().size());
        boolean roundEnds = spec.lockstep() && batch.endsRound();
        if (roundEnds || (!spec.lockstep() && trainer.isBlockFull())) {
            finishBlock(record.offset() + 1);
        }
    }

    /**
     * Forgets where windows were that have left the replay buffer, and keeps where those were that wait for their
     * outcomes; valid at the end of a block.
     */
    private void forget(long next) {
        while (origins.size() > spec.settings().replayWindows()) {
            origins.removeFirst();
        }
        replayFrom = feed.earliest(next);
        for (long origin : origins) {
            replayFrom = Math.min(replayFrom, origin);
        }
    }

    private void finishBlock(long next) {
        boolean due = spec.lockstep()
                || clock.millis() - publishedAt >= spec.publishInterval().toMillis();
        @Nullable BlockReport report = trainer.isBlockEmpty() ? null : trainer.finishBlock(due);
        TrainerState state = trainer.checkpoint();
        Ledger before = desk.ledger();
        BlockRange range = new BlockRange(replayFrom, cursor, next, trainLoss, gradientNorm);
        @Nullable ModelInfo published = null;
        producer.beginTransaction();
        if (report != null) {
            published = desk.settle(report, range, due);
            trainLoss = report.trainLoss();
            gradientNorm = report.gradients().norm();
        }
        forget(next);
        cursor = next;
        commit(state);
        if (report != null) {
            meters.tell(report, due);
        }
        progress.learned(state.windows());
        tell(before);
        if (published != null) {
            metrics.promoted(published.version());
            progress.published(published);
        }
    }

    private void tell(Ledger before) {
        if (desk.ledger().generation() != before.generation()) {
            publishedAt = clock.millis();
            metrics.inCharge(desk.ledger().champion());
        }
    }

    private void answer(ConsumerRecord<byte[], byte[]> record) {
        long next = record.offset() + 1;
        try {
            byte @Nullable [] value = record.value();
            if (value == null) {
                throw new WireFormatException("the record has no value");
            }
            ModelRequest request = ModelRequest.decode(value);
            requestCursor = next;
            answer(request);
        } catch (WireFormatException e) {
            requestCursor = next;
            LOG.warn("Request at offset {} of {} left aside: {}", record.offset(), record.topic(), e.getMessage());
        }
    }

    /** The windows taken since the last block have no part in the checkpoint, and will be read again from the cursor. */
    private ModelDecision answer(ModelRequest request) {
        long reached = consumer.position(windows);
        long asked = consumer.position(requests);
        PublishedVersions taken = resumption.published();
        consumer.assign(List.of(windows, requests));
        consumer.seek(windows, reached);
        consumer.seek(requests, asked);
        Ledger before = desk.ledger();
        producer.beginTransaction();
        ModelDecision decision = desk.answer(request, taken, clock.millis() >= request.expires());
        if (decision.isChange()) {
            trainer.install(
                    Objects.requireNonNull(taken.weights(decision.version())).parameters());
        }
        commit(trainer.checkpoint());
        tell(before);
        return decision;
    }

    private void commit(TrainerState state) {
        byte[] checkpoint = checkpoints.encode(
                new Checkpoint(state, desk.ledger(), trainLoss, gradientNorm, cursor, replayFrom, requestCursor));
        producer.send(new ProducerRecord<>(
                spec.topics().trainer(), 0, spec.checkpointKey().getBytes(StandardCharsets.UTF_8), checkpoint));
        String note = GenerationNote.write(desk.ledger().generation());
        producer.sendOffsetsToTransaction(
                Map.of(
                        windows, new OffsetAndMetadata(cursor, note),
                        requests, new OffsetAndMetadata(requestCursor, note)),
                consumer.groupMetadata());
        producer.commitTransaction();
    }
}
