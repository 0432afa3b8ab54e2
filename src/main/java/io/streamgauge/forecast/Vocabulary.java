package io.streamgauge.forecast;

import io.streamgauge.nn.Successions;
import io.streamgauge.signal.LogTemplates;
import io.streamgauge.signal.TemplateTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The categories that a network knows, in the order of their classes: the first is class 1.
 *
 * <p>Class {@value #UNKNOWN} stands for every other one. A vocabulary only grows, at its end: a class never becomes
 * another category's, so that what was forecast, remembered or learned under a shorter one still holds.
 */
public final class Vocabulary {

    /** The class of a category that is not, or not yet, known. */
    public static final int UNKNOWN = 0;

    /** What stands for it in what people read. */
    public static final String UNKNOWN_NAME = "(unknown)";

    /** A category is cut to so many characters before it is looked up. */
    public static final int LONGEST = LogTemplates.LONGEST;

    /** Nothing is known. */
    public static final Vocabulary EMPTY = new Vocabulary(List.of());

    private final List<String> categories;
    private final Successions successions;
    private final Map<String, Integer> classes = new HashMap<>();
    private final TemplateTree templates = new TemplateTree();

    /** Of categories of which nothing is known yet that follows. */
    public Vocabulary(List<String> categories) {
        this(categories, new Successions());
    }

    /** @param successions how often each class has followed the two before it; not to be changed any more */
    public Vocabulary(List<String> categories, Successions successions) {
        this.successions = successions;
        this.categories = List.copyOf(categories);
        for (String category : this.categories) {
            if (category.length() > LONGEST || classes.put(category, classes.size() + 1) != null) {
                throw new IllegalArgumentException("category '" + category + "' stands twice in the vocabulary, or is"
                        + " longer than " + LONGEST + " characters");
            }
            templates.add(category);
        }
    }

    /** A category as it is looked up. */
    public static String cut(String category) {
        if (category.length() <= LONGEST) {
            return category;
        }
        boolean split = Character.isHighSurrogate(category.charAt(LONGEST - 1));
        return category.substring(0, split ? LONGEST - 1 : LONGEST);
    }

    /** The class of a category, {@value #UNKNOWN} if it has none. */
    public int classOf(String category) {
        return classes.getOrDefault(category, UNKNOWN);
    }

    /** The class of a log line, masked and cut, by the template that it is like; {@value #UNKNOWN} if there is none. */
    public int classOfLine(String masked) {
        String template = templates.find(masked);
        return template == null ? UNKNOWN : classOf(template);
    }

    /** The category of a class. */
    public String name(int index) {
        return index == UNKNOWN ? UNKNOWN_NAME : categories.get(index - 1);
    }

    /** The categories, that of class 1 first. */
    public List<String> categories() {
        return categories;
    }

    /** How often each class has followed the two before it; not to be changed. */
    public Successions successions() {
        return successions;
    }

    /** The last class; 0 where nothing is known. */
    public int size() {
        return categories.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary that
                && categories.equals(that.categories)
                && successions.equals(that.successions);
    }

    @Override
    public int hashCode() {
        return 31 * categories.hashCode() + successions.hashCode();
    }

    @Override
    public String toString() {
        return "Vocabulary" + categories;
    }
}
