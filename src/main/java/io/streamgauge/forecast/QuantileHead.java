package io.streamgauge.forecast;

import java.util.Arrays;

/**
 * A head that gives the quantiles o_k of probabilities p_k, as a network trained on the pinball loss has them.
 *
 * <p>Quantiles that cross are sorted (Chernozhukov et al. 2010), which never makes them worse. Between two of them the
 * quantile function is linear; beyond the outermost it goes on as an exponential distribution's, whose scale s is such
 * that the tail, prolonged, would meet the next quantile inside:
 *
 * <pre>
 *   Q(p) = o_1 − s·ln(p_1/p)                  p &lt; p_1      s = (o_2 − o_1)/ln(p_2/p_1)
 *   Q(p) = o_m + s·ln((1 − p_m)/(1 − p))      p &gt; p_m      s = (o_m − o_{m−1})/ln((1 − p_{m−1})/(1 − p_m))
 *   mean = ∫ Q = p_1 (o_1 − s) + Σ (p_{k+1} − p_k)(o_k + o_{k+1})/2 + (1 − p_m)(o_m + s) = Σ a_k·o_k
 * </pre>
 */
public final class QuantileHead implements Head {

    private final double[] probabilities;
    private final double[] meanWeights;
    /** Which of them is the median. */
    private final int middle;

    /** @param probabilities rising, each above 0 and below 1; one of them is one half */
    public QuantileHead(double... probabilities) {
        this.probabilities = probabilities.clone();
        double before = 0;
        for (double probability : probabilities) {
            Head.requireProbability(probability);
            if (probability <= before) {
                throw new IllegalArgumentException(
                        "probabilities are " + Arrays.toString(probabilities) + ", expected them to rise");
            }
            before = probability;
        }
        middle = Arrays.binarySearch(probabilities, .5);
        if (middle < 0) {
            throw new IllegalArgumentException(
                    "probabilities are " + Arrays.toString(probabilities) + ", expected 0.5 among them");
        }
        meanWeights = meanWeights();
    }

    /** a_k of the mean; they sum to 1. */
    private double[] meanWeights() {
        int last = probabilities.length - 1;
        double[] weights = new double[last + 1];
        weights[0] += probabilities[0];
        weights[last] += 1 - probabilities[last];
        for (int k = 0; k < last; k++) {
            double half = (probabilities[k + 1] - probabilities[k]) / 2;
            weights[k] += half;
            weights[k + 1] += half;
        }
        if (last > 0) {
            double lower = probabilities[0] / lowerLog();
            weights[0] += lower;
            weights[1] -= lower;
            double upper = (1 - probabilities[last]) / upperLog();
            weights[last] += upper;
            weights[last - 1] -= upper;
        }
        return weights;
    }

    private double lowerLog() {
        return StrictMath.log(probabilities[1] / probabilities[0]);
    }

    private double upperLog() {
        int last = probabilities.length - 1;
        return StrictMath.log((1 - probabilities[last - 1]) / (1 - probabilities[last]));
    }

    @Override
    public int outputsPerTarget() {
        return probabilities.length;
    }

    @Override
    public String id() {
        return "quantiles " + Arrays.toString(probabilities);
    }

    /** The quantiles of a Gaussian step of mean size 1. */
    @Override
    public float[] atRest() {
        float[] outputs = new float[probabilities.length];
        double deviation = Math.sqrt(Math.PI / 2);
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] = probabilities[k] == .5 ? 0 : (float) (deviation * StandardNormal.quantile(probabilities[k]));
        }
        return outputs;
    }

    @Override
    public void settle(float[] outputs, int offset) {
        // They seldom cross.
        for (int k = offset + 1; k < offset + probabilities.length; k++) {
            if (Float.compare(outputs[k - 1], outputs[k]) > 0) {
                Arrays.sort(outputs, offset, offset + probabilities.length);
                return;
            }
        }
    }

    @Override
    public void shift(float[] outputs, int offset, float by) {
        for (int k = offset; k < offset + probabilities.length; k++) {
            outputs[k] += by;
        }
    }

    @Override
    public float mean(float[] outputs, int offset) {
        double sum = 0;
        for (int k = 0; k < meanWeights.length; k++) {
            sum += meanWeights[k] * outputs[offset + k];
        }
        return (float) sum;
    }

    @Override
    public float median(float[] outputs, int offset) {
        return outputs[offset + middle];
    }

    @Override
    public double quantile(float[] outputs, int offset, double probability) {
        Head.requireProbability(probability);
        int last = probabilities.length - 1;
        if (last == 0) {
            return outputs[offset];
        }
        if (probability < probabilities[0]) {
            return outputs[offset] - lowerScale(outputs, offset) * StrictMath.log(probabilities[0] / probability);
        }
        if (probability > probabilities[last]) {
            return outputs[offset + last]
                    + upperScale(outputs, offset) * StrictMath.log((1 - probabilities[last]) / (1 - probability));
        }
        int k = 0;
        while (k < last - 1 && probability > probabilities[k + 1]) {
            k++;
        }
        double share = (probability - probabilities[k]) / (probabilities[k + 1] - probabilities[k]);
        return outputs[offset + k] + share * (outputs[offset + k + 1] - outputs[offset + k]);
    }

    @Override
    public double probabilityBelow(float[] outputs, int offset, double change) {
        int last = probabilities.length - 1;
        if (change < outputs[offset]) {
            double scale = last == 0 ? 0 : lowerScale(outputs, offset);
            return scale == 0 ? 0 : probabilities[0] * StrictMath.exp((change - outputs[offset]) / scale);
        }
        if (change > outputs[offset + last]) {
            double scale = last == 0 ? 0 : upperScale(outputs, offset);
            return scale == 0
                    ? 1
                    : 1 - (1 - probabilities[last]) * StrictMath.exp((outputs[offset + last] - change) / scale);
        }
        return within(outputs, offset, change);
    }

    /** Between the outermost quantiles; where several are equal to the change, the middle of their probabilities. */
    private double within(float[] outputs, int offset, double change) {
        int from = 0;
        while (from < probabilities.length - 1 && outputs[offset + from + 1] < change) {
            from++;
        }
        int equal = outputs[offset + from] == change ? from : from + 1;
        if (equal < probabilities.length && outputs[offset + equal] == change) {
            int until = equal;
            while (until < probabilities.length - 1 && outputs[offset + until + 1] == change) {
                until++;
            }
            return (probabilities[equal] + probabilities[until]) / 2;
        }
        double width = outputs[offset + from + 1] - outputs[offset + from];
        double share = (change - outputs[offset + from]) / width;
        return probabilities[from] + share * (probabilities[from + 1] - probabilities[from]);
    }

    private double lowerScale(float[] outputs, int offset) {
        return (outputs[offset + 1] - outputs[offset]) / lowerLog();
    }

    private double upperScale(float[] outputs, int offset) {
        int last = offset + probabilities.length - 1;
        return (outputs[last] - outputs[last - 1]) / upperLog();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantileHead that && Arrays.equals(probabilities, that.probabilities);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(probabilities);
    }

    @Override
    public String toString() {
        return id();
    }
}
