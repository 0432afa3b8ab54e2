package io.streamgauge.trainer;

import io.streamgauge.wire.ChampionPointer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions that stand on the weights topic, and which of them may go. */
final class Shelf {

    /** Versions kept on the topic, the newest ones. */
    static final int VERSIONS_KEPT = 20;
    /** Of those that have passed the gate, so many stay however old they are. */
    static final int VALIDATED_KEPT = 5;

    /** A version's SHA-256 and whether it has passed the gate. */
    record Entry(String sha256, boolean validated) {}

    private final NavigableMap<Long, Entry> entries = new TreeMap<>();

    void put(long version, Entry entry) {
        entries.put(version, entry);
    }

    void remove(long version) {
        entries.remove(version);
    }

    @Nullable
    String sha256(long version) {
        Entry entry = entries.get(version);
        return entry == null ? null : entry.sha256();
    }

    /** What to serve where the version turns out damaged: the preferred one, or the newest validated one before it. */
    ChampionPointer.@Nullable Target fallbackOf(long version, long preferred) {
        String hash = sha256(preferred);
        if (hash != null && preferred != version) {
            return new ChampionPointer.Target(preferred, hash);
        }
        return entries.headMap(version, false).descendingMap().entrySet().stream()
                .filter(entry -> entry.getValue().validated())
                .findFirst()
                .map(entry -> new ChampionPointer.Target(
                        entry.getKey(), entry.getValue().sha256()))
                .orElse(null);
    }

    /** The versions that may go, oldest first. */
    List<Long> outdated(List<Long> needed) {
        Set<Long> kept = new HashSet<>(needed);
        entries.descendingMap().keySet().stream().limit(VERSIONS_KEPT).forEach(kept::add);
        entries.descendingMap().entrySet().stream()
                .filter(entry -> entry.getValue().validated())
                .limit(VALIDATED_KEPT)
                .map(Map.Entry::getKey)
                .forEach(kept::add);
        return entries.keySet().stream()
                .filter(version -> !kept.contains(version))
                .toList();
    }
}
