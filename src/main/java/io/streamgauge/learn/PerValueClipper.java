package io.streamgauge.learn;

/** A bound on every value of the gradient, {@code g_i ← max(−c, min(c, g_i))}, as PyTorch's {@code clip_grad_value_}. */
public final class PerValueClipper implements GradientClipper {
    private final float bound;

    /**
     * A clipper with the bound c.
     *
     * @param maxValue c, in units of the gradient
     */
    public PerValueClipper(double maxValue) {
        Requirements.positive("maxValue", maxValue);
        bound = (float) maxValue;
    }

    @Override
    public double clip(float[] gradient) {
        double norm = Math.sqrt(SumOfSquares.of(gradient, 0, gradient.length));
        if (Double.isFinite(norm)) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = Math.max(-bound, Math.min(bound, gradient[i]));
            }
        }
        return norm;
    }
}
