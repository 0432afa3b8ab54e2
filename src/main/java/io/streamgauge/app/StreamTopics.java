package io.streamgauge.app;

import io.streamgauge.config.TopicNames;
import io.streamgauge.config.TopologyConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of a stream, as they are created and as they are checked before a start. */
final class StreamTopics {

    /** Room for the weights, windows and checkpoints of large networks, and for events far too large. */
    private static final String LARGEST_MESSAGE = Integer.toString(32 << 20);
    /** Small segments, so that old checkpoints are cleaned away soon. */
    private static final String COMPACTED_SEGMENT = Integer.toString(32 << 20);

    private StreamTopics() {}

    /** All topics that are written here, the source topic first. */
    static List<TopicSpec> of(TopologyConfig topology) {
        TopicNames names = topology.topicNames();
        Map<String, String> retained = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(topology.topics().retention().toMillis()));
        Map<String, String> kept = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                "-1");
        Map<String, String> compacted = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        Map<String, String> largeCompacted = with(
                compacted,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                LARGEST_MESSAGE,
                TopicConfig.SEGMENT_BYTES_CONFIG,
                COMPACTED_SEGMENT);
        int partitions = topology.topics().partitions();
        short replicas = (short) topology.topics().replication();
        List<TopicSpec> specs = new ArrayList<>();
        specs.add(new TopicSpec(topology.source().topic(), TopicSpec.ANY, replicas, Map.of()));
        if (topology.keys().change()) {
            // Events of a framed format are longer as JSON.
            Map<String, String> keyed = topology.reading().format().isFramed()
                    ? with(retained, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_MESSAGE)
                    : retained;
            specs.add(new TopicSpec(names.keyed(), TopicSpec.ANY, replicas, keyed));
        }
        specs.add(new TopicSpec(names.forecasts(), TopicSpec.ANY, replicas, retained));
        specs.add(new TopicSpec(names.anomalies(), TopicSpec.ANY, replicas, retained));
        specs.add(new TopicSpec(names.episodes(), TopicSpec.ANY, replicas, compacted));
        specs.add(new TopicSpec(
                names.windows(), 1, replicas, with(retained, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_MESSAGE)));
        specs.add(new TopicSpec(names.weights(), 1, replicas, largeCompacted));
        specs.add(new TopicSpec(names.trainer(), 1, replicas, largeCompacted));
        specs.add(new TopicSpec(names.requests(), 1, replicas, retained));
        specs.add(new TopicSpec(names.labels(), TopicSpec.ANY, replicas, kept));
        specs.add(new TopicSpec(
                names.deadLetters(),
                TopicSpec.ANY,
                replicas,
                with(retained, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_MESSAGE)));
        return specs.stream().map(spec -> withPartitions(spec, partitions)).toList();
    }

    /** The same for a source topic that has so many partitions. */
    static List<TopicSpec> of(TopologyConfig topology, int sourcePartitions) {
        return of(topology).stream()
                .map(spec -> spec.name().equals(topology.source().topic())
                                || !topology.keys().change()
                                        && spec.name()
                                                .equals(topology.topicNames().labels())
                        ? new TopicSpec(spec.name(), sourcePartitions, spec.replication(), spec.configs())
                        : spec)
                .toList();
    }

    private static TopicSpec withPartitions(TopicSpec spec, int partitions) {
        return spec.partitions() == TopicSpec.ANY
                ? new TopicSpec(spec.name(), partitions, spec.replication(), spec.configs())
                : spec;
    }

    private static Map<String, String> with(Map<String, String> configs, String... more) {
        Map<String, String> all = new LinkedHashMap<>(configs);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }
}
