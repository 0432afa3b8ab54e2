package io.streamgauge.http;

import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.LabelRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What has been said of the keys: the labels that people gave and the anomaly episodes, filled from their topics.
 *
 * <p>Bounded: the last {@value #PER_KEY} labels and as many episodes of a key; the key that was longest neither told of nor
 * asked for goes first.
 */
public final class KeyNotes {
    static final int PER_KEY = 100;

    private final int maxKeys;
    private final LinkedHashMap<String, Held> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private long revision;

    private static final class Held {
        private final Deque<Label> labels = new ArrayDeque<>();
        /** By what names an episode, in the order of their opening. */
        private final LinkedHashMap<List<Object>, EpisodeRecord> episodes = new LinkedHashMap<>();

        private long revision;
    }

    /**
     * @param maxKeys most keys held
     */
    public KeyNotes(int maxKeys) {
        if (maxKeys < 1) {
            throw new IllegalArgumentException("notes of %d keys, expected at least 1".formatted(maxKeys));
        }
        this.maxKeys = maxKeys;
    }

    /** Takes in a label, as it stands on the labels topic. */
    public synchronized void label(String key, LabelRecord label) {
        Deque<Label> labels = changed(key).labels;
        if (labels.size() == PER_KEY) {
            labels.removeFirst();
        }
        labels.addLast(new Label(label.from(), label.to(), label.word(), label.by()));
    }

    /** Takes in a change of an episode, as it stands on the anomalies topic; of each the last change is held. */
    public synchronized void episode(EpisodeRecord change) {
        LinkedHashMap<List<Object>, EpisodeRecord> episodes = changed(change.key()).episodes;
        List<Object> name = List.of(change.kind(), change.since(), change.rule());
        if (episodes.size() == PER_KEY && !episodes.containsKey(name)) {
            episodes.remove(eldest(episodes));
        }
        episodes.put(name, change);
    }

    /** What is held of a key; both lists are empty where nothing is. */
    public synchronized Notes of(String key) {
        Held held = byKey.get(key);
        return held == null
                ? new Notes(key, 0, List.of(), List.of())
                : new Notes(key, held.revision, List.copyOf(held.labels), List.copyOf(held.episodes.values()));
    }

    private Held changed(String key) {
        if (byKey.size() == maxKeys && !byKey.containsKey(key)) {
            byKey.remove(eldest(byKey));
        }
        Held held = byKey.computeIfAbsent(key, first -> new Held());
        held.revision = ++revision;
        return held;
    }

    private static <K> K eldest(Map<K, ?> map) {
        return map.keySet().stream().findFirst().orElseThrow(NoSuchElementException::new);
    }

    /**
     * What is held of a key, oldest first.
     *
     * @param revision number of the last change, 0 before the first
     */
    public record Notes(String key, long revision, List<Label> labels, List<EpisodeRecord> episodes) {
        boolean isEmpty() {
            return labels.isEmpty() && episodes.isEmpty();
        }
    }

    /** A label as it stands on its topic. */
    public record Label(long from, long to, String label, String by) {}
}
