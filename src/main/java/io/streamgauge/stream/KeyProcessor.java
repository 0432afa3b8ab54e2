package io.streamgauge.stream;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.ValueKeyReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The task's side of an event whose series key stands in its value: the same event under that key, on the topic of keyed
 * events, from which the task that holds the key reads it; and once more under the total's key where that is asked for.
 */
final class KeyProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    private static final byte[] TOTAL = TopologyConfig.Keys.TOTAL.getBytes(StandardCharsets.UTF_8);

    private final ForecastMetrics metrics;
    private final boolean fromValue;
    private final boolean total;
    private final ValueKeyReader values;
    private final KeyReader keys;
    private final Decoding decoding;
    private final int mostBytes;

    KeyProcessor(ForecastServices services) {
        TopologyConfig topology = services.topology();
        metrics = services.metrics();
        List<String> pointers = topology.keys().pointers();
        fromValue = !pointers.isEmpty();
        total = topology.keys().total();
        mostBytes = StreamInputs.maxJsonBytes(topology);
        values = new ValueKeyReader(pointers, mostBytes);
        decoding = Decoding.of(services);
        keys = new KeyReader(topology.limits().maxKeyBytes());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            byte[] value = decoding.json(record.value());
            if (value != null && value.length > mostBytes) {
                throw new RejectedEventException(
                        Rejection.OVERSIZE_EVENT,
                        "event has " + value.length + " bytes as JSON, expected at most " + mostBytes);
            }
            byte[] key = fromValue ? values.read(value) : record.key();
            keys.read(key);
            context().forward(record.withKey(key).withValue(value), ForecastTopology.KEYED);
            if (total && value != null) {
                context().forward(record.withKey(TOTAL).withValue(value), ForecastTopology.KEYED);
            }
        } catch (RejectedEventException e) {
            context()
                    .forward(
                            DeadLetter.of(record, e, context().recordMetadata().orElse(null)),
                            ForecastTopology.REFUSED);
            metrics.deadLetter(e.reason().id());
        }
    }
}
