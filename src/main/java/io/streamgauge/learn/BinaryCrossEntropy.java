package io.streamgauge.learn;

/**
 * The cross-entropy of a yes or no on its logit, as PyTorch's {@code BCEWithLogitsLoss}; the target is the probability
 * of yes, from 0 to 1.
 *
 * <p>{@code ℓ = −y ln σ(o) − (1 − y) ln(1 − σ(o)) = max(o, 0) − o y + ln(1 + e^(−|o|))}, the last form without
 * overflow and without the logarithm of 0.
 */
public record BinaryCrossEntropy() implements Loss {

    @Override
    public int outputsPerTarget() {
        return 1;
    }

    @Override
    public double value(float[] outputs, int offset, float target) {
        requireProbability(target);
        double logit = outputs[offset];
        return Math.max(logit, 0) - logit * target + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
    }

    @Override
    public void gradient(float[] outputs, int offset, float target, double scale, float[] out) {
        requireProbability(target);
        double logit = outputs[offset];
        // σ(o) from e^(−|o|), which cannot overflow
        double small = StrictMath.exp(-Math.abs(logit));
        double probability = (logit >= 0 ? 1 : small) / (1 + small);
        // ∂ℓ/∂o = σ(o) − y
        out[offset] = (float) (scale * (probability - target));
    }

    private static void requireProbability(float target) {
        if (!(target >= 0 && target <= 1)) {
            throw new IllegalArgumentException("target is " + target + ", loss expects a probability from 0 to 1");
        }
    }
}
