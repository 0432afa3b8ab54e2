package io.streamgauge.http;

import io.streamgauge.wire.EpisodeRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The anomaly episodes that are open now in the whole stream, filled from the compacted topic that holds them. */
public final class OpenEpisodes {
    /** The worst first. */
    private static final Comparator<EpisodeRecord> ORDER = Comparator.comparingDouble(EpisodeRecord::peak)
            .reversed()
            .thenComparing(EpisodeRecord::key)
            .thenComparing(EpisodeRecord::kind);

    private final Map<String, List<EpisodeRecord>> byKey = new HashMap<>();
    private long revision;

    /** Takes in which episodes a key has open, in place of what was known of it. */
    public synchronized void record(String key, List<EpisodeRecord> open) {
        if (open.isEmpty()) {
            byKey.remove(key);
        } else {
            byKey.put(key, List.copyOf(open));
        }
        revision++;
    }

    /** The number of the last change; 0 before the first. */
    public synchronized long revision() {
        return revision;
    }

    public synchronized long open(String kind) {
        return all().filter(episode -> episode.kind().equals(kind)).count();
    }

    /** The worst {@code limit} of all that are open. */
    public synchronized Listing list(int limit) {
        return new Listing((int) all().count(), all().sorted(ORDER).limit(limit).toList());
    }

    private Stream<EpisodeRecord> all() {
        return byKey.values().stream().flatMap(List::stream);
    }

    /**
     * @param total how many are open
     * @param episodes those of them that were asked for
     */
    public record Listing(int total, List<EpisodeRecord> episodes) {}
}
