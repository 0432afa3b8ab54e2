package io.streamgauge.stream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a task as they are now: a key that comes again need not be read and decoded, and is encoded and written but once
 * between two commits.
 *
 * <p>Those longest unused go first. Not thread-safe: one per task.
 */
final class KeyCache {

    /** One key that is kept. */
    static final class Kept {
        private KeyEntry entry;
        /** When it was changed last, by the clock. */
        private long changed;

        private Kept(KeyEntry entry) {
            this.entry = entry;
        }

        KeyEntry entry() {
            return entry;
        }

        long changed() {
            return changed;
        }
    }

    private static final float LOAD_FACTOR = .75f;

    private final CacheRoom room;
    private final long bytesPerKey;
    private final Map<String, Kept> keys = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private final Set<Kept> unwritten = new LinkedHashSet<>();

    /** @param bytesPerKey what a key takes of {@code room} */
    KeyCache(CacheRoom room, long bytesPerKey) {
        this.room = room;
        this.bytesPerKey = bytesPerKey;
        room.enter();
    }

    /** A key that is kept; null where it is not. */
    @Nullable
    Kept get(String key) {
        return keys.get(key);
    }

    /**
     * Keeps a key that has changed and is not written yet.
     *
     * @param now the clock
     * @return one that is not kept for want of room, perhaps the same; null where there is enough
     */
    @Nullable
    Kept keep(KeyEntry entry, long now) {
        Kept kept = keys.get(entry.key());
        if (kept != null) {
            kept.entry = entry;
            change(kept, now);
            return null;
        }
        kept = new Kept(entry);
        change(kept, now);
        Kept dropped = null;
        boolean full = (keys.size() + 1) * bytesPerKey > room.share();
        if (full || !room.take(bytesPerKey)) {
            Iterator<Kept> oldest = keys.values().iterator();
            if (!oldest.hasNext()) {
                return kept;
            }
            dropped = oldest.next();
            oldest.remove();
        }
        keys.put(entry.key(), kept);
        return dropped;
    }

    private void change(Kept kept, long now) {
        kept.changed = now;
        unwritten.add(kept);
    }

    /** Writes a key, if it is not written. */
    void write(Kept kept, Consumer<Kept> writer) {
        if (unwritten.remove(kept)) {
            writer.accept(kept);
        }
    }

    /** Writes all that is not written, in the order in which it changed first. */
    void writeAll(Consumer<Kept> writer) {
        unwritten.forEach(writer);
        unwritten.clear();
    }

    /** Forgets a key, written or not; whether it was kept. */
    boolean forget(String key) {
        Kept kept = keys.remove(key);
        if (kept == null) {
            return false;
        }
        unwritten.remove(kept);
        room.give(bytesPerKey);
        return true;
    }

    /** Forgets all keys, written or not, for good. */
    void close() {
        room.leave();
        room.give(bytesPerKey * keys.size());
        keys.clear();
        unwritten.clear();
    }
}
