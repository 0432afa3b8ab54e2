package io.streamgauge.example;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A small stochastic grammar of English sentences, in which the verb agrees with a subject that may lie far back.
 *
 * <p>No rule comes back to itself and no text can be read in two ways. So the entropy of a sentence is that of the
 * choices that made it, {@code H(S) = Σ_r p_r (−log₂ p_r + Σ_{X in r} H(X))}, and per character that over the expected
 * length: no model of the text can do with fewer bits.
 */
final class Grammar {
    static final String SENTENCE = "SENTENCE";

    /** One way to write a symbol: other symbols and texts, with its probability. */
    private record Rule(double probability, List<String> parts) {}

    private final Map<String, List<Rule>> rules = new LinkedHashMap<>();

    Grammar() {
        add(SENTENCE, rule(0.5, "the ", "QUALITY", "NOUN", "PLACE", "SINGULAR", "OBJECT", ". "));
        add(SENTENCE, rule(0.5, "the ", "QUALITY", "NOUN", "s", "PLACE", "PLURAL", "OBJECT", ". "));
        maybe("QUALITY", 0.4, "ADJECTIVE");
        words("ADJECTIVE", "old ", "small ", "quiet ", "green ");
        words("NOUN", "sailor", "baker", "dog", "queen", "teacher", "farmer");
        maybe("PLACE", 0.4, " near the ", "LANDMARK");
        words("LANDMARK", "river", "mill", "bridge", "harbour");
        words("SINGULAR", " sees", " likes", " paints", " follows");
        words("PLURAL", " see", " like", " paint", " follow");
        add("OBJECT", rule(0.5, " the ", "QUALITY", "NOUN"));
        add("OBJECT", rule(0.5, " the ", "QUALITY", "NOUN", "s"));
    }

    private static Rule rule(double probability, String... parts) {
        return new Rule(probability, List.of(parts));
    }

    private void add(String symbol, Rule rule) {
        rules.computeIfAbsent(symbol, name -> new ArrayList<>()).add(rule);
    }

    private void maybe(String symbol, double probability, String... parts) {
        add(symbol, rule(1 - probability));
        add(symbol, rule(probability, parts));
    }

    private void words(String symbol, String... words) {
        for (String word : words) {
            add(symbol, rule(1.0 / words.length, word));
        }
    }

    /** A text of so many sentences. */
    String text(int sentences, SplittableRandom random) {
        var text = new StringBuilder();
        for (int i = 0; i < sentences; i++) {
            write(SENTENCE, random, text);
        }
        return text.toString();
    }

    private void write(String symbol, SplittableRandom random, StringBuilder out) {
        List<Rule> choices = rules.get(symbol);
        if (choices == null) {
            out.append(symbol);
            return;
        }
        double[] weights = choices.stream().mapToDouble(Rule::probability).toArray();
        for (String part : choices.get(Draw.index(weights, random)).parts()) {
            write(part, random, out);
        }
    }

    /** Bits that a character of the text holds on average. */
    double bitsPerCharacter() {
        return entropy(SENTENCE) / length(SENTENCE);
    }

    private double entropy(String symbol) {
        double bits = 0;
        for (Rule rule : rules.getOrDefault(symbol, List.of())) {
            double own = -StrictMath.log(rule.probability()) / StrictMath.log(2);
            bits += rule.probability()
                    * (own + rule.parts().stream().mapToDouble(this::entropy).sum());
        }
        return bits;
    }

    /** Expected characters. */
    double length(String symbol) {
        List<Rule> choices = rules.get(symbol);
        if (choices == null) {
            return symbol.length();
        }
        double length = 0;
        for (Rule rule : choices) {
            length += rule.probability()
                    * rule.parts().stream().mapToDouble(this::length).sum();
        }
        return length;
    }

    /** The sentences of the grammar as a regular expression. */
    String expression() {
        return expression(SENTENCE);
    }

    private String expression(String symbol) {
        List<Rule> choices = rules.get(symbol);
        if (choices == null) {
            return Pattern.quote(symbol);
        }
        return choices.stream()
                .map(rule -> rule.parts().stream().map(this::expression).collect(Collectors.joining()))
                .collect(Collectors.joining("|", "(?:", ")"));
    }
}
