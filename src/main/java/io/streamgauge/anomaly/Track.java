package io.streamgauge.anomaly;

import io.streamgauge.forecast.RecursiveLeastSquares;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * A series beside a forecast of its own that anomalies do not upset.
 *
 * <pre>
 *   ŷ   = y + u·clip(wᵀφ, 20)          φ = [ .1, Δy_t/u, Δy_{t−1}/u, .5(y − m)/u, .3(y − m')/u, Δ_phase/u, .3(level_phase − y)/u ]
 *   w     recursive least squares, λ = .9995; an error counts as no more than 4 usual ones          Huber (1964)
 *   z   = clip((y − ŷ)/ε, 20)          ε: running mean of |y − ŷ|, rate .003, each no more than 5ε
 *   drift  = max_a |EW_a z|/√a         a ∈ {.3, .1, .03, .01}
 *   level  = |y − m'|/ε'               ε': running mean of |y − m'|
 *   phase  = max_a |EW_a z_p|/√a       a ∈ {.1, .03}; z_p = (y − level_phase)/ε_p
 *   still  = 1/(EW_.1 |z| + .02)
 *   beyond = what lies outside everything seen, as a share of its width
 * </pre>
 *
 * <p>u is the root mean square of a step, m and m' running means of rates .1 and .01. All scale with the series. What a
 * value teaches is bounded by what is usual: one that is anomalous moves no scale, no level and no weight far, and a level
 * that stays is the usual one after some hundred values.
 */
final class Track {

    static final double[] DRIFT_RATES = {.3, .1, .03, .01};

    private static final double[] PHASE_RATES = {.1, .03};
    private static final double STILL_RATE = .1;
    private static final double STILL_FLOOR = .02;
    private static final int FEATURES = 7;
    private static final double FORGETTING = .9995;
    private static final double VARIANCE = .1;
    private static final double CLIP = 20;
    private static final double FEATURE_CLIP = 50;
    private static final double STEP_CLIP = 1_000;
    private static final double HUBER = 4;
    private static final double SIZE_RATE = .003;
    private static final double SIZE_CLIP = 5;
    private static final double FAST_RATE = .1;
    private static final double SLOW_RATE = .01;
    private static final double SQUARE_RATE = .0005;
    private static final double SQUARE_CLIP = 25;
    private static final int UNCLIPPED_STEPS = 20;
    private static final int SILENT_STEPS = 30;
    private static final double LEAST_SHARE = 1e-4;
    private static final double LEAST_OF_VALUE = 1e-9;

    final PhaseProfile profile;
    private final RecursiveLeastSquares readout = new RecursiveLeastSquares(FEATURES, FORGETTING, VARIANCE);
    /** y_t, y_{t−1}, y_{t−2}. */
    private final double[] values = new double[3];

    private final float[] drifts = new float[DRIFT_RATES.length];
    private final float[] phaseDrifts = new float[PHASE_RATES.length];
    private double fast;
    private double slow;
    private double lowest;
    private double highest;
    private double square;
    private double error;
    private double phaseError;
    private double levelError;
    private double motion;
    private long count;

    /** Of the last step only. */
    double drift;

    double level;
    double phase;
    double still;
    double beyond;
    double residual;
    boolean sudden;

    private final float[] features = new float[FEATURES];
    private final double[] product = new double[FEATURES];

    Track(boolean withExtremes) {
        profile = new PhaseProfile(withExtremes);
    }

    long count() {
        return count;
    }

    double width() {
        return highest - lowest;
    }

    double last() {
        return values[0];
    }

    /** The usual size of a residual. */
    double usualError() {
        return error;
    }

    /**
     * Takes in the next value.
     *
     * @param part of the season, −1 if it has none
     */
    void step(double value, int part) {
        if (count == 0) {
            begin(value);
        }
        boolean known = part >= 0 && profile.knows(part);
        double least = 1e-12 * Math.abs(value) + LEAST_SHARE * width() + Double.MIN_NORMAL;
        double unit = unit();
        encode(part, known, unit);
        double forecast = values[0] + (count < SILENT_STEPS ? 0 : unit * clip(readout.predict(features), CLIP));
        double usual = Math.max(error, least);
        double off = count == 0 ? 0 : value - forecast;
        residual = clip(off / usual, CLIP);
        measure(value, part, known, least);
        learn(value, off, usual / unit, known ? value - profile.level(part) : Double.NaN);
        count++;
    }

    private void begin(double value) {
        Arrays.fill(values, value);
        fast = value;
        slow = value;
        lowest = value;
        highest = value;
    }

    private void measure(double value, int part, boolean known, double least) {
        drift = 0;
        for (int i = 0; i < drifts.length; i++) {
            double rate = Math.max(DRIFT_RATES[i], 1.0 / (count + 1));
            drifts[i] += (float) (rate * (residual - drifts[i]));
            double size = Math.abs(drifts[i]) / Math.sqrt(rate);
            sudden = i == 0 || sudden && size <= drift;
            drift = Math.max(drift, size);
        }
        level = Math.min(CLIP, Math.abs(value - slow) / Math.max(levelError, least));
        phase = Double.NaN;
        if (known) {
            double off = clip((value - profile.level(part)) / Math.max(phaseError, least), CLIP);
            phase = 0;
            for (int i = 0; i < phaseDrifts.length; i++) {
                double rate = Math.max(PHASE_RATES[i], 1.0 / (count + 1));
                phaseDrifts[i] += (float) (rate * (off - phaseDrifts[i]));
                phase = Math.max(phase, Math.abs(phaseDrifts[i]) / Math.sqrt(rate));
            }
        }
        motion += Math.max(STILL_RATE, 1.0 / (count + 1)) * (Math.abs(residual) - motion);
        still = 1 / (motion + STILL_FLOOR);
        beyond = width() > 0 ? Math.max(value - highest, lowest - value) / width() : 0;
    }

    private void learn(double value, double off, double usual, double offPhase) {
        if (count > 0) {
            error = follow(error, Math.abs(off));
            levelError = follow(levelError, Math.abs(value - slow));
            if (!Double.isNaN(offPhase)) {
                phaseError = follow(phaseError, Math.abs(offPhase));
            }
            double step = value - values[0];
            readout.learn(features, clip(step / unit(), STEP_CLIP), HUBER * usual, product);
            double squared = step * step;
            double bounded = count >= UNCLIPPED_STEPS && square > 0 ? Math.min(squared, SQUARE_CLIP * square) : squared;
            square += Math.max(SQUARE_RATE, 1.0 / count) * (bounded - square);
        }
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
        fast += FAST_RATE * (value - fast);
        slow += Math.max(SLOW_RATE, 1.0 / (count + 1)) * (value - slow);
        values[2] = values[1];
        values[1] = values[0];
        values[0] = value;
    }

    /** Lets the profile take in the value of the last step. */
    void learnPhase(int part, double smooth) {
        double bound = Math.max(8 * phaseError, LEAST_SHARE * width());
        profile.learn(part, values[0], values[0] - values[1], smooth, bound);
    }

    private void encode(int part, boolean known, double unit) {
        double y = values[0];
        features[0] = .1f;
        features[1] = scaled(y - values[1], unit);
        features[2] = scaled(values[1] - values[2], unit);
        features[3] = scaled(.5 * (y - fast), unit);
        features[4] = scaled(.3 * (y - slow), unit);
        features[5] = known ? scaled(profile.change(part), unit) : 0;
        features[6] = known ? scaled(.3 * (profile.level(part) - y), unit) : 0;
    }

    private double unit() {
        double least = LEAST_OF_VALUE * Math.abs(values[0]) + Double.MIN_NORMAL;
        return Math.max(Math.sqrt(square), least);
    }

    private double follow(double size, double found) {
        double bounded = size > 0 ? Math.min(found, SIZE_CLIP * size) : found;
        return size + Math.max(SIZE_RATE, 1.0 / (count + 1)) * (bounded - size);
    }

    private static float scaled(double quantity, double unit) {
        return (float) clip(quantity / unit, FEATURE_CLIP);
    }

    private static double clip(double value, double bound) {
        return Math.max(-bound, Math.min(bound, value));
    }

    void fields(StateFields fields) {
        profile.fields(fields);
        readout.fields(fields);
        fields.numbers(values);
        fields.reals(drifts);
        fields.reals(phaseDrifts);
        fast = fields.number(fast);
        slow = fields.number(slow);
        lowest = fields.number(lowest);
        highest = fields.number(highest);
        square = fields.number(square);
        error = fields.number(error);
        phaseError = fields.number(phaseError);
        levelError = fields.number(levelError);
        motion = fields.number(motion);
        count = fields.integer(count);
    }
}
