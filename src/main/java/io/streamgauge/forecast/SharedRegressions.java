package io.streamgauge.forecast;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;

/**
 * Linear regressions on features of one kind that share the matrix P of {@link RecursiveLeastSquares}; each has weights of
 * its own.
 *
 * <pre>
 *   w_r ← w_r + Pφ·e/d      d = λ + φᵀPφ, or more where others share the error
 * </pre>
 *
 * <p>A matrix for each would be most of a key's state. Where the features of one regression correlate unlike those of
 * another, a shared gain points a little aside; it makes learning slower, and where it leads to no other, since an error
 * that goes with no feature moves no weight on average.
 */
final class SharedRegressions {

    private final RecursiveLeastSquares shared;
    private final int size;
    /** w [regressions][n]. */
    private final float[][] weights;

    private final float[] first;

    /**
     * Starts with weights of 0.
     *
     * @param count regressions
     * @param size n, number of features
     * @param forgetting λ of what P is made of
     * @param variance of each weight before anything is known
     */
    SharedRegressions(int count, int size, double forgetting, double variance) {
        shared = new RecursiveLeastSquares(size, forgetting, variance);
        this.size = size;
        weights = new float[count][size];
        first = new float[size];
    }

    /** Overwrites what is believed of weight {@code i} before anything is known: now, and whenever all begins anew. */
    void believe(int i, double weight, double variance) {
        shared.believe(i, weight, variance);
        first[i] = ShortFloat.of(weight);
        for (float[] w : weights) {
            w[i] = first[i];
        }
    }

    /** wᵀφ of one regression. */
    double predict(int regression, float[] features) {
        float[] w = weights[regression];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += w[i] * (double) features[i];
        }
        return sum;
    }

    /**
     * Writes Pφ to {@code out} [n].
     *
     * @return φᵀPφ, not negative
     */
    double project(float[] features, double[] out) {
        return shared.project(features, out);
    }

    /**
     * Learns one regression's weights from an error.
     *
     * @param product Pφ [n]
     * @param share e/d
     */
    void adjust(int regression, double[] product, double share) {
        float[] w = weights[regression];
        for (int i = 0; i < size; i++) {
            w[i] = ShortFloat.of(w[i] + product[i] * share);
        }
    }

    /**
     * Takes a row into P.
     *
     * @param product Pφ [n]
     * @param noise d
     */
    void reduce(double[] product, double noise) {
        if (!shared.reduce(product, noise)) {
            forget();
        }
    }

    private void forget() {
        for (float[] w : weights) {
            System.arraycopy(first, 0, w, 0, size);
        }
    }

    /** Goes over to another unit of the target, as {@link RecursiveLeastSquares#rescale}. */
    void rescale(double ratio, boolean[] constant) {
        if (!shared.rescale(ratio, constant)) {
            forget();
            return;
        }
        for (float[] w : weights) {
            for (int i = 0; i < size; i++) {
                if (constant[i]) {
                    w[i] = ShortFloat.of(w[i] * ratio);
                }
            }
        }
    }

    void fields(StateFields fields) {
        shared.covariance(fields);
        for (float[] w : weights) {
            fields.shortFloats(w);
        }
    }

    /** Passes P alone through {@code fields}. */
    void covariance(StateFields fields) {
        shared.covariance(fields);
    }

    /** Takes over the weights of one regression. */
    void begin(int regression, float[] known) {
        System.arraycopy(known, 0, weights[regression], 0, size);
    }
}
