package io.streamgauge.learn;

import io.streamgauge.nn.Successions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trainer remembers of categories.
 *
 * @param admitted those that have a class, in the order of their classes
 * @param waiting how often each of the others was told of, longest unheard of first
 * @param successions how often each class has followed the two before it; not to be changed
 */
public record VocabularyState(List<String> admitted, Map<String, Integer> waiting, Successions successions) {

    /** Nothing has been told of. */
    public static final VocabularyState EMPTY = new VocabularyState(List.of(), Map.of());

    /** Of categories of which nothing is known yet that follows. */
    public VocabularyState(List<String> admitted, Map<String, Integer> waiting) {
        this(admitted, waiting, new Successions());
    }

    public VocabularyState {
        admitted = List.copyOf(admitted);
        waiting = Collections.unmodifiableMap(new LinkedHashMap<>(waiting));
    }
}
