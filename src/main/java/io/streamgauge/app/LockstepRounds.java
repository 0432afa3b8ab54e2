package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.ModelHolder;
import io.streamgauge.trainer.GenerationNote;
import io.streamgauge.trainer.RoundMark;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The rounds of lock-step: after so many events their commit is awaited, then the trainer's cursor, then the generation
 * that it has published from them. Which weights serve which event is a fact then, not a race.
 */
final class LockstepRounds implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 5;

    private final SourceOffsets source;
    private final ModelHolder models;
    private final Admin admin;
    private final Producer<byte[], byte[]> marks;
    private final TopicPartition windows;
    private final String trainerGroup;
    private long round;

    LockstepRounds(TopologyConfig topology, RuntimeConfig runtime, ModelHolder models) {
        source = new SourceOffsets(topology, runtime);
        this.models = models;
        admin = Admin.create(runtime.admin());
        marks = new KafkaProducer<>(runtime.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        windows = new TopicPartition(topology.topicNames().windows(), 0);
        trainerGroup = topology.topicNames().trainerGroup();
    }

    /** Ends a round; returns once the weights learned from it are in charge. */
    void end() {
        awaitCommit();
        long generation = awaitTrainer(writeMark() + 1);
        models.atLeast(generation, PATIENCE);
    }

    /**
     * Ends a round if what was released has been committed; does not wait for that, but for the trainer.
     *
     * @param released offset up to which each source partition's records were released
     * @return whether the round has ended
     */
    boolean tryEnd(Map<TopicPartition, Long> released) {
        Map<Integer, Long> ends = new HashMap<>();
        released.forEach((partition, offset) -> ends.put(partition.partition(), offset));
        if (!reaches(source.committed(), ends)) {
            return false;
        }
        long generation = awaitTrainer(writeMark() + 1);
        models.atLeast(generation, PATIENCE);
        return true;
    }

    /** Waits until every event now in the source topic has been taken in and committed. */
    void awaitCommit() {
        Map<Integer, Long> ends = source.ends();
        Deadline deadline = new Deadline("the commit of " + ends);
        while (!reaches(source.committed(), ends)) {
            deadline.pause();
        }
    }

    private static boolean reaches(Map<Integer, Long> committed, Map<Integer, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> end.getValue() == 0 || committed.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private long writeMark() {
        round++;
        return await(
                "a round's mark",
                () -> marks.send(RoundMark.record(windows.topic(), round)).get().offset());
    }

    private long awaitTrainer(long cursor) {
        Deadline deadline = new Deadline("the trainer's cursor " + cursor);
        while (true) {
            Map<TopicPartition, OffsetAndMetadata> offsets = await(
                    "the trainer's offset",
                    () -> admin.listConsumerGroupOffsets(trainerGroup)
                            .partitionsToOffsetAndMetadata()
                            .get());
            OffsetAndMetadata reached = offsets.get(windows);
            if (reached != null && reached.offset() >= cursor) {
                return GenerationNote.read(reached.metadata());
            }
            deadline.pause();
        }
    }

    private interface Request<T> {
        T get() throws InterruptedException, ExecutionException;
    }

    private static <T> T await(String what, Request<T> request) {
        try {
            return request.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new UserError(what + " could not be had from the brokers: " + e.getMessage(), e);
        }
    }

    private static final class Deadline {
        private final String what;
        private final long end = System.nanoTime() + PATIENCE.toNanos();

        private Deadline(String what) {
            this.what = what;
        }

        private void pause() {
            if (System.nanoTime() > end) {
                throw new UserError("lock-step waited " + PATIENCE.toSeconds() + " s for " + what);
            }
            Pause.millis(POLL_MILLIS);
        }
    }

    @Override
    public void close() {
        source.close();
        admin.close();
        marks.close();
    }
}
