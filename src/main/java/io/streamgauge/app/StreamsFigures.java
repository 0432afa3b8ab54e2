package io.streamgauge.app;

import io.streamgauge.metrics.StreamsMetrics;
import io.streamgauge.stream.ForecastTopology;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * The figures that Kafka Streams keeps of itself, read when they are asked for. Its meters come and go with its tasks; so
 * they are looked up every time, and a figure is the sum over those that are there.
 */
final class StreamsFigures implements StreamsMetrics.Figures, StateRestoreListener {

    private static final String STORES = "stream-state-metrics";

    private final Supplier<KafkaStreams> streams;
    private final String sourceTopic;
    private final Map<TopicPartition, Long> restoring = new ConcurrentHashMap<>();
    private final LongAdder restored = new LongAdder();

    StreamsFigures(Supplier<KafkaStreams> streams, String sourceTopic) {
        this.streams = streams;
        this.sourceTopic = sourceTopic;
    }

    @Override
    public double threads() {
        return sum("stream-metrics", "alive-stream-threads");
    }

    @Override
    public double failedThreads() {
        return sum("stream-metrics", "failed-stream-threads");
    }

    @Override
    public double inputLag() {
        return streams.get().metrics().values().stream()
                .filter(metric -> is(metric.metricName(), "consumer-fetch-manager-metrics", "records-lag"))
                .filter(metric -> sourceTopic.equals(metric.metricName().tags().get("topic")))
                .mapToDouble(StreamsFigures::value)
                .sum();
    }

    @Override
    public double stateKeys() {
        return streams.get().metrics().values().stream()
                .filter(metric -> is(metric.metricName(), STORES, "estimate-num-keys"))
                .filter(metric -> ForecastTopology.SERIES_STORE.equals(
                        metric.metricName().tags().get("rocksdb-state-id")))
                .mapToDouble(StreamsFigures::value)
                .sum();
    }

    @Override
    public double stateBytes() {
        return sum(STORES, "live-sst-files-size") + writeBuffers();
    }

    @Override
    public double writeBuffers() {
        return sum(STORES, "size-all-mem-tables");
    }

    @Override
    public double blockCache() {
        // One cache serves all stores, and each tells of the whole of it.
        return values(STORES, "block-cache-usage").max().orElse(0);
    }

    @Override
    public double restoreRemaining() {
        return restoring.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public double restored() {
        return restored.sum();
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long until) {
        restoring.put(changelog, until - from);
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long offset, long records) {
        restored.add(records);
        restoring.computeIfPresent(changelog, (partition, left) -> Math.max(0, left - records));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        restoring.remove(changelog);
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
        restoring.remove(changelog);
    }

    private double sum(String group, String name) {
        return values(group, name).sum();
    }

    private DoubleStream values(String group, String name) {
        return streams.get().metrics().values().stream()
                .filter(metric -> is(metric.metricName(), group, name))
                .mapToDouble(StreamsFigures::value);
    }

    private static boolean is(MetricName metric, String group, String name) {
        return metric.group().equals(group) && metric.name().equals(name);
    }

    private static double value(Metric metric) {
        return metric.metricValue() instanceof Number number && Double.isFinite(number.doubleValue())
                ? number.doubleValue()
                : 0;
    }
}
