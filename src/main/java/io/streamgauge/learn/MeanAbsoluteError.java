package io.streamgauge.learn;

/** The absolute error, {@code ℓ = |o − y|} with slope 0 where output and target are equal, as PyTorch's {@code L1Loss}. */
public record MeanAbsoluteError() implements Loss {

    @Override
    public int outputsPerTarget() {
        return 1;
    }

    @Override
    public double value(float[] outputs, int offset, float target) {
        return Math.abs((double) outputs[offset] - target);
    }

    @Override
    public void gradient(float[] outputs, int offset, float target, double scale, float[] out) {
        // ∂ℓ/∂o = sign(o − y)
        out[offset] = (float) (scale * Math.signum((double) outputs[offset] - target));
    }
}
