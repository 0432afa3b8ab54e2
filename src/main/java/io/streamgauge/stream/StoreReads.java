package io.streamgauge.stream;

import org.apache.kafka.streams.errors.ProcessorStateException;
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
     * What is stored of a key.
     *
     * @throws ProcessorStateException where the store cannot read it: the thread ends and its transaction with it, and the
     *     task that takes its place is restored from the changelog. Kafka Streams' own exception for damaged tasks would not
     *     do: it commits what the thread's transaction holds, this task's outputs included, without their offsets.
     */
    static @Nullable ValueAndTimestamp<byte[]> read(
            ProcessorContext<byte[], byte[]> context, TimestampedKeyValueStore<byte[], byte[]> store, byte[] stored) {
        try {
            return store.get(stored);
        } catch (ProcessorStateException e) {
            LOG.warn(
                    "Store of task {} is damaged, and restored from its changelog: {}",
                    context.taskId(),
                    e.getMessage());
            throw e;
        }
    }
}
