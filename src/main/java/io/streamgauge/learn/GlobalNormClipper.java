package io.streamgauge.learn;

/**
 * A bound on the Euclidean norm of the whole gradient (Pascanu et al. 2013), as PyTorch's {@code clip_grad_norm_}:
 * {@code g ← g · min(1, maxNorm / (‖g‖ + 1e-6))}.
 */
public final class GlobalNormClipper implements GradientClipper {
    private final NormBound bound;

    public GlobalNormClipper(double maxNorm) {
        bound = new NormBound(maxNorm);
    }

    @Override
    public double clip(float[] gradient) {
        double norm = Math.sqrt(SumOfSquares.of(gradient, 0, gradient.length));
        if (Double.isFinite(norm)) {
            bound.apply(norm, 0, gradient.length, gradient);
        }
        return norm;
    }
}
