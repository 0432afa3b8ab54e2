package io.streamgauge.learn;

/** The squared error, {@code ℓ(e) = e²}, as PyTorch's {@code MSELoss}. */
public record MeanSquaredError() implements Loss {

    @Override
    public double value(double error) {
        return error * error;
    }

    @Override
    public double slope(double error) {
        return 2 * error;
    }
}
