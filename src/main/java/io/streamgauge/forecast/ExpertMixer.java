package io.streamgauge.forecast;

import io.streamgauge.signal.Half;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

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
    private static final short BEST = Half.of(1);
    /** exp(−η·{@value}) is below 2⁻²⁵, half of the least number above 0. */
    private static final float HOPELESS = 35;
    /** A larger count would change no rate any more. */
    private static final int MOST_LOSSES = 1_000;

    /** D, [experts]. */
    private final short[] discounted;
    /** w, in that of the best, [experts]. */
    private final short[] weights;

    /** L and the number of losses that it is the mean of, up to {@link #MOST_LOSSES}. */
    private final float[] loss = new float[2];

    ExpertMixer(int experts) {
        discounted = new short[experts];
        weights = new short[experts];
        Arrays.fill(weights, BEST);
    }

    /** Starts from how far behind the best the experts are for other series, which the prior has from {@code at} on. */
    void begin(ReadoutPrior prior, int at) {
        for (int e = 0; e < weights.length; e++) {
            discounted[e] = Half.of(Math.max(0, prior.mean()[at + e]));
        }
        reweigh();
    }

    /** Writes how far each expert is behind the best, D_e − min D, to {@code out} from {@code at} on. */
    void behind(float[] out, int at) {
        float least = least();
        for (int e = 0; e < weights.length; e++) {
            out[at + e] = Half.value(discounted[e]) - least;
        }
    }

    /** Σ w·changes. */
    double mix(float[] changes) {
        double sum = 0;
        double total = 0;
        for (int e = 0; e < weights.length; e++) {
            double weight = Half.value(weights[e]);
            sum += weight * changes[e];
            total += weight;
        }
        return sum / total;
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
        for (int e = 0; e < weights.length; e++) {
            mean += Math.abs(bounded - changes[e]) / weights.length;
        }
        loss[1] = Math.min(MOST_LOSSES, loss[1] + 1);
        loss[0] += (float) (Math.max(LOSS_RATE, 1 / loss[1]) * (mean - loss[0]));
        double unit = Math.max(loss[0], Float.MIN_NORMAL);
        for (int e = 0; e < weights.length; e++) {
            double relative = Math.min(LARGEST_LOSS, Math.abs(bounded - changes[e]) / unit);
            discounted[e] = Half.of(DISCOUNT * Half.value(discounted[e]) + relative);
        }
        reweigh();
    }

    double weight(int expert) {
        double total = 0;
        for (short weight : weights) {
            total += Half.value(weight);
        }
        return Half.value(weights[expert]) / total;
    }

    private float least() {
        float least = Float.POSITIVE_INFINITY;
        for (short sum : discounted) {
            least = Math.min(least, Half.value(sum));
        }
        return least;
    }

    private void reweigh() {
        float least = least();
        for (int e = 0; e < weights.length; e++) {
            weights[e] = weightOf(Half.value(discounted[e]) - least);
        }
    }

    /** That of an expert which is so far behind the best; most are the best, or have no weight that a half could tell. */
    private static short weightOf(float behind) {
        if (behind == 0) {
            return BEST;
        }
        return behind > HOPELESS ? 0 : Half.of(StrictMath.exp(-LEARNING_RATE * behind));
    }

    void fields(StateFields fields) {
        fields.shorts(discounted);
        fields.shorts(weights);
        fields.reals(loss);
    }
}
