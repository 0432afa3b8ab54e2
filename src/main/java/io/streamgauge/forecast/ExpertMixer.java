package io.streamgauge.forecast;

import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The weights of the experts at one horizon, and the gain of the scaled network.
 *
 * <p>Hedge with a fixed share (Freund and Schapire 1997; Herbster and Warmuth 1998) on squared errors, in units of
 * their own running mean L so that the learning rate has no unit:
 *
 * <pre>
 *   w_e ← w_e · exp(−η·min(20, (l_e − min l)/L)),   then   w ← (1 − σ)·w/Σw + σ/E
 * </pre>
 *
 * <p>The share σ keeps every expert alive, so that the mix leaves a failing network within some tens of values: a
 * forecast does not stay worse than persistence for long.
 *
 * <p>The gain is the least-squares one, α = Σ g·d / Σ g², over a fading past: d the change that came, g the change that
 * the network had forecast.
 */
final class ExpertMixer {

    private static final double LEARNING_RATE = .5;
    private static final double FIXED_SHARE = .01;
    private static final double LOSS_RATE = .005;
    private static final double LOSS_RATIO_CLIP = 20;
    private static final double GAIN_DECAY = .998;
    /** Squared steps of forecast change that speak for a gain of 1 before anything is known. */
    private static final double GAIN_PRIOR = 10;

    private static final double LARGEST_GAIN = 2;

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
     * @param change what came, in usual steps
     * @param networkChange what the network had forecast, in usual steps
     * @param scaledChange what the scaled network had forecast, in usual steps
     */
    void learn(double change, double networkChange, double scaledChange) {
        double persistence = square(change);
        double network = square(change - networkChange);
        double scaled = square(change - scaledChange);
        double least = Math.min(persistence, Math.min(network, scaled));
        losses++;
        meanLoss += Math.max(LOSS_RATE, 1.0 / losses) * (least - meanLoss);
        double unit = Math.max(meanLoss, Double.MIN_NORMAL);
        reweigh(Expert.PERSISTENCE, (persistence - least) / unit);
        reweigh(Expert.NETWORK, (network - least) / unit);
        reweigh(Expert.SCALED_NETWORK, (scaled - least) / unit);
        double total = weights[0] + weights[1] + weights[2];
        for (int e = 0; e < weights.length; e++) {
            weights[e] = (1 - FIXED_SHARE) * weights[e] / total + FIXED_SHARE / weights.length;
        }
        forecastSquared = GAIN_DECAY * forecastSquared + (1 - GAIN_DECAY) * GAIN_PRIOR * 1e-3 + square(networkChange);
        forecastTimesChange =
                GAIN_DECAY * forecastTimesChange + (1 - GAIN_DECAY) * GAIN_PRIOR * 1e-3 + networkChange * change;
    }

    /** α: what the network's forecast changes are multiplied by for this key. */
    double gain() {
        return Math.max(0, Math.min(LARGEST_GAIN, forecastTimesChange / forecastSquared));
    }

    double weight(Expert expert) {
        return weights[expert.ordinal()];
    }

    private void reweigh(Expert expert, double excess) {
        weights[expert.ordinal()] *= StrictMath.exp(-LEARNING_RATE * Math.min(LOSS_RATIO_CLIP, excess));
    }

    private static double square(double x) {
        return x * x;
    }

    void fields(StateFields fields) {
        fields.numbers(weights);
        meanLoss = fields.number(meanLoss);
        forecastSquared = fields.number(forecastSquared);
        forecastTimesChange = fields.number(forecastTimesChange);
        losses = fields.integer(losses);
    }
}
