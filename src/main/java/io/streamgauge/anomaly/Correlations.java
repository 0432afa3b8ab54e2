package io.streamgauge.anomaly;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;

/**
 * Correlations of a key's targets, and the solution of a system of them.
 *
 * <pre>
 *   ρ_ij ← ((1 − a)·ρ_ij·σ_i·σ_j + a·w_i·w_j)/√(((1 − a)σ_i² + a·w_i²)·((1 − a)σ_j² + a·w_j²))
 *   R    = (1 − {@value #SHRUNK})·ρ + {@value #SHRUNK}·I = L Lᵀ                         Cholesky, of the targets asked for
 * </pre>
 */
final class Correlations {

    private static final double SHRUNK = .05;

    /** Below the diagonal, row by row. */
    private final float[] packed;
    /** L with its diagonal, row by row; of the last step only. */
    private final double[] factor;

    Correlations(int targets) {
        packed = new float[row(targets)];
        factor = new double[row(targets + 1)];
    }

    /** Where row {@code i} of a triangle without its diagonal begins; with it, row {@code i − 1}. */
    private static int row(int i) {
        return i * (i - 1) / 2;
    }

    /**
     * Takes in a pair of values.
     *
     * @param i a target
     * @param j one before it
     * @param rate a
     * @param deviation σ_i, σ_j before the pair [targets]
     * @param w the values [targets]
     */
    void learn(int i, int j, double rate, float[] deviation, double[] w) {
        double stays = 1 - rate;
        double first = stays * deviation[i] * deviation[i] + rate * w[i] * w[i];
        double second = stays * deviation[j] * deviation[j] + rate * w[j] * w[j];
        double size = Math.sqrt(first) * Math.sqrt(second);
        if (size > 0) {
            int at = row(i) + j;
            packed[at] = ShortFloat.of((stays * packed[at] * deviation[i] * deviation[j] + rate * w[i] * w[j]) / size);
        }
    }

    /**
     * out = R⁻¹ z.
     *
     * @param d number of targets asked for
     * @param targets their numbers, rising [d]
     * @param z [d]
     * @param out [d]; overwritten
     */
    void solve(int d, int[] targets, double[] z, double[] out) {
        // L v = z
        for (int i = 0; i < d; i++) {
            factorise(i, targets);
            int row = row(i + 1);
            double rest = z[i];
            for (int j = 0; j < i; j++) {
                rest -= factor[row + j] * out[j];
            }
            out[i] = rest / factor[row + i];
        }
        // Lᵀ out = v
        for (int i = d - 1; i >= 0; i--) {
            double rest = out[i];
            for (int j = i + 1; j < d; j++) {
                rest -= factor[row(j + 1) + i] * out[j];
            }
            out[i] = rest / factor[row(i + 1) + i];
        }
    }

    /** R_ij. */
    double of(int i, int j) {
        return i == j ? 1 : (1 - SHRUNK) * packed[row(Math.max(i, j)) + Math.min(i, j)];
    }

    /** Row {@code i} of L. */
    private void factorise(int i, int[] targets) {
        int row = row(i + 1);
        double rest = 1;
        for (int j = 0; j < i; j++) {
            double sum = of(targets[i], targets[j]);
            for (int k = 0; k < j; k++) {
                sum -= factor[row + k] * factor[row(j + 1) + k];
            }
            factor[row + j] = sum / factor[row(j + 1) + j];
            rest -= factor[row + j] * factor[row + j];
        }
        // R's least eigenvalue; correlations learned where others were missing may fit no matrix.
        factor[row + i] = Math.sqrt(Math.max(SHRUNK, rest));
    }

    void fields(StateFields fields) {
        fields.shortFloats(packed);
    }
}
