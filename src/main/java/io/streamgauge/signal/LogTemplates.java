package io.streamgauge.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * Log lines as templates: what stays of a line when what varies from one to the next is left out.
 *
 * <p>A token with a digit in it varies: a number, an address, a path, an identifier. Of one such as {@code size=42} the
 * name stays. What varies without a digit, such as a user's name, shows only where lines are compared: {@link #merge}.
 */
public final class LogTemplates {

    /** What stands for what varies. */
    public static final String WILDCARD = "<*>";

    /** No template is longer than so many characters. */
    public static final int LONGEST = 256;

    /** Of a longer line the first so many tokens count, and a wildcard for the rest. */
    private static final int MOST_TOKENS = 32;

    private static final String NAME_ENDS = "=:([\"'";

    private LogTemplates() {}

    /** The line without what has digits, its tokens one space apart. */
    public static String mask(String line) {
        List<String> masked = new ArrayList<>();
        for (String token : line.strip().split("\\s+", MOST_TOKENS + 1)) {
            masked.add(masked.size() == MOST_TOKENS ? WILDCARD : maskToken(token));
        }
        return String.join(" ", masked);
    }

    private static String maskToken(String token) {
        int name = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (Character.isDigit(c)) {
                return token.substring(0, name) + WILDCARD;
            }
            if (NAME_ENDS.indexOf(c) >= 0) {
                name = i + 1;
            }
        }
        return token;
    }

    static String[] tokens(String template) {
        return template.split(" ", -1);
    }

    /** Share of tokens that are the same; 0 for templates of different lengths. */
    static double similarity(String[] one, String[] other) {
        if (one.length != other.length) {
            return 0;
        }
        int same = 0;
        for (int i = 0; i < one.length; i++) {
            same += one[i].equals(other[i]) ? 1 : 0;
        }
        return same / (double) one.length;
    }

    /** The template of two of as many tokens: a wildcard wherever they differ; {@code template} where that would be too long. */
    public static String merge(String template, String line) {
        String[] one = tokens(template);
        String[] other = tokens(line);
        for (int i = 0; i < one.length; i++) {
            one[i] = one[i].equals(other[i]) ? one[i] : WILDCARD;
        }
        String merged = String.join(" ", one);
        return merged.length() <= LONGEST ? merged : template;
    }
}
