package io.streamgauge.stream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a task as they were last written, so that a key that comes again need not be read and decoded.
 *
 * <p>The store has every one of them, byte for byte, and this can be emptied at any time. A key is taken out to be changed
 * and kept again when it has been written: where a step fails between, nothing of it stays. Those longest unused go first.
 *
 * <p>Not thread-safe: one per task.
 */
final class KeyCache {

    private final CacheRoom room;
    private final long bytesPerKey;
    private final Map<String, KeyEntry> entries = new LinkedHashMap<>();

    /** @param bytesPerKey what a key takes of {@code room} */
    KeyCache(CacheRoom room, long bytesPerKey) {
        this.room = room;
        this.bytesPerKey = bytesPerKey;
    }

    /** Takes a key out; null where it is not here. */
    @Nullable
    KeyEntry take(String key) {
        KeyEntry found = entries.remove(key);
        if (found != null) {
            room.give(bytesPerKey);
        }
        return found;
    }

    /**
     * Keeps a key.
     *
     * @return one that is not kept for want of room, and no longer in use; null where there is enough
     */
    @Nullable
    KeyEntry keep(KeyEntry entry) {
        KeyEntry dropped = null;
        if (!room.take(bytesPerKey)) {
            Iterator<KeyEntry> oldest = entries.values().iterator();
            if (!oldest.hasNext()) {
                return entry;
            }
            dropped = oldest.next();
            oldest.remove();
        }
        entries.put(entry.key(), entry);
        return dropped;
    }

    /** Forgets all keys. */
    void clear() {
        room.give(bytesPerKey * entries.size());
        entries.clear();
    }
}
