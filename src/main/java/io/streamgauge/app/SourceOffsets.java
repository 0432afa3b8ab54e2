package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.Start;
import io.streamgauge.config.TopologyConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where the source topic ends, how far the forecaster has come, and where its first start begins. */
final class SourceOffsets implements AutoCloseable {

    private final Admin admin;
    private final String topic;
    private final String group;
    private final List<TopicPartition> partitions;

    /** Of the topic that users write to. */
    SourceOffsets(TopologyConfig topology, RuntimeConfig runtime) {
        this(topology, runtime, topology.source().topic());
    }

    /** Of another one that the forecaster reads. */
    SourceOffsets(TopologyConfig topology, RuntimeConfig runtime, String topic) {
        admin = Admin.create(runtime.admin());
        this.topic = topic;
        group = topology.topicNames().applicationId();
        partitions = IntStream.range(0, partitionsNow())
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private int partitionsNow() {
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    /**
     * Ends where the topic has got partitions since this was made.
     *
     * @throws GrownSourceException if it has
     */
    void requireSamePartitions() {
        int now = partitionsNow();
        if (now > partitions.size()) {
            throw new GrownSourceException(topic, partitions.size(), now);
        }
    }

    /** End offset of every partition. */
    Map<Integer, Long> ends() {
        return offsets(OffsetSpec.latest()).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
    }

    /** Offset of every partition up to which the forecaster has committed; what it has not read yet is absent. */
    Map<Integer, Long> committed() {
        Map<Integer, Long> committed = new HashMap<>();
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null && partitions.contains(partition)) {
                        committed.put(partition.partition(), offset.offset());
                    }
                });
        return committed;
    }

    /** Whether the forecaster has ever had a store of that name. */
    boolean hasChangelog(String store) {
        return get(admin.listTopics().names()).contains(group + "-" + store + "-changelog");
    }

    /** Places the group where a first start begins; a group that has committed before stays where it is. */
    void placeFirstStart(Start start) {
        if (start instanceof Start.Earliest || !committed().isEmpty()) {
            return;
        }
        OffsetSpec spec =
                start instanceof Start.At at ? OffsetSpec.forTimestamp(at.time().toEpochMilli()) : OffsetSpec.latest();
        Map<Integer, Long> ends = ends();
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        offsets(spec)
                .forEach((partition, offset) -> places.put(
                        partition,
                        new OffsetAndMetadata(offset >= 0 ? offset : ends.getOrDefault(partition.partition(), 0L))));
        get(admin.alterConsumerGroupOffsets(group, places).all());
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> query =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> found =
                get(admin.listOffsets(query).all());
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new UserError("the brokers refused a request: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
