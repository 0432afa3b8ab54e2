package io.streamgauge.learn;

/**
 * The negative logarithm of a normal density, less its constant ½ ln 2π, from two outputs: the mean μ and the logarithm
 * s of the variance (Nix &amp; Weigend 1994).
 *
 * <p>{@code ℓ = ½ (s + (μ − y)² e⁻ˢ)}.
 *
 * <p>PyTorch's {@code gaussian_nll_loss(μ, y, eˢ)} with {@code full=False} as long as |s| stays within
 * {@link #LOG_VARIANCE_BOUND}. Beyond it s counts as the bound: PyTorch bounds from below only, by the variance 1e-6,
 * and lets the slope of s through; here the slope of s is kept where descent leads back between the bounds and is 0
 * where it leads away, so that s neither runs off nor gets stuck.
 */
public record GaussianNll() implements Loss {
    /** The largest |s|, {@code −ln 1e-6}: PyTorch's least variance, and its inverse. */
    public static final double LOG_VARIANCE_BOUND = -StrictMath.log(1e-6);

    @Override
    public int outputsPerTarget() {
        return 2;
    }

    @Override
    public double value(float[] outputs, int offset, float target) {
        double error = (double) outputs[offset] - target;
        double logVariance = bounded(outputs[offset + 1]);
        return 0.5 * (logVariance + error * error * StrictMath.exp(-logVariance));
    }

    @Override
    public void gradient(float[] outputs, int offset, float target, double scale, float[] out) {
        double error = (double) outputs[offset] - target;
        double logVariance = bounded(outputs[offset + 1]);
        double precision = StrictMath.exp(-logVariance);
        // ∂ℓ/∂μ = (μ − y) e⁻ˢ
        out[offset] = (float) (scale * (error * precision));
        // ∂ℓ/∂s = ½ (1 − (μ − y)² e⁻ˢ)
        double slope = 0.5 * (1 - error * error * precision);
        double beyond = outputs[offset + 1] - logVariance;
        out[offset + 1] = beyond * slope < 0 ? 0 : (float) (scale * slope);
    }

    private static double bounded(double logVariance) {
        return Math.max(-LOG_VARIANCE_BOUND, Math.min(LOG_VARIANCE_BOUND, logVariance));
    }
}
