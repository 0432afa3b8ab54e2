package io.streamgauge.http;

import io.streamgauge.wire.ModelInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last generations of the shared weights, oldest first, bounded. */
public final class ModelHistory {
    private final int max;
    private final Deque<ModelInfo> generations = new ArrayDeque<>();

    public ModelHistory(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("history of %d generations, expected at least 1".formatted(max));
        }
        this.max = max;
    }

    /** Adds a generation; one that is not above the last is a repetition and changes nothing. */
    public synchronized void record(ModelInfo model) {
        ModelInfo last = generations.peekLast();
        if (last != null && model.generation() <= last.generation()) {
            return;
        }
        if (generations.size() == max) {
            generations.removeFirst();
        }
        generations.addLast(model);
    }

    public synchronized List<ModelInfo> list() {
        return List.copyOf(generations);
    }

    public synchronized Optional<ModelInfo> latest() {
        return Optional.ofNullable(generations.peekLast());
    }
}
