package io.streamgauge.stream;

import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.WeightsSeal;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
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
    private final ForecastMetrics metrics;

    WeightsProcessor(ModelHolder holder, ForecastMetrics metrics) {
        this.holder = holder;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        long before = holder.current().generation();
        Header signature = record.headers().lastHeader(WeightsSeal.HEADER);
        holder.offer(
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                record.value(),
                signature == null ? null : signature.value());
        if (holder.current().generation() != before) {
            metrics.weightsPublished(record.timestamp());
        }
    }
}
