package io.streamgauge.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a user most likely meant. */
final class Closest {
    private Closest() {}

    /** The nearest of {@code known} within a third of the name's length, or with the same last part. */
    static Optional<String> to(String name, Collection<String> known) {
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

    /** Damerau–Levenshtein distance with adjacent transpositions. */
    private static int edits(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
