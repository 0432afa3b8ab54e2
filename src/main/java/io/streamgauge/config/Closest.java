package io.streamgauge.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a user most likely meant. */
final class Closest {
    private Closest() {}

    /** No key is as long; what is longer was meant to be something else. */
    private static final int LONGEST = 64;

    /** The nearest of {@code known} within a third of the name's length, or with the same last part. */
    static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(2, name.length() / 3))
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    static String hint(String name, Collection<String> known) {
        return to(name, known).map(key -> ", did you mean '" + key + "'?").orElse(", see config/REFERENCE.md");
    }

    /** Edits between two names; a name without its section is one edit from the whole. */
    static int distance(String name, String candidate) {
        String written = normalised(name);
        String whole = normalised(candidate);
        int dot = whole.lastIndexOf('.');
        int edits = edits(written, whole);
        return dot < 0 ? edits : Math.min(edits, 1 + edits(written, whole.substring(dot + 1)));
    }

    private static String normalised(String name) {
        return name.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** Damerau–Levenshtein distance with adjacent transpositions; of the table only three rows are kept. */
    private static int edits(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                if (i == 0) {
                    row[j] = j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
