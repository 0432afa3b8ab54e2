package io.streamgauge.example;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A synthetic language: a seeded grammar of which letter follows which, and a few endings of its own.
 *
 * <p>A word is a chain of 3 to 7 letters, vowel and consonant in turn more often than not, {@code P(b | a) ∝ e^(s·u_ab)}
 * with u uniform in ±1 and drawn per language; then one of three endings of two letters. All languages use the same
 * letters, so that their frequencies tell a part and the order the rest.
 */
final class Language {
    private static final String VOWELS = "aeiou";
    private static final String LETTERS = "aeioubdgklmnprst";
    private static final double STRENGTH = 1.2;
    /** Added to the exponent where a vowel follows a consonant or the other way round. */
    private static final double ALTERNATION = 1.5;

    private static final int LEAST_STEM = 3;
    private static final int MOST_STEM = 7;
    private static final int ENDINGS = 3;

    private final double[][] next = new double[LETTERS.length() + 1][LETTERS.length()];
    private final List<String> endings = new ArrayList<>();

    private final String name;

    /** The language with a given number. */
    Language(int number, SplittableRandom random) {
        for (int from = 0; from < next.length; from++) {
            for (int to = 0; to < LETTERS.length(); to++) {
                boolean alternates = from < LETTERS.length() && isVowel(from) != isVowel(to);
                double preference = STRENGTH * (2 * random.nextDouble() - 1) + (alternates ? ALTERNATION : 0);
                next[from][to] = StrictMath.exp(preference);
            }
        }
        for (int i = 0; i < ENDINGS; i++) {
            endings.add("" + letter(random.nextInt(LETTERS.length())) + letter(random.nextInt(LETTERS.length())));
        }
        name = (char) ('A' + number) + " -" + endings.get(0);
    }

    static int letters() {
        return LETTERS.length();
    }

    static int index(char letter) {
        return LETTERS.indexOf(letter);
    }

    /** A letter of its own and its first ending, as {@code A -ne}. */
    String name() {
        return name;
    }

    String word(SplittableRandom random) {
        var word = new StringBuilder();
        int letter = LETTERS.length();
        int length = LEAST_STEM + random.nextInt(MOST_STEM - LEAST_STEM + 1);
        for (int i = 0; i < length; i++) {
            letter = Draw.index(next[letter], random);
            word.append(letter(letter));
        }
        return word.append(endings.get(random.nextInt(ENDINGS))).toString();
    }

    private static char letter(int index) {
        return LETTERS.charAt(index);
    }

    private static boolean isVowel(int letter) {
        return VOWELS.indexOf(letter(letter)) >= 0;
    }
}
