package io.streamgauge.learn;

/**
 * A bound on the Euclidean norm of the whole gradient (Pascanu et al. 2013): {@code g ← g · maxNorm / ‖g‖} where
 * {@code ‖g‖ > maxNorm}.
 */
public final class GlobalNormClipper {
    private final double maxNorm;

    public GlobalNormClipper(double maxNorm) {
        Requirements.positive("maxNorm", maxNorm);
        this.maxNorm = maxNorm;
    }

    /**
     * The norm before clipping; infinite or NaN exactly where the gradient holds such a value, which is then left as it
     * is.
     *
     * @param gradient scaled down in place
     */
    public double clip(float[] gradient) {
        double squares = 0;
        for (float value : gradient) {
            squares += (double) value * value;
        }
        double norm = Math.sqrt(squares);
        if (norm > maxNorm && !Double.isInfinite(norm)) {
            float scale = (float) (maxNorm / norm);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= scale;
            }
        }
        return norm;
    }

    /** Whether a gradient of the given norm is scaled down. */
    public boolean clips(double norm) {
        return norm > maxNorm;
    }
}
