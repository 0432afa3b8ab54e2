package io.streamgauge.learn;

import io.streamgauge.nn.Successions;
import io.streamgauge.nn.Window;
import io.streamgauge.signal.LogTemplates;
import io.streamgauge.signal.TemplateTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The one place where categories get their classes: in the order in which windows have told of each {@value #ADMIT_AFTER}
 * times, until there are no more classes.
 *
 * <p>What comes once or twice, such as an identifier inside a text, takes no class from others, and the class of the
 * unknown is trained on it. No class is taken back: every state, window and version keeps its meaning.
 *
 * <p>Beside them it counts which class follows which ({@link Successions}).
 *
 * <p>Where categories are log lines, one that is like one that waits ({@link TemplateTree}) counts for it, and a wildcard
 * takes the place of what differs, as in Drain; a template that has a class stays as it is.
 */
final class VocabularyPool {

    /** Tellings, each by another window, that make a category one to be known. */
    static final int ADMIT_AFTER = 3;

    /** So many wait at most; the one unheard of for longest makes room. */
    static final int MOST_WAITING = 1_024;

    /** All names together: they stand in the header of every version. */
    static final int MOST_CHARACTERS = 1 << 17;

    private final int capacity;
    private final boolean templates;
    private final List<String> admitted;
    private final LinkedHashMap<String, Integer> waiting;
    private final TemplateTree known = new TemplateTree();
    private final TemplateTree unknown = new TemplateTree();
    private Successions successions;
    private int characters;

    /** @param templates whether categories are masked log lines */
    VocabularyPool(int capacity, boolean templates, VocabularyState state) {
        this.capacity = capacity;
        this.templates = templates;
        admitted = new ArrayList<>(state.admitted());
        waiting = new LinkedHashMap<>(state.waiting());
        successions = state.successions().copy();
        if (templates) {
            admitted.forEach(known::add);
            waiting.keySet().forEach(unknown::add);
        }
        characters = admitted.stream().mapToInt(String::length).sum();
    }

    /** Takes the categories that were unknown to the forecaster when a window was made. */
    void take(List<String> categories) {
        for (String category : categories) {
            if (templates ? known.find(category) == null : !admitted.contains(category)) {
                count(category);
            }
        }
    }

    private void count(String category) {
        String like = templates ? unknown.find(category) : null;
        String name = like == null ? category : LogTemplates.merge(like, category);
        int told = 1 + forget(category) + (like == null || like.equals(category) ? 0 : forget(like));
        if (!name.equals(category) && !name.equals(like)) {
            told += forget(name);
        }
        if (told >= ADMIT_AFTER && admitted.size() < capacity && characters + name.length() <= MOST_CHARACTERS) {
            admit(name);
            return;
        }
        waiting.put(name, Math.min(told, ADMIT_AFTER));
        if (templates) {
            unknown.add(name);
        }
        if (waiting.size() > MOST_WAITING) {
            forget(waiting.keySet().iterator().next());
        }
    }

    private void admit(String name) {
        admitted.add(name);
        characters += name.length();
        if (templates) {
            known.add(name);
        }
    }

    /**
     * Takes the classes that somebody has published, where it has not given them itself.
     *
     * @throws IllegalArgumentException where it has given one of them to another category
     */
    void adopt(List<String> published, Successions followed) {
        int both = Math.min(published.size(), admitted.size());
        if (!published.subList(0, both).equals(admitted.subList(0, both))) {
            throw new IllegalArgumentException("the published vocabulary gives classes to other categories than the"
                    + " checkpoint does; expected one to be the beginning of the other");
        }
        successions = successions.isEmpty() ? followed : successions;
        for (String category : published.subList(both, published.size())) {
            forget(category);
            admit(category);
        }
    }

    /** Counts what followed in a window of their classes. */
    void take(Window window) {
        successions.learn(window);
    }

    /** Takes a category out of those that wait; how often it had been told of. */
    private int forget(String category) {
        Integer told = waiting.remove(category);
        if (told == null) {
            return 0;
        }
        if (templates) {
            unknown.remove(category);
        }
        return told;
    }

    VocabularyState state() {
        return new VocabularyState(admitted, waiting, successions.copy());
    }
}
