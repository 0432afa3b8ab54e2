package io.streamgauge.forecast;

/**
 * A head that gives a normal distribution: its mean μ and the logarithm s of its variance, as a network trained on the
 * Gaussian negative log-likelihood has them. Beyond ±{@link #LARGEST_LOG_VARIANCE} s counts as the bound.
 */
public record GaussianHead() implements Head {

    /** Deviations from a thousandth to a thousand units: what lies beyond is not forecast but gone wrong. */
    static final double LARGEST_LOG_VARIANCE = 2 * StrictMath.log(1_000);

    /** A Gaussian step of mean size 1 has the variance π/2. */
    private static final float LOG_VARIANCE_AT_REST = (float) StrictMath.log(Math.PI / 2);

    @Override
    public int outputsPerTarget() {
        return 2;
    }

    @Override
    public String id() {
        return "gaussian";
    }

    @Override
    public float[] atRest() {
        return new float[] {0, LOG_VARIANCE_AT_REST};
    }

    @Override
    public void settle(float[] outputs, int offset) {}

    @Override
    public void shift(float[] outputs, int offset, float by) {
        outputs[offset] += by;
    }

    @Override
    public float mean(float[] outputs, int offset) {
        return outputs[offset];
    }

    @Override
    public float median(float[] outputs, int offset) {
        return outputs[offset];
    }

    @Override
    public double quantile(float[] outputs, int offset, double probability) {
        Head.requireProbability(probability);
        return outputs[offset] + deviation(outputs, offset) * StandardNormal.quantile(probability);
    }

    @Override
    public double probabilityBelow(float[] outputs, int offset, double change) {
        return StandardNormal.probabilityBelow((change - outputs[offset]) / deviation(outputs, offset));
    }

    /** σ = e^(s/2). */
    private static double deviation(float[] outputs, int offset) {
        double logVariance = Math.max(-LARGEST_LOG_VARIANCE, Math.min(LARGEST_LOG_VARIANCE, outputs[offset + 1]));
        return StrictMath.exp(logVariance / 2);
    }
}
