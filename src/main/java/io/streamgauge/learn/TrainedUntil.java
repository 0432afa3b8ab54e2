package io.streamgauge.learn;

import io.streamgauge.nn.Parameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Up to which event time each series has been trained on; keeps the {@link #CAPACITY} series trained on last.
 *
 * <p>A series that was dropped is answered with the latest time of any that was dropped, so that a window is never
 * mistaken for unseen.
 */
final class TrainedUntil {
    static final int CAPACITY = 4_096;

    private final int capacity;
    private final LinkedHashMap<String, Long> untilByKey = new LinkedHashMap<>();
    private long droppedUntil;

    TrainedUntil(int capacity, Map<String, Long> untilByKey, long droppedUntil) {
        this.capacity = capacity;
        this.untilByKey.putAll(untilByKey);
        this.droppedUntil = droppedUntil;
    }

    /** The weights with the times until which they were trained. */
    Contender contender(Parameters weights) {
        return new Contender(weights, untilByKey, droppedUntil);
    }

    void record(TrainingSample sample) {
        Long before = untilByKey.remove(sample.key());
        untilByKey.put(sample.key(), Math.max(before == null ? droppedUntil : before, sample.untilTime()));
        if (untilByKey.size() > capacity) {
            var leastRecent = untilByKey.entrySet().iterator();
            droppedUntil = Math.max(droppedUntil, leastRecent.next().getValue());
            leastRecent.remove();
        }
    }

    /** The times by key, least recently trained first, as they are now. */
    Map<String, Long> untilByKey() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(untilByKey));
    }

    /** The latest time of a series that was dropped. */
    long droppedUntil() {
        return droppedUntil;
    }
}
