package io.streamgauge.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.WireFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A count of raw events that shares nothing with the product: a tree of JSON and a map, beside what the committed forecasts
 * say was counted.
 *
 * @param buckets that were expected
 * @param events in them
 * @param late events left out
 * @param differences between the two
 */
record CountCheck(long buckets, long events, long late, List<String> differences) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The buckets of one partition by hand. */
    private static final class ByHand {
        private final Map<String, TreeMap<Long, Long>> counts = new HashMap<>();
        private long newest = Long.MIN_VALUE;
    }

    static CountCheck of(CommittedLog log, TopologyConfig topology) {
        long every = topology.buckets().every().orElseThrow().toMillis();
        long grace = topology.buckets().grace().toMillis();
        Map<Integer, ByHand> partitions = new HashMap<>();
        long late = 0;
        for (ConsumerRecord<byte[], byte[]> record : log.input()) {
            Long time = time(record, topology);
            if (time == null) {
                continue;
            }
            ByHand hand = partitions.computeIfAbsent(record.partition(), unseen -> new ByHand());
            long start = Math.floorDiv(time, every) * every;
            if (hand.newest != Long.MIN_VALUE && start + every + grace <= hand.newest) {
                late++;
                continue;
            }
            hand.newest = Math.max(hand.newest, time);
            hand.counts
                    .computeIfAbsent(new String(record.key(), StandardCharsets.UTF_8), unseen -> new TreeMap<>())
                    .merge(start, 1L, Long::sum);
        }
        Map<String, Double> expected = new HashMap<>();
        partitions.values().forEach(hand -> expect(hand, every, grace, expected));
        long events = (long)
                expected.values().stream().mapToDouble(Double::doubleValue).sum();
        return new CountCheck(expected.size(), events, late, differences(log, expected));
    }

    private static @Nullable Long time(ConsumerRecord<byte[], byte[]> record, TopologyConfig topology) {
        try {
            JsonNode event = JSON.readTree(record.value());
            long time = Instant.parse(event.get("time").asText()).toEpochMilli();
            return time > record.timestamp() + topology.limits().maxFuture().toMillis() ? null : time;
        } catch (IOException e) {
            return null;
        }
    }

    /** From a key's first bucket to the last one that is closed, empty ones included. */
    private static void expect(ByHand hand, long every, long grace, Map<String, Double> expected) {
        hand.counts.forEach((key, counts) -> {
            for (long start = counts.firstKey(); start + every + grace <= hand.newest; start += every) {
                expected.put(key + "@" + start, (double) counts.getOrDefault(start, 0L));
            }
        });
    }

    private static List<String> differences(CommittedLog log, Map<String, Double> expected) {
        List<String> differences = new ArrayList<>();
        Map<String, Double> left = new HashMap<>(expected);
        for (Output output : log.outputs()) {
            if (output.sink() != Sink.FORECASTS) {
                continue;
            }
            ForecastRecord forecast =
                    forecast(Objects.requireNonNull(output.content().value()));
            String bucket = forecast.key() + "@" + forecast.time();
            Double count = left.remove(bucket);
            if (count == null || count != forecast.y()) {
                differences.add(bucket + " is " + forecast.y() + ", expected "
                        + (count == null ? expected.containsKey(bucket) ? "it once" : "none" : count));
            }
        }
        left.keySet().forEach(bucket -> differences.add(bucket + " is not there"));
        return differences;
    }

    private static ForecastRecord forecast(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        try {
            return ForecastReader.read(bytes);
        } catch (WireFormatException e) {
            throw new AssertionError(e);
        }
    }
}
