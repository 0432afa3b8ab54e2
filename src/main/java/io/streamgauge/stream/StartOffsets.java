package io.streamgauge.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where the past ends: for every source partition the end offset that the first start found. Later starts go on with the
 * stored one, so that what arrived while the forecaster was down still raises alerts.
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
        return arrival.offset() >= known.computeIfAbsent(arrival.partition(), this::start);
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
