package io.streamgauge.learn;

/**
 * Huber's loss (Huber 1964), quadratic for small errors and linear for large ones, as PyTorch's {@code HuberLoss}.
 *
 * <p>{@code ℓ(e) = e²/2 where |e| ≤ δ, δ(|e| − δ/2) elsewhere}, with e = o − y, so that no single target pulls harder
 * than δ.
 *
 * @param delta δ, in units of the targets
 */
public record Huber(double delta) implements Loss {

    public Huber {
        Requirements.positive("delta", delta);
    }

    @Override
    public int outputsPerTarget() {
        return 1;
    }

    @Override
    public double value(float[] outputs, int offset, float target) {
        double error = (double) outputs[offset] - target;
        double size = Math.abs(error);
        return size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
    }

    @Override
    public void gradient(float[] outputs, int offset, float target, double scale, float[] out) {
        // ∂ℓ/∂o = e, bounded to ±δ
        double error = (double) outputs[offset] - target;
        out[offset] = (float) (scale * Math.max(-delta, Math.min(delta, error)));
    }
}
