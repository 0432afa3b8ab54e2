package io.streamgauge.example;

import java.util.List;

/**
 * The control of {@link OrderSentiment}: a logistic regression on which tokens a sequence holds, blind to their order,
 * {@code P(positive) = σ(b + Σ_t w[token_t])}, trained by stochastic gradient descent.
 */
final class BagOfTokens {
    private static final double RATE = 0.05;

    private final double[] weights = new double[TokenSequence.VOCABULARY];
    private double bias;

    BagOfTokens(List<TokenSequence> sequences, int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            sequences.forEach(this::learn);
        }
    }

    private void learn(TokenSequence sequence) {
        double probability = 1 / (1 + StrictMath.exp(-logit(sequence)));
        // ∂ℓ/∂w = σ(o) − y for every token that is there
        double step = RATE * (probability - (sequence.positive() ? 1 : 0));
        bias -= step;
        for (int token : sequence.tokens()) {
            weights[token] -= step;
        }
    }

    private double logit(TokenSequence sequence) {
        double sum = bias;
        for (int token : sequence.tokens()) {
            sum += weights[token];
        }
        return sum;
    }

    /** Share of the sequences whose label it tells. */
    double accuracy(List<TokenSequence> sequences) {
        long right = sequences.stream()
                .filter(each -> logit(each) > 0 == each.positive())
                .count();
        return (double) right / sequences.size();
    }
}
