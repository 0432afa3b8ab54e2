package io.streamgauge.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** A walk over all keys of a store, again and again, in slices that hold up no event for long. */
final class Sweep {

    static final int SLICE_KEYS = 1_000;

    private final TimestampedKeyValueStore<byte[], byte[]> store;
    private final long pauseMillis;
    private byte @Nullable [] from;
    private long next = Long.MIN_VALUE;

    /**
     * @param pauseMillis from the end of one walk to the beginning of the next, by the clock
     */
    Sweep(TimestampedKeyValueStore<byte[], byte[]> store, long pauseMillis) {
        this.store = store;
        this.pauseMillis = pauseMillis;
    }

    /** Whether the next walk has yet to begin. */
    boolean isResting(long now) {
        return now < next;
    }

    /** The keys of the next slice for which {@code due} holds; none during the pause. */
    List<byte[]> slice(long now, BiPredicate<byte[], ValueAndTimestamp<byte[]>> due) {
        List<byte[]> found = new ArrayList<>();
        if (isResting(now)) {
            return found;
        }
        int visited = 0;
        byte[] last = null;
        try (KeyValueIterator<byte[], ValueAndTimestamp<byte[]>> keys = store.range(from, null)) {
            while (visited < SLICE_KEYS && keys.hasNext()) {
                KeyValue<byte[], ValueAndTimestamp<byte[]>> entry = keys.next();
                last = entry.key;
                visited++;
                if (due.test(entry.key, entry.value)) {
                    found.add(entry.key);
                }
            }
        }
        if (last == null || visited < SLICE_KEYS) {
            from = null;
            next = now + pauseMillis;
        } else {
            // The next key in the order of bytes: the same with a zero behind it.
            from = Arrays.copyOf(last, last.length + 1);
        }
        return found;
    }
}
