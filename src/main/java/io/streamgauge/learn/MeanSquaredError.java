package io.streamgauge.learn;

/** The squared error, {@code ℓ = (o − y)²} without a half, as PyTorch's {@code MSELoss}. */
public record MeanSquaredError() implements Loss {

    @Override
    public int outputsPerTarget() {
        return 1;
    }

    @Override
    public double value(float[] outputs, int offset, float target) {
        double error = (double) outputs[offset] - target;
        return error * error;
    }

    @Override
    public void gradient(float[] outputs, int offset, float target, double scale, float[] out) {
        // ∂ℓ/∂o = 2 (o − y)
        out[offset] = (float) (scale * (2 * ((double) outputs[offset] - target)));
    }
}
