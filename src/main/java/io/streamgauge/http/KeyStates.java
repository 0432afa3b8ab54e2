package io.streamgauge.http;

import java.util.Map;

/** The states of the keys, each held by one instance. */
public interface KeyStates {

    /** Where the state of {@code key} is, and what it holds if that is here. */
    Answer find(String key);

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
