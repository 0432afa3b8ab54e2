package io.streamgauge.http;

import io.streamgauge.wire.EpisodeRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The anomaly episodes that are open now in the whole stream, filled from the compacted topic that holds them. */
public final class OpenEpisodes {
    /** The worst first. */
    private static final Comparator<EpisodeRecord> ORDER =
            Comparator.comparingDouble(EpisodeRecord::peak).reversed().thenComparing(EpisodeRecord::key);

    private final Map<String, EpisodeRecord> byKey = new HashMap<>();
    private long revision;

    /** Takes in a key's open episode, or that it has none any more. */
    public synchronized void record(String key, @Nullable EpisodeRecord episode) {
        if (episode == null) {
            byKey.remove(key);
        } else {
            byKey.put(key, episode);
        }
        revision++;
    }

    /** The number of the last change; 0 before the first. */
    public synchronized long revision() {
        return revision;
    }

    public synchronized long open(String kind) {
        return byKey.values().stream()
                .filter(episode -> episode.kind().equals(kind))
                .count();
    }

    public synchronized Optional<EpisodeRecord> of(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The worst {@code limit} of all that are open. */
    public synchronized Listing list(int limit) {
        return new Listing(
                byKey.size(), byKey.values().stream().sorted(ORDER).limit(limit).toList());
    }

    /**
     * @param total how many are open
     * @param episodes those of them that were asked for
     */
    public record Listing(int total, List<EpisodeRecord> episodes) {}
}
