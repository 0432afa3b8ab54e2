package io.streamgauge.example;

import java.util.Arrays;

/**
 * The control of {@link TextGeneration}: the probability of a character by the one before it, every count one larger than
 * it is (Laplace).
 */
final class Bigrams {
    private final Characters characters;
    private final double[][] probabilities;

    Bigrams(String text, Characters characters) {
        this.characters = characters;
        probabilities = new double[characters.count()][characters.count()];
        for (double[] row : probabilities) {
            Arrays.fill(row, 1);
        }
        for (int t = 1; t < text.length(); t++) {
            probabilities[characters.index(text.charAt(t - 1))][characters.index(text.charAt(t))]++;
        }
        for (double[] row : probabilities) {
            double sum = Arrays.stream(row).sum();
            for (int i = 0; i < row.length; i++) {
                row[i] /= sum;
            }
        }
    }

    double bitsPerCharacter(String text) {
        double nats = 0;
        for (int t = 1; t < text.length(); t++) {
            nats -= StrictMath.log(
                    probabilities[characters.index(text.charAt(t - 1))][characters.index(text.charAt(t))]);
        }
        return nats / StrictMath.log(2) / (text.length() - 1);
    }
}
