package io.streamgauge.forecast;

/**
 * The meaning of a network's outputs for one target and one horizon: the conditional distribution of the change to come, in
 * the unit of its horizon.
 *
 * <p>A target has {@link #outputsPerTarget} consecutive outputs. They are {@link #settle settled} once after each step of
 * the network; all else takes settled outputs, leaves them so and sets nothing aside. Two heads are equal if they read
 * the same outputs alike.
 */
public sealed interface Head permits PointHead, QuantileHead, GaussianHead {

    /** m, the number of outputs of one target and horizon. */
    int outputsPerTarget();

    /** What windows, weights and checkpoints are marked with, so that no other head takes them. */
    String id();

    /** The outputs of a network that has learned nothing [m]: persistence, spread as steps of mean size 1 are. */
    float[] atRest();

    /** Puts right what no distribution has, such as crossing quantiles; outputs [m] at {@code offset}, overwritten. */
    void settle(float[] outputs, int offset);

    /** Moves the distribution; outputs [m] at {@code offset}, settled, overwritten. */
    void shift(float[] outputs, int offset, float by);

    /** The mean; outputs [m] at {@code offset}, settled. */
    float mean(float[] outputs, int offset);

    /** The median; outputs [m] at {@code offset}, settled. */
    float median(float[] outputs, int offset);

    /**
     * The value that the change stays below with a given probability.
     *
     * @param outputs [m] at {@code offset}, settled
     * @param probability above 0 and below 1
     */
    double quantile(float[] outputs, int offset, double probability);

    /**
     * The probability of a change below the given one, the probability integral transform of one that came: uniform where
     * the distribution is right (Dawid 1984).
     *
     * @param outputs [m] at {@code offset}, settled
     */
    double probabilityBelow(float[] outputs, int offset, double change);

    /** Whether there is a distribution around the point. */
    default boolean isDistribution() {
        return true;
    }

    /** Refuses a probability that no quantile has. */
    static void requireProbability(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability is " + probability + ", expected between 0 and 1");
        }
    }
}
