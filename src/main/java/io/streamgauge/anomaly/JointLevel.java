package io.streamgauge.anomaly;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * How unusual the levels of a key's targets are together: Hotelling's T² of a multivariate exponentially weighted moving
 * average (MEWMA; Lowry, Woodall, Champ and Rigdon 1992), against a mean and a covariance that forget.
 *
 * <pre>
 *   e     = EW_λ clip(y − m, {@value #REACH}·σ)                 level less its usual one, λ = {@value #FAST}
 *   T²    = zᵀ R⁻¹ z,  z_k = e_k/σ_k                 over d targets; R: {@link Correlations} of e
 *   x     = ((T²/d)^⅓ − (1 − 2/9d))/√(2/9d)            T² as a normal deviate                (Wilson and Hilferty 1931)
 *   score = x/x*                                     x*: {@link AlarmThreshold} at {@value #ALLOWANCE} of the allowed alarms
 *   share_k ∝ max(0, z_k·(R⁻¹ z)_k)                  the target's part of T²
 *   m += g·r·w,  σ² += g·r·(w² − σ²)                 w_k = clip(e_k, {@value #CLIP}·σ_k), r = 1/{@value #MEMORY}
 *   g     = min(1, T₄²/T²)²                          T₄²: the T² of which x is {@value #STRANGE}
 * </pre>
 *
 * <p>A target's first {@value #MEMORY} values are learned as they are, with g = 1 and nothing clipped. After them, a level that is
 * strange, x above {@value #STRANGE}, teaches next to nothing, so that the score stays up while an anomaly lasts. It is
 * accepted after a bounded time: once {@value #PATIENCE} values were strange, of which every ten that
 * are not take back one, g is 1 and nothing is clipped until they are fewer again.
 *
 * <p>T² of levels that move slowly is not distributed as that of independent ones, which is why x* is learned from the
 * key's own. A target that is missing, is new or has never moved has no say, and of more than {@value #MOST} targets the
 * first so many have one: bytes grow with their square, time with its cube.
 */
final class JointLevel {

    /** Share of the allowed alarms of a key with several targets; the rest is {@link KeySurprise}'s. */
    static final double ALLOWANCE = .5;

    private static final int MOST = 64;
    private static final double FAST = .1;
    private static final int MEMORY = 250;
    private static final int WARM_UP = TargetSurprise.WARM_UP;
    private static final int LEARN_FROM = 10;

    /** One value far out moves a level by no more than 1.5 of its deviations. */
    private static final double REACH = 15;

    private static final double CLIP = 2;
    private static final double STRANGE = 4;
    private static final int PATIENCE = 2 * MEMORY;
    private static final double TAKEN_BACK = .1;
    private static final double TWO_NINTHS = 2.0 / 9;
    /** Keep squares finite: of what is learned, and of z. */
    private static final double LARGEST = 1e30;

    private static final double FARTHEST = 1e6;

    /** m. */
    private final double[] means;
    /** e. */
    private final float[] levels;
    /** σ. */
    private final float[] deviations;
    /** Values of each target, up to where no rate depends on them any more. */
    private final short[] seen;

    private final Correlations correlations;
    private final AlarmThreshold threshold = new AlarmThreshold();
    private int count;
    /** Strange values that are not taken back. */
    private float strange;

    /** Targets that have a say, and z and R⁻¹ z of them. */
    private final int[] voices;

    private final double[] scaled;
    private final double[] solved;
    /** w. */
    private final double[] winsorised;

    private final double[] rates;

    /** Of the last step only: each target's share of T², and the target of the largest. */
    final double[] shares;

    int loudest;

    JointLevel(int targets) {
        int heard = Math.min(MOST, targets);
        means = new double[heard];
        levels = new float[heard];
        deviations = new float[heard];
        seen = new short[heard];
        correlations = new Correlations(heard);
        voices = new int[heard];
        scaled = new double[heard];
        solved = new double[heard];
        winsorised = new double[heard];
        rates = new double[heard];
        shares = new double[targets];
    }

    /**
     * The score of the values that have come; 0 where fewer than two targets have a say.
     *
     * @param allowedPerValue false alarms
     */
    double score(Forecast forecast, double allowedPerValue) {
        int d = follow(forecast.targets);
        double deviate = d < 2 ? 0 : deviate(d);
        double score = deviate / threshold.at(ALLOWANCE * allowedPerValue);
        learn(forecast.targets, weight(deviate, d));
        if (d > 1) {
            threshold.learn(deviate, count);
            count = Math.min(count, Integer.MAX_VALUE - 1) + 1;
        }
        return score;
    }

    /** Moves the levels of the targets that have come; returns d. */
    private int follow(TargetForecast[] targets) {
        int d = 0;
        for (int k = 0; k < means.length; k++) {
            if (targets[k].missing) {
                continue;
            }
            means[k] = seen[k] == 0 ? targets[k].value : means[k];
            double reach = clip(targets[k].value - means[k], isSettled(k) ? REACH * deviations[k] : LARGEST);
            levels[k] += (float) (Math.max(FAST, 1.0 / (seen[k] + 1)) * (reach - levels[k]));
            if (isWarm(k)) {
                voices[d] = k;
                scaled[d] = clip(levels[k] / (double) deviations[k], FARTHEST);
                d++;
            }
        }
        return d;
    }

    private boolean isWarm(int target) {
        return seen[target] >= WARM_UP && deviations[target] > 0;
    }

    /** Whether what the target teaches is bounded: not while it is new, nor once patience is spent. */
    private boolean isSettled(int target) {
        return seen[target] >= MEMORY && deviations[target] > 0 && strange < PATIENCE;
    }

    private static double clip(double value, double most) {
        return Math.max(-most, Math.min(most, value));
    }

    /** x, at least 0; overwrites the shares. */
    private double deviate(int d) {
        correlations.solve(d, voices, scaled, solved);
        Arrays.fill(shares, 0);
        loudest = voices[0];
        double square = 0;
        double parts = 0;
        for (int i = 0; i < d; i++) {
            double part = scaled[i] * solved[i];
            square += part;
            parts += Math.max(0, part);
            shares[voices[i]] = Math.max(0, part);
            loudest = shares[voices[i]] > shares[loudest] ? voices[i] : loudest;
        }
        for (int i = 0; i < d && parts > 0; i++) {
            shares[voices[i]] /= parts;
        }
        double variance = TWO_NINTHS / d;
        return Math.max(0, (StrictMath.cbrt(square / d) - (1 - variance)) / Math.sqrt(variance));
    }

    /** g. */
    private double weight(double deviate, int d) {
        boolean odd = deviate > STRANGE;
        strange = (float) Math.max(0, Math.min(PATIENCE, strange + (odd ? 1 : -TAKEN_BACK)));
        if (!odd || strange >= PATIENCE) {
            return 1;
        }
        // T₄²/T², each as d·(1 − 2/9d + x·√(2/9d))³
        double variance = TWO_NINTHS / d;
        double size = Math.sqrt(variance);
        double ratio = (1 - variance + STRANGE * size) / (1 - variance + deviate * size);
        double cube = ratio * ratio * ratio;
        return cube * cube;
    }

    private void learn(TargetForecast[] targets, double weight) {
        for (int k = 0; k < means.length; k++) {
            rates[k] = 0;
            if (!targets[k].missing) {
                learnMean(k, weight);
            }
        }
        for (int k = 0; k < means.length; k++) {
            for (int j = 0; j < k && rates[k] > 0; j++) {
                if (rates[j] > 0) {
                    correlations.learn(k, j, Math.max(rates[k], rates[j]), deviations, winsorised);
                }
            }
        }
        for (int k = 0; k < means.length; k++) {
            double variance = deviations[k] * (double) deviations[k];
            // σ² += g·r·(w² − σ²)
            variance += rates[k] * (winsorised[k] * winsorised[k] - variance);
            deviations[k] = (float) Math.sqrt(variance);
        }
    }

    /** m += g·r·w. */
    private void learnMean(int k, double weight) {
        boolean settled = isSettled(k);
        winsorised[k] = settled ? clip(levels[k], CLIP * deviations[k]) : levels[k];
        double share = settled ? weight : 1;
        double before = means[k];
        means[k] = before + share / Math.min(MEMORY, seen[k] + 1) * winsorised[k];
        levels[k] -= (float) (means[k] - before);
        if (seen[k] >= LEARN_FROM) {
            rates[k] = share / Math.min(MEMORY, seen[k] - LEARN_FROM + 1);
        }
        seen[k] = (short) Math.min(Short.MAX_VALUE, seen[k] + 1);
    }

    void fields(StateFields fields) {
        fields.numbers(means);
        fields.reals(levels);
        fields.reals(deviations);
        fields.shorts(seen);
        correlations.fields(fields);
        threshold.fields(fields);
        count = fields.small(count);
        strange = Float.intBitsToFloat(fields.small(Float.floatToRawIntBits(strange)));
    }
}
