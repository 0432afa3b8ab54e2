package io.streamgauge.stream;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The reader of the weights topic: hands every record to the {@link ModelHolder}, live and on restore.
 *
 * <p>The global store that it belongs to stays empty: the holder is what the topic is read into, and the topic itself is
 * the copy that survives.
 */
final class WeightsProcessor extends ContextualProcessor<byte[], byte[], Void, Void> {

    private final ModelHolder holder;

    WeightsProcessor(ModelHolder holder) {
        this.holder = holder;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        holder.offer(key == null ? null : new String(key, StandardCharsets.UTF_8), record.value());
    }
}
