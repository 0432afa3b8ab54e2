package io.streamgauge.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The known name that a user most likely meant. */
final class Closest {
    private Closest() {}

    /** No key is as long; what is longer was meant to be something else. */
    private static final int LONGEST = 64;
    /** A file with more problems is none of ours, and looking up all its names would take long. */
    private static final int MOST_HINTS = 10;

    /** The nearest of {@code known} within a third of the name's length, or with the same last part. */
    static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        int[][] rows = rows(known);
        int least = Math.max(2, name.length() / 3);
        @Nullable String closest = null;
        for (String candidate : known) {
            int edits = distance(name, candidate, rows);
            boolean nearer = edits < least || edits == least && (closest == null || candidate.compareTo(closest) < 0);
            if (nearer) {
                least = edits;
                closest = candidate;
            }
        }
        return Optional.ofNullable(closest);
    }

    /** Room for three rows of a table, for the longest of the candidates; one for all, since there may be many names. */
    private static int[][] rows(Collection<String> candidates) {
        int longest = candidates.stream().mapToInt(String::length).max().orElse(0);
        return new int[3][longest + 1];
    }

    /**
     * What is added to the problem of an unknown name.
     *
     * @param before problems found so far: of a file with many, the first few names are looked up
     */
    static String hint(String name, Supplier<Collection<String>> known, List<String> before) {
        Optional<String> closest = before.size() < MOST_HINTS ? to(name, known.get()) : Optional.empty();
        return closest.map(key -> ", did you mean '" + key + "'?").orElse(", see config/REFERENCE.md");
    }

    /** Edits between two names; a name without its section is one edit from the whole. */
    static int distance(String name, String candidate) {
        return distance(name, candidate, rows(List.of(candidate)));
    }

    private static int distance(String name, String candidate, int[][] rows) {
        String written = normalised(name);
        String whole = normalised(candidate);
        int dot = whole.lastIndexOf('.');
        int edits = edits(written, whole, rows);
        return dot < 0 ? edits : Math.min(edits, 1 + edits(written, whole.substring(dot + 1), rows));
    }

    private static String normalised(String name) {
        return name.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** Damerau–Levenshtein distance with adjacent transpositions; of the table only three rows are kept. */
    private static int edits(String a, String b, int[][] rows) {
        int[] beforeLast = rows[0];
        int[] last = rows[1];
        int[] row = rows[2];
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
