package io.streamgauge.forecast;

import io.streamgauge.signal.Half;
import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;

/**
 * The weights of some experts at one horizon: exponential weights (Freund and Schapire 1997) over a discounted past,
 * on absolute errors, which a median minimises.
 *
 * <pre>
 *   D_e ← γ·D_e + min(20, ℓ_e/L)        w_e = exp(−η·(D_e − min D)) / Σ
 * </pre>
 *
 * <p>ℓ is an expert's absolute error and L the running mean of all of them, so that the learning rate η has no unit. The discount γ
 * bounds the memory: an expert that has failed for some tens of values loses its weight, so a forecast does not stay worse
 * than the best of them for long, while one wild error hardly moves an expert that is right as a rule.
 */
final class ExpertMixer {

    private static final double LEARNING_RATE = .5;
    private static final double LOSS_RATE = .02;
    private static final double LARGEST_LOSS = 20;
    private static final double DISCOUNT = .98;
    /** An expert that is further behind has no weight: exp(−η·{@value}) is below 2⁻²⁵. */
    private static final float HOPELESS = 35;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN_2 = .6931471805599453;
    private static final long EXPONENT_BIAS = 1023;
    private static final int MANTISSA_BITS = 52;
    /** A larger count would change no rate any more. */
    private static final int MOST_LOSSES = 1_000;

    private final int experts;
    /** D, [experts], then the number of losses that L is the mean of, up to {@link #MOST_LOSSES}. */
    private final short[] discounted;
    /** L. */
    private final float[] loss = new float[1];

    ExpertMixer(int experts) {
        this.experts = experts;
        discounted = new short[experts + 1];
    }

    /** Starts from how far behind the best the experts are for other series, which the prior has from {@code at} on. */
    void begin(ReadoutPrior prior, int at) {
        for (int e = 0; e < experts; e++) {
            discounted[e] = Half.of(Math.max(0, prior.mean()[at + e]));
        }
    }

    /** Writes how far each expert is behind the best, D_e − min D, to {@code out} from {@code at} on. */
    void behind(float[] out, int at) {
        float least = least();
        for (int e = 0; e < experts; e++) {
            out[at + e] = Half.value(discounted[e]) - least;
        }
    }

    /** Writes the experts' weights, which sum up to 1. */
    void weights(double[] out) {
        float least = least();
        double total = 0;
        for (int e = 0; e < experts; e++) {
            out[e] = weightOf(Half.value(discounted[e]) - least);
            total += out[e];
        }
        for (int e = 0; e < experts; e++) {
            out[e] /= total;
        }
    }

    /** Σ w·changes, by what {@link #weights} wrote. */
    double mix(double[] weights, float[] changes) {
        double sum = 0;
        for (int e = 0; e < experts; e++) {
            sum += weights[e] * changes[e];
        }
        return sum;
    }

    /**
     * Learns from a change that has come.
     *
     * @param change what came
     * @param changes what the experts had forecast, in the same unit
     */
    void learn(double change, float[] changes) {
        double bounded = SeriesForecaster.clippedChange(change);
        double mean = 0;
        for (int e = 0; e < experts; e++) {
            mean += Math.abs(bounded - changes[e]) / experts;
        }
        short losses = (short) Math.min(MOST_LOSSES, discounted[experts] + 1);
        discounted[experts] = losses;
        loss[0] = ShortFloat.of(loss[0] + Math.max(LOSS_RATE, 1.0 / losses) * (mean - loss[0]));
        double unit = Math.max(loss[0], Float.MIN_NORMAL);
        for (int e = 0; e < experts; e++) {
            double relative = Math.min(LARGEST_LOSS, Math.abs(bounded - changes[e]) / unit);
            discounted[e] = Half.of(DISCOUNT * Half.value(discounted[e]) + relative);
        }
    }

    private float least() {
        float least = Float.POSITIVE_INFINITY;
        for (int e = 0; e < experts; e++) {
            least = Math.min(least, Half.value(discounted[e]));
        }
        return least;
    }

    /** That of an expert which is so far behind the best, in that of the best. */
    private static double weightOf(float behind) {
        return behind == 0 ? 1 : behind > HOPELESS ? 0 : decay(LEARNING_RATE * behind);
    }

    /** e⁻ˣ for x from 0 to some hundreds, to six digits: 2⁻ⁿ·e⁻ʳ, the second by Taylor's series. */
    private static double decay(double x) {
        int n = (int) (x * LOG2_E);
        double r = x - n * LN_2;
        double rest = 1 - r * (1. / 4) * (1 - r * (1. / 5) * (1 - r * (1. / 6) * (1 - r * (1. / 7))));
        double series = 1 - r * (1 - r * .5 * (1 - r * (1. / 3) * rest));
        return series * Double.longBitsToDouble(EXPONENT_BIAS - n << MANTISSA_BITS);
    }

    void fields(StateFields fields) {
        if (fields.version() < 9) {
            fieldsOfVersion8(fields);
            return;
        }
        fields.shorts(discounted);
        fields.shortFloats(loss);
    }

    private void fieldsOfVersion8(StateFields fields) {
        short[] sums = new short[experts];
        float[] lossAndCount = new float[2];
        fields.shorts(sums);
        fields.shorts(new short[experts]);
        fields.reals(lossAndCount);
        System.arraycopy(sums, 0, discounted, 0, experts);
        loss[0] = ShortFloat.of(lossAndCount[0]);
        discounted[experts] = (short) lossAndCount[1];
    }
}
