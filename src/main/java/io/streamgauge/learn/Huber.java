package io.streamgauge.learn;

/**
 * Huber's loss (Huber 1964), quadratic for small errors and linear for large ones, as PyTorch's {@code HuberLoss}.
 *
 * <p>{@code ℓ(e) = e²/2 where |e| ≤ δ, δ(|e| − δ/2) elsewhere}, so that no single target pulls harder than δ.
 */
public record Huber(double delta) implements Loss {

    public Huber {
        Requirements.positive("delta", delta);
    }

    @Override
    public double value(double error) {
        double size = Math.abs(error);
        return size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
    }

    @Override
    public double slope(double error) {
        return Math.max(-delta, Math.min(delta, error));
    }
}
