package io.streamgauge.example;

import java.util.SplittableRandom;

/** A draw from a discrete distribution. */
final class Draw {
    private Draw() {}

    /** An index with probability in proportion to its weight. */
    static int index(double[] weights, SplittableRandom random) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double left = random.nextDouble() * sum;
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
