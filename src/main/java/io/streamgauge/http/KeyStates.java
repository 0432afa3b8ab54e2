package io.streamgauge.http;

import java.util.List;
import java.util.Map;

/** The states of the keys, each held by one instance. */
public interface KeyStates {

    /** Where the state of {@code key} is, and what it holds if that is here. */
    Answer find(String key);

    /** The instances of the stream, this one among them; empty while nobody can say. */
    default List<Instance> instances() {
        return List.of();
    }

    /**
     * A process that serves a part of the keys.
     *
     * @param instance host and port at which the others ask it
     * @param here whether it is this one
     * @param partitions of the source topic whose keys it serves
     * @param standbys of the source topic whose states it keeps ready to take over
     */
    record Instance(String instance, boolean here, List<Integer> partitions, List<Integer> standbys) {
        public Instance {
            partitions = List.copyOf(partitions);
            standbys = List.copyOf(standbys);
        }
    }

    /** What came of a question. */
    sealed interface Answer {}

    /**
     * The state is here.
     *
     * @param figures what it holds, by name, as numbers, texts and maps
     */
    record Found(Map<String, Object> figures) implements Answer {}

    /** No event of the key has been seen. */
    record Unknown() implements Answer {}

    /** Another instance holds it. */
    record Elsewhere(String host, int port) implements Answer {}

    /** Nobody can say just now: tasks are moving. */
    record Unavailable(String why) implements Answer {}
}
