package io.streamgauge.forecast;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * Linear regression learned one row at a time: recursive least squares with exponential forgetting (Plackett 1950;
 * Haykin 2002, chapter 9).
 *
 * <pre>
 *   ŷ = wᵀφ
 *   k = Pφ / (λ + φᵀPφ)      gain [n]
 *   w ← w + k·(y − ŷ)        weights [n]
 *   P ← (P − k·(Pφ)ᵀ) / λ    inverse of the weighted correlation of the features [n × n], symmetric
 * </pre>
 *
 * <p>Only the lower triangle of P is kept, which keeps it symmetric whatever the rounding. Where features stand still for
 * long, forgetting would let P grow without bound; once its trace exceeds {@value #TRACE_CAP} a feature, nothing is
 * forgotten.
 *
 * <p>w is kept as {@link ShortFloat}s; P is not, with 16 digits a series that rests and wakes is forecast worse. A float's
 * digits do not hold a P that spans too many magnitudes either: after the target's unit has grown ten thousandfold, or
 * where rounding has made a variance negative, it would let the weights run away. Then what is believed of them starts
 * anew.
 */
public final class RecursiveLeastSquares {

    private static final double TRACE_CAP = 1e3;

    /** Beyond a change of unit of this size nothing that was learned is of use. */
    private static final double LARGEST_RATIO = 1e3;

    private final int size;
    private final double forgetting;
    private final float[] triangle;
    private final float[] weights;
    private final float[] firstWeights;
    private final float[] firstVariances;

    /**
     * Starts with weights of 0.
     *
     * @param size n, number of features
     * @param forgetting λ, at most 1
     * @param variance of each weight before anything is known: the diagonal of P
     */
    public RecursiveLeastSquares(int size, double forgetting, double variance) {
        this.size = size;
        this.forgetting = forgetting;
        triangle = new float[size * (size + 1) / 2];
        weights = new float[size];
        firstWeights = new float[size];
        firstVariances = new float[size];
        for (int i = 0; i < size; i++) {
            believe(i, 0, variance);
        }
    }

    /** n, number of features. */
    int size() {
        return size;
    }

    /** Overwrites what is believed of weight {@code i} before anything is known: now, and whenever all begins anew. */
    void believe(int i, double weight, double variance) {
        begin(i, weight, variance);
        firstWeights[i] = weights[i];
        firstVariances[i] = triangle[diagonal(i)];
    }

    /** Overwrites what is believed of weight {@code i}. */
    void begin(int i, double weight, double variance) {
        weights[i] = ShortFloat.of(weight);
        triangle[diagonal(i)] = (float) variance;
    }

    private void forget() {
        System.arraycopy(firstWeights, 0, weights, 0, size);
        doubt();
    }

    /** P as before anything is known. */
    private void doubt() {
        Arrays.fill(triangle, 0);
        for (int i = 0; i < size; i++) {
            triangle[diagonal(i)] = firstVariances[i];
        }
    }

    /** w of feature {@code i}. */
    double weight(int i) {
        return weights[i];
    }

    /** Writes w [n] to {@code out} from {@code at} on. */
    void weights(float[] out, int at) {
        System.arraycopy(weights, 0, out, at, size);
    }

    /** wᵀφ. */
    public double predict(float[] features) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weights[i] * (double) features[i];
        }
        return sum;
    }

    /**
     * Learns one row.
     *
     * @param features φ [n]
     * @param product overwritten [n]
     */
    void learn(float[] features, double target, double[] product) {
        learn(features, target, Double.POSITIVE_INFINITY, product);
    }

    /**
     * Learns one row of which the error counts at most {@code bound}, so that one wild value does not upset the weights.
     *
     * @param features φ [n]
     * @param product overwritten [n]
     */
    public void learn(float[] features, double target, double bound, double[] product) {
        double error = Math.max(-bound, Math.min(bound, target - predict(features)));
        learn(product, forgetting + project(features, product), error);
    }

    /**
     * Learns one row of which the products are known.
     *
     * @param product Pφ [n]
     * @param noise λ + φᵀPφ, or more where others share the error
     * @param error target minus forecast
     */
    void learn(double[] product, double noise, double error) {
        double share = error / noise;
        for (int i = 0; i < size; i++) {
            weights[i] = ShortFloat.of(weights[i] + product[i] * share);
        }
        reduce(product, noise);
    }

    /**
     * Writes Pφ to {@code out} [n].
     *
     * @return φᵀPφ, not negative
     */
    double project(float[] features, double[] out) {
        Arrays.fill(out, 0, size, 0);
        int at = 0;
        for (int i = 0; i < size; i++) {
            double feature = features[i];
            double sum = 0;
            for (int j = 0; j < i; j++) {
                double entry = triangle[at++];
                sum += entry * features[j];
                out[j] += entry * feature;
            }
            out[i] += sum + triangle[at++] * feature;
        }
        double quadratic = 0;
        for (int i = 0; i < size; i++) {
            quadratic += out[i] * features[i];
        }
        return Math.max(0, quadratic);
    }

    /**
     * P ← (P − (Pφ)(Pφ)ᵀ/noise)/λ.
     *
     * @param product Pφ [n]
     * @param noise λ + φᵀPφ, or more
     * @return false where P had been lost to rounding and all begins anew
     */
    boolean reduce(double[] product, double noise) {
        double trace = trace();
        if (Double.isNaN(trace)) {
            forget();
            return false;
        }
        double growth = trace > TRACE_CAP * size ? 1 : 1 / forgetting;
        double perProduct = growth / noise;
        int at = 0;
        for (int i = 0; i < size; i++) {
            double share = product[i] * perProduct;
            for (int j = 0; j <= i; j++, at++) {
                triangle[at] = (float) (triangle[at] * growth - share * product[j]);
            }
        }
        return true;
    }

    /**
     * Goes over to another unit of the target. Features in that unit keep their weights; a constant feature, as a bias or
     * a phase is, keeps its values. After a change of more than {@value #LARGEST_RATIO} times all begins anew.
     *
     * @param ratio old unit divided by new unit
     * @param constant whether a feature stays as it is [n]
     * @return whether what was learned has been kept
     */
    boolean rescale(double ratio, boolean[] constant) {
        if (ratio > LARGEST_RATIO || ratio < 1 / LARGEST_RATIO) {
            forget();
            return false;
        }
        int at = 0;
        for (int i = 0; i < size; i++) {
            if (constant[i]) {
                weights[i] = ShortFloat.of(weights[i] * ratio);
            }
            for (int j = 0; j <= i; j++, at++) {
                double divisor = (constant[i] ? 1 : ratio) * (constant[j] ? 1 : ratio);
                triangle[at] = (float) (triangle[at] / divisor);
            }
        }
        // What was learned in a unit that was next to nothing says little in this one.
        if (!(trace() <= TRACE_CAP * size)) {
            doubt();
        }
        return true;
    }

    /** The sum of the variances; NaN where one of them is none. */
    private double trace() {
        double trace = 0;
        for (int i = 0; i < size; i++) {
            double entry = triangle[diagonal(i)];
            trace += entry >= 0 && entry < Float.POSITIVE_INFINITY ? entry : Double.NaN;
        }
        return trace;
    }

    private static int diagonal(int row) {
        return row * (row + 3) / 2;
    }

    public void fields(StateFields fields) {
        covariance(fields);
        fields.shortFloats(weights);
    }

    /** Passes P alone through {@code fields}, of a regression whose weights stand elsewhere. */
    void covariance(StateFields fields) {
        fields.reals(triangle);
    }

    /** Reads a regression of {@code earlier} features, of which the first n are these. */
    void fieldsOfFirst(StateFields fields, int earlier) {
        float[] read = new float[earlier * (earlier + 1) / 2];
        fields.reals(read);
        System.arraycopy(read, 0, triangle, 0, triangle.length);
        float[] readWeights = new float[earlier];
        fields.shortFloats(readWeights);
        System.arraycopy(readWeights, 0, weights, 0, size);
    }
}
