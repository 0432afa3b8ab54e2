package io.streamgauge.stream;

import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.state.KeyValueStore;

/** The number of keys of one partition and their limit; kept in a store, because a large one takes long to count. */
final class KeyCount {

    private final KeyValueStore<Integer, Long> store;
    private final int place;
    private final long most;
    private final long counted;

    /**
     * @param store offsets of the start by partition; the count stands at the partition's complement
     * @param counted counts the keys where no count is stored
     */
    KeyCount(KeyValueStore<Integer, Long> store, int partition, long most, LongSupplier counted) {
        this.store = store;
        this.most = most;
        place = ~partition;
        this.counted = store.get(place) == null ? counted.getAsLong() : 0;
    }

    /** Read anew every time: a task that is revived has the store, and nothing else, of the one before. */
    private long count() {
        Long stored = store.get(place);
        return stored == null ? counted : stored;
    }

    /** Refuses a further key where the limit is reached. */
    void requireRoom() throws RejectedEventException {
        long count = count();
        if (count >= most) {
            throw new RejectedEventException(
                    Rejection.KEY_LIMIT,
                    "the partition has " + count + " keys, expected no more than max-keys, which is " + most);
        }
    }

    void add(int keys) {
        store.put(place, count() + keys);
    }
}
