package io.streamgauge.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where the past ends: for every source partition the end offset that the first start found. Later starts go on with the
 * stored one, so that what arrived while the forecaster was down still raises alerts. Once the past is passed, that is
 * stored too, as the offset's complement.
 */
final class StartOffsets {

    private final KeyValueStore<Integer, Long> store;
    private final Map<Integer, Long> endAtStart;
    private final Map<Integer, Long> known = new HashMap<>();

    StartOffsets(KeyValueStore<Integer, Long> store, Map<Integer, Long> endAtStart) {
        this.store = store;
        this.endAtStart = endAtStart;
    }

    /** Whether an event arrived after the first start. */
    boolean isLive(Arrival arrival) {
        long start = known.computeIfAbsent(arrival.partition(), this::start);
        boolean live = arrival.offset() >= (start < 0 ? ~start : start);
        if (live && start >= 0) {
            known.put(arrival.partition(), ~start);
            store.put(arrival.partition(), ~start);
        }
        return live;
    }

    /** Whether an event that arrived after the first start has been taken in, by this process or an earlier one. */
    boolean isPastPassed(int partition) {
        Long stored = store.get(partition);
        return stored != null && stored < 0;
    }

    private long start(int partition) {
        Long stored = store.get(partition);
        if (stored != null) {
            return stored;
        }
        long end = endAtStart.getOrDefault(partition, 0L);
        store.put(partition, end);
        return end;
    }
}
