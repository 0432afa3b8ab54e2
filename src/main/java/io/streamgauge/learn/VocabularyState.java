package io.streamgauge.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trainer remembers of categories.
 *
 * @param admitted those that have a class, in the order of their classes
 * @param waiting how often each of the others was told of, longest unheard of first
 */
public record VocabularyState(List<String> admitted, Map<String, Integer> waiting) {

    /** Nothing has been told of. */
    public static final VocabularyState EMPTY = new VocabularyState(List.of(), Map.of());

    public VocabularyState {
        admitted = List.copyOf(admitted);
        waiting = Collections.unmodifiableMap(new LinkedHashMap<>(waiting));
    }
}
