package io.streamgauge.app;

import java.util.Map;

/**
 * What a topic must be.
 *
 * @param partitions number of partitions, or {@link #ANY} where the topic's owner decides
 * @param replication replicas of each partition, {@link #ANY} for the broker's default; used at creation only
 * @param configs topic settings by their Kafka names
 */
public record TopicSpec(String name, int partitions, short replication, Map<String, String> configs) {

    /** Leaves the choice to the broker, or to whoever made the topic. */
    public static final short ANY = -1;

    public TopicSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a topic has no name");
        }
        if (partitions != ANY && partitions < 1) {
            throw new IllegalArgumentException("topic " + name + " has " + partitions + " partitions, needs 1 or more");
        }
        if (replication != ANY && replication < 1) {
            throw new IllegalArgumentException("topic " + name + " has " + replication + " replicas, needs 1 or more");
        }
        configs = Map.copyOf(configs);
    }
}
