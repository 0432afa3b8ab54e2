package io.streamgauge.forecast;

import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The weights of the experts at one horizon, and the gain of the scaled network.
 *
 * <p>Exponential weights (Freund and Schapire 1997) over a discounted past, on absolute errors in units of the experts'
 * mean absolute error L, so that the learning rate has no unit:
 *
 * <pre>
 *   D_e ← γ·D_e + min(20, |error_e|/L)        w_e = exp(−η·(D_e − min D)) / Σ
 * </pre>
 *
 * <p>The discount γ bounds the memory: an expert that has failed for some tens of values loses its weight, so a forecast
 * does not stay worse than persistence for long, while one wild error hardly moves an expert that is right as a rule.
 *
 * <p>The gain is the least-squares one, α = Σ g·d / Σ g², over a fading past: d the change that came, g the change that
 * the network had forecast. A change counts at most {@link SeriesForecaster#CHANGE_CLIP} units, in the errors and in the
 * gain, so that neither L nor α stays spoilt by one wild value.
 */
final class ExpertMixer {

    private static final double LEARNING_RATE = .5;
    private static final double DISCOUNT = .98;
    private static final double LOSS_RATE = .02;
    private static final double LOSS_CLIP = 20;
    private static final double GAIN_DECAY = .998;
    /** Squared steps of forecast change that speak for a gain of 1 before anything is known. */
    private static final double GAIN_PRIOR = 10;

    /** What of the prior never fades. */
    private static final double GAIN_FLOOR = .01;

    private static final double LARGEST_GAIN = 2;

    private final double[] discounted = new double[Expert.ALL.size()];
    private final double[] weights = new double[Expert.ALL.size()];
    private double meanLoss;
    private double forecastSquared = GAIN_PRIOR;
    private double forecastTimesChange = GAIN_PRIOR;
    private long losses;

    ExpertMixer() {
        Arrays.fill(weights, 1.0 / weights.length);
    }

    /** Mixes the changes that the experts forecast; persistence forecasts 0. */
    double mix(double networkChange) {
        return weights[Expert.NETWORK.ordinal()] * networkChange
                + weights[Expert.SCALED_NETWORK.ordinal()] * gain() * networkChange;
    }

    /**
     * Learns from a change that has come.
     *
     * @param wholeChange what came, in the unit of the horizon
     * @param networkChange what the network had forecast, in the same unit
     * @param scaledChange what the scaled network had forecast, in the same unit
     */
    void learn(double wholeChange, double networkChange, double scaledChange) {
        double change = SeriesForecaster.clippedChange(wholeChange);
        double persistence = Math.abs(change);
        double network = Math.abs(change - networkChange);
        double scaled = Math.abs(change - scaledChange);
        losses++;
        meanLoss += Math.max(LOSS_RATE, 1.0 / losses) * ((persistence + network + scaled) / 3 - meanLoss);
        double unit = Math.max(meanLoss, Double.MIN_NORMAL);
        discount(Expert.PERSISTENCE, persistence / unit);
        discount(Expert.NETWORK, network / unit);
        discount(Expert.SCALED_NETWORK, scaled / unit);
        reweigh();
        forecastSquared += (1 - GAIN_DECAY) * (GAIN_FLOOR - forecastSquared) + networkChange * networkChange;
        forecastTimesChange += (1 - GAIN_DECAY) * (GAIN_FLOOR - forecastTimesChange) + networkChange * change;
    }

    /** α: what the network's forecast changes are multiplied by for this key. */
    double gain() {
        return Math.max(0, Math.min(LARGEST_GAIN, forecastTimesChange / forecastSquared));
    }

    double weight(Expert expert) {
        return weights[expert.ordinal()];
    }

    private void discount(Expert expert, double loss) {
        int e = expert.ordinal();
        discounted[e] = DISCOUNT * discounted[e] + Math.min(LOSS_CLIP, loss);
    }

    private void reweigh() {
        double least = Math.min(discounted[0], Math.min(discounted[1], discounted[2]));
        double total = 0;
        for (int e = 0; e < weights.length; e++) {
            weights[e] = StrictMath.exp(-LEARNING_RATE * (discounted[e] - least));
            total += weights[e];
        }
        for (int e = 0; e < weights.length; e++) {
            weights[e] /= total;
        }
    }

    void fields(StateFields fields) {
        fields.numbers(discounted);
        fields.numbers(weights);
        meanLoss = fields.number(meanLoss);
        forecastSquared = fields.number(forecastSquared);
        forecastTimesChange = fields.number(forecastTimesChange);
        losses = fields.integer(losses);
    }
}
