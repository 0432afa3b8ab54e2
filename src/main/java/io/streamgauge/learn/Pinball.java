package io.streamgauge.learn;

import java.util.Arrays;

/**
 * The pinball loss (Koenker &amp; Bassett 1978) of several quantiles of one target, one output for each; its minimum is
 * at the quantiles of the target's distribution.
 *
 * <p>{@code ℓ = 1/m Σ_k max(q_k (y − o_k), (q_k − 1)(y − o_k))}, with slope 0 where output and target are equal. PyTorch
 * has none; where libraries sum over the quantiles, this is the mean.
 *
 * @param quantiles q [m], each above 0 and below 1
 */
public record Pinball(double... quantiles) implements Loss {

    public Pinball {
        Requirements.atLeast("number of quantiles", quantiles.length, 1);
        quantiles = quantiles.clone();
        for (double quantile : quantiles) {
            if (!(quantile > 0 && quantile < 1)) {
                throw new IllegalArgumentException("quantile is " + quantile + ", must be above 0 and below 1");
            }
        }
    }

    /** A copy of q. */
    @Override
    public double[] quantiles() {
        return quantiles.clone();
    }

    @Override
    public int outputsPerTarget() {
        return quantiles.length;
    }

    @Override
    public double value(float[] outputs, int offset, float target) {
        double sum = 0;
        for (int k = 0; k < quantiles.length; k++) {
            double shortfall = (double) target - outputs[offset + k];
            sum += Math.max(quantiles[k] * shortfall, (quantiles[k] - 1) * shortfall);
        }
        return sum / quantiles.length;
    }

    @Override
    public void gradient(float[] outputs, int offset, float target, double scale, float[] out) {
        double share = scale / quantiles.length;
        for (int k = 0; k < quantiles.length; k++) {
            double error = (double) outputs[offset + k] - target;
            // m ∂ℓ/∂o = 1 − q above the target, −q below; with s = sign(o − y) that is s/2 + s²(1/2 − q)
            double side = Math.signum(error);
            out[offset + k] = (float) (share * (0.5 * side + side * side * (0.5 - quantiles[k])));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pinball that && Arrays.equals(quantiles, that.quantiles);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(quantiles);
    }

    @Override
    public String toString() {
        return "Pinball" + Arrays.toString(quantiles);
    }
}
