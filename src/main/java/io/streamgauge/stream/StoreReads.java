package io.streamgauge.stream;

import java.util.Set;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a task reads its stores. */
final class StoreReads {

    private static final Logger LOG = LoggerFactory.getLogger(StoreReads.class);

    private StoreReads() {}

    /**
     * What is stored of a key. What a store cannot read is restored from the changelog: the task's stores are emptied, and
     * it starts again.
     *
     * @throws TaskCorruptedException for that
     */
    static @Nullable ValueAndTimestamp<byte[]> read(
            ProcessorContext<byte[], byte[]> context, TimestampedKeyValueStore<byte[], byte[]> store, byte[] stored) {
        try {
            return store.get(stored);
        } catch (ProcessorStateException e) {
            LOG.warn(
                    "Store of task {} is damaged, and restored from its changelog: {}",
                    context.taskId(),
                    e.getMessage(),
                    e);
            throw new TaskCorruptedException(Set.of(context.taskId()), e);
        }
    }
}
