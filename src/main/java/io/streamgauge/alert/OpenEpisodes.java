package io.streamgauge.alert;

import io.streamgauge.wire.EpisodeRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The episodes that are open, by the partition of their topic. */
final class OpenEpisodes {

    /** What tells one episode from another. */
    record Name(String key, String kind, String rule, long since) {

        static Name of(EpisodeRecord episode) {
            return new Name(episode.key(), episode.kind(), episode.rule(), episode.since());
        }
    }

    private final Map<Integer, Map<Name, EpisodeRecord>> byPartition = new HashMap<>();

    void apply(int partition, EpisodeRecord change) {
        Map<Name, EpisodeRecord> open = byPartition.computeIfAbsent(partition, p -> new LinkedHashMap<>());
        if (change.isOpen()) {
            open.put(Name.of(change), change);
        } else {
            open.remove(Name.of(change));
        }
    }

    void forget(Set<Integer> partitions) {
        byPartition.keySet().removeAll(partitions);
    }

    Collection<EpisodeRecord> all() {
        List<EpisodeRecord> all = new ArrayList<>();
        byPartition.values().forEach(open -> all.addAll(open.values()));
        return all;
    }
}
