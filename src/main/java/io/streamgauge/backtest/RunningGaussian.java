package io.streamgauge.backtest;

/**
 * The running mean and deviation of a horizon's errors: the band that is usually drawn, as something to compare with.
 * Every error counts alike (Welford 1962).
 */
final class RunningGaussian {

    /** Errors before there is a band. */
    private static final int LEAST = 10;

    /** Beyond this many deviations lies no share that a double can tell from 0. */
    private static final double MOST_DEVIATIONS = 10;

    /** Halvings that leave no digit of a half-width open. */
    private static final int HALVINGS = 60;

    private long count;
    private double mean;
    private double squares;

    void add(double error) {
        count++;
        double before = error - mean;
        mean += before / count;
        squares += before * (error - mean);
    }

    boolean isKnown() {
        return count >= LEAST;
    }

    double mean() {
        return mean;
    }

    double deviation() {
        return Math.sqrt(squares / (count - 1));
    }

    /** Half the width of the band that holds a share {@code level} of a standard normal distribution. */
    static double halfWidth(double level) {
        double low = 0;
        double high = MOST_DEVIATIONS;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (share(middle) < level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The share within ±x: √(2/π)·e^(−x²/2)·(x + x³/3 + x⁵/15 + …), which has no cancellation. */
    private static double share(double x) {
        double term = x;
        double sum = x;
        for (int n = 3; term > sum * 1e-17; n += 2) {
            term *= x * x / n;
            sum += term;
        }
        return StrictMath.sqrt(2 / Math.PI) * StrictMath.exp(-x * x / 2) * sum;
    }
}
