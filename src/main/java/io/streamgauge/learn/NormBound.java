package io.streamgauge.learn;

/**
 * A bound on a norm, in the form of PyTorch's {@code clip_grad_norm_}: a gradient of norm n is multiplied by
 * {@code min(1, maxNorm / (n + 1e-6))}.
 *
 * <p>The 1e-6 keeps PyTorch from dividing by 0. It is taken over so that results agree for small bounds too; so a
 * gradient comes to lie that little below the bound, and one less than 1e-6 below it is already scaled.
 */
record NormBound(double maxNorm) {
    private static final double MARGIN = 1e-6;

    NormBound {
        Requirements.positive("maxNorm", maxNorm);
    }

    boolean exceededBy(double norm) {
        return norm + MARGIN > maxNorm;
    }

    /** Scales the values from {@code from} to {@code to − 1}, which are part of a gradient of the given finite norm. */
    void apply(double norm, int from, int to, float[] gradient) {
        if (exceededBy(norm)) {
            float scale = (float) (maxNorm / (norm + MARGIN));
            for (int i = from; i < to; i++) {
                gradient[i] *= scale;
            }
        }
    }
}
