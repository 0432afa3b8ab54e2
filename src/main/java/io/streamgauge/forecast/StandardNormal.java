package io.streamgauge.forecast;

import io.streamgauge.signal.LogHistogram;

/** The normal distribution of mean 0 and variance 1. */
public final class StandardNormal {

    private StandardNormal() {}

    /** P(Z ≤ z), with an error below 1e-7. */
    public static double probabilityBelow(double z) {
        double within = LogHistogram.halfGaussian(Math.abs(z));
        return z < 0 ? (1 - within) / 2 : (1 + within) / 2;
    }

    /**
     * z with P(Z ≤ z) = p, by Abramowitz and Stegun (1964), 26.2.23: error below 4.5e-4.
     *
     * <pre>
     *   t = √(−2 ln q), q = min(p, 1 − p)
     *   |z| = t − (c₀ + c₁t + c₂t²)/(1 + d₁t + d₂t² + d₃t³)
     * </pre>
     *
     * @param probability p, above 0 and below 1
     */
    public static double quantile(double probability) {
        double tail = Math.min(probability, 1 - probability);
        double t = Math.sqrt(-2 * StrictMath.log(tail));
        double above = 2.515517 + t * (0.802853 + t * 0.010328);
        double below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
        double size = Math.max(0, t - above / below);
        return probability < .5 ? -size : size;
    }
}
