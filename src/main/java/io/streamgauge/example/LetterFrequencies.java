package io.streamgauge.example;

import java.util.Arrays;
import java.util.List;

/**
 * The control of {@link NameClassification}: naive Bayes on the letters of a word, blind to their order,
 * {@code argmax_l Σ_i ln P(letter_i | l)}, every count one larger than it is (Laplace).
 */
final class LetterFrequencies {
    private final double[][] logarithms;

    LetterFrequencies(List<NamedWord> words, int languages) {
        double[][] counts = new double[languages][Language.letters()];
        double[] sums = new double[languages];
        for (double[] row : counts) {
            Arrays.fill(row, 1);
        }
        Arrays.fill(sums, Language.letters());
        for (NamedWord word : words) {
            for (char letter : word.text().toCharArray()) {
                counts[word.language()][Language.index(letter)]++;
                sums[word.language()]++;
            }
        }
        logarithms = counts;
        for (int l = 0; l < languages; l++) {
            for (int i = 0; i < counts[l].length; i++) {
                logarithms[l][i] = StrictMath.log(counts[l][i] / sums[l]);
            }
        }
    }

    int guess(String text) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int l = 0; l < logarithms.length; l++) {
            double sum = 0;
            for (char letter : text.toCharArray()) {
                sum += logarithms[l][Language.index(letter)];
            }
            if (sum > highest) {
                highest = sum;
                best = l;
            }
        }
        return best;
    }
}
