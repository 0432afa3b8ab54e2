package io.streamgauge.learn;

import java.util.ArrayList;
import java.util.List;

/** The most recent windows, oldest out first. */
final class ReplayBuffer {
    private final int capacity;
    private final List<TrainingSample> ring = new ArrayList<>();
    private int oldest;

    ReplayBuffer(int capacity) {
        this.capacity = capacity;
    }

    void add(TrainingSample sample) {
        if (ring.size() < capacity) {
            ring.add(sample);
        } else {
            ring.set(oldest, sample);
            oldest = (oldest + 1) % capacity;
        }
    }

    /** The window at the given place, 0 the oldest. */
    TrainingSample get(int index) {
        return ring.get((oldest + index) % ring.size());
    }

    int size() {
        return ring.size();
    }
}
