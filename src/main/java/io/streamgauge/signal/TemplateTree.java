package io.streamgauge.signal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The template of a log line among known ones, found by Drain's fixed-depth tree (He, Zhu, Zheng and Lyu 2017).
 *
 * <pre>
 *   root → number of tokens → first token, or a wildcard → templates there
 *   similarity = tokens that are the same / tokens            the most similar one, if it is at least {@value #LEAST_SIMILARITY}
 * </pre>
 *
 * <p>So a line is compared with few templates, however many are known. A depth of two tokens less than the paper's default
 * lets the first token alone choose the leaf, one with a wildcard in it the wildcard's.
 */
public final class TemplateTree {

    private static final double LEAST_SIMILARITY = .5;

    private record Template(String[] tokens, String text) {}

    private final Map<Integer, Map<String, List<Template>>> leaves = new HashMap<>();

    /** Adds a template. */
    public void add(String text) {
        String[] tokens = LogTemplates.tokens(text);
        leaves.computeIfAbsent(tokens.length, unseen -> new HashMap<>())
                .computeIfAbsent(first(tokens), unseen -> new ArrayList<>())
                .add(new Template(tokens, text));
    }

    /** Takes a template out. */
    public void remove(String text) {
        String[] tokens = LogTemplates.tokens(text);
        Map<String, List<Template>> ofLength = leaves.get(tokens.length);
        List<Template> leaf = ofLength == null ? null : ofLength.get(first(tokens));
        if (ofLength == null || leaf == null) {
            return;
        }
        leaf.removeIf(template -> template.text().equals(text));
        // First tokens may be anything, and are not to pile up.
        if (leaf.isEmpty()) {
            ofLength.remove(first(tokens));
        }
        if (ofLength.isEmpty()) {
            leaves.remove(tokens.length);
        }
    }

    /** The template that fits a masked line best, null if none does. */
    public @Nullable String find(String line) {
        String[] tokens = LogTemplates.tokens(line);
        String best = null;
        double most = LEAST_SIMILARITY;
        for (Template template : leaf(tokens)) {
            double similarity = LogTemplates.similarity(template.tokens(), tokens);
            if (similarity > most || best == null && similarity == most) {
                most = similarity;
                best = template.text();
            }
        }
        return best;
    }

    /** The number of leaves. */
    int leaves() {
        return leaves.values().stream().mapToInt(Map::size).sum();
    }

    private List<Template> leaf(String[] tokens) {
        return leaves.getOrDefault(tokens.length, Map.of()).getOrDefault(first(tokens), List.of());
    }

    private static String first(String[] tokens) {
        return tokens[0].contains(LogTemplates.WILDCARD) ? LogTemplates.WILDCARD : tokens[0];
    }
}
