package io.streamgauge.forecast;

import io.streamgauge.signal.RunningScale;
import io.streamgauge.signal.SeasonView;
import io.streamgauge.signal.SeasonalProfile;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The linear forecasts of the horizons beyond the first, a direct one for each.
 *
 * <pre>
 *   ŷ_{t+h} − y_t = u·(w_hᵀφ_t + g_hᵀψ_{t,h})
 *   φ = [ .3, Δy_t/u, Δy_{t−1}/u, (y − m)/u, (y − m')/u, (y − slow₀)/u, (y − s₀)/u, δ/u, clip(y − m, 4ρ)/u,
 *         .3·sin kψ, .3·cos kψ for k = 1, 2 ]
 *   δ ← δ + .2·(y − slow₀ − δ)
 *   ψ = [ (slow_h − slow₀)/u, (last_h − slow_h)/u, (fast_h − slow_h)/u, network's change/u ]
 * </pre>
 *
 * <p>slow, fast and last are those of the phase at t + h ({@link SeasonalProfile}), slow₀ and s₀ those at t; δ is how far
 * the last few values were from what is usual at their phases; the unit u is as in {@link OneStepReadout}. φ is the same for every horizon, so that one matrix P and one gain a step serve them all
 * (a matrix for each would be most of a key's state); what differs with the horizon has a small matrix Q_h of its own.
 * Between the two nothing is assumed to correlate, as in a decoupled Kalman filter (Puskorius and Feldkamp 1991):
 *
 * <pre>
 *   d = λ + φᵀPφ + ψᵀQ_hψ      w_h ← w_h + Pφ·e/d      g_h ← g_h + Q_hψ·e/d
 * </pre>
 *
 * <p>P φ is taken when φ is seen and kept until the label comes, h steps later: no label is used before its time.
 */
final class HorizonReadouts {

    private static final int FEATURES = 13;
    private static final int OWN = 4;
    private static final int NETWORK = 3;
    private static final int LAGS = 2;
    private static final int PHASE = 9;
    private static final double DISTANCE_RATE = .2;
    private static final double FORGETTING = .9998;
    private static final double VARIANCE = .005;
    private static final double CONSTANT_VARIANCE = .2;
    private static final double OWN_VARIANCE = .001;
    private static final double NETWORK_VARIANCE = .005;
    private static final double CONSTANT = .3;
    private static final double CLIP = 100;
    /** Values before the readouts' own forecasts count. */
    private static final int LEAST_VALUES = 24;

    private static final boolean[] IS_CONSTANT = new boolean[FEATURES];
    private static final boolean[] NONE_CONSTANT = new boolean[OWN];

    static {
        IS_CONSTANT[0] = true;
        Arrays.fill(IS_CONSTANT, PHASE, FEATURES, true);
    }

    /** Horizons beyond the first. */
    private final int[] horizons;

    private final RecursiveLeastSquares shared = new RecursiveLeastSquares(FEATURES, FORGETTING, VARIANCE);
    /** w [horizons][n]. */
    private final float[][] weights;
    /** Q and g of each horizon. */
    private final RecursiveLeastSquares[] own;
    /** φ, Pφ, φᵀPφ and u of the steps whose labels are still to come. */
    private final float[][] features;

    private final float[][] gains;
    private final float[] quadratics;
    private final double[] units;
    private final double[] changes = new double[LAGS];
    /** δ, in the source's units. */
    private double distance;

    private double unit;
    private long rows;

    /** @param horizons all of a target's, the first of them 1 */
    HorizonReadouts(int[] horizons) {
        this.horizons = Arrays.copyOfRange(horizons, 1, horizons.length);
        int furthest = horizons[horizons.length - 1];
        weights = new float[this.horizons.length][FEATURES];
        own = new RecursiveLeastSquares[this.horizons.length];
        features = new float[furthest][FEATURES];
        gains = new float[furthest][FEATURES];
        quadratics = new float[furthest];
        units = new double[furthest];
        for (int i = 0; i < FEATURES; i++) {
            if (IS_CONSTANT[i]) {
                shared.believe(i, 0, CONSTANT_VARIANCE);
            }
        }
        for (int j = 0; j < own.length; j++) {
            own[j] = new RecursiveLeastSquares(OWN, FORGETTING, OWN_VARIANCE);
            own[j].believe(NETWORK, 1, NETWORK_VARIANCE);
        }
    }

    /** Intermediate results of one step. */
    static final class Scratch {
        private final double[] product = new double[FEATURES];
        private final double[] ownProduct = new double[OWN];
        private final float[] ownFeatures = new float[OWN];
    }

    /** Writes the features of step number {@code number}, just taken in. */
    void encode(RunningScale scale, SeasonView season, long number, Scratch scratch) {
        System.arraycopy(changes, 0, changes, 1, LAGS - 1);
        changes[0] = scale.lastChange();
        follow(scale.deviation());
        int slot = slot(number);
        units[slot] = unit;
        float[] row = features[slot];
        encodeShared(scale, season, row);
        double quadratic = shared.project(row, scratch.product);
        quadratics[slot] = (float) quadratic;
        for (int i = 0; i < FEATURES; i++) {
            gains[slot][i] = (float) scratch.product[i];
        }
        shared.reduce(scratch.product, FORGETTING + quadratic);
        rows++;
    }

    private void encodeShared(RunningScale scale, SeasonView season, float[] row) {
        double y = scale.last();
        double fromMean = y - scale.mean();
        double bound = 4 * scale.usualStep();
        boolean known = season.isKnown() && season.profile().knows(season.bucket(0));
        double fromUsual = known ? y - season.profile().slow(season.bucket(0)) : 0;
        distance += DISTANCE_RATE * (fromUsual - distance);
        int at = 0;
        row[at++] = (float) CONSTANT;
        for (double change : changes) {
            row[at++] = scaled(change, unit);
        }
        row[at++] = scaled(fromMean, unit);
        row[at++] = scaled(y - scale.slowMean(), unit);
        row[at++] = scaled(fromUsual, unit);
        row[at++] = known ? scaled(y - season.seasonAgo(), unit) : 0;
        row[at++] = scaled(distance, unit);
        row[at] = scaled(Math.max(-bound, Math.min(bound, fromMean)), unit);
        // sin and cos of ψ and 2ψ
        double sine = known ? season.sine() : 0;
        double cosine = known ? season.cosine() : 0;
        row[PHASE] = (float) (CONSTANT * sine);
        row[PHASE + 1] = (float) (CONSTANT * cosine);
        row[PHASE + 2] = (float) (CONSTANT * 2 * sine * cosine);
        row[PHASE + 3] = (float) (CONSTANT * (cosine * cosine - sine * sine));
    }

    /**
     * The change that is forecast for the horizon of number {@code j} ≥ 1, in the source's units.
     *
     * @param networkChange the network's forecast of it, in the source's units
     */
    double forecast(int j, long number, SeasonView season, double networkChange, Scratch scratch) {
        if (unit <= 0 || rows < LEAST_VALUES) {
            return networkChange;
        }
        encodeOwn(season, 0, horizons[j - 1], networkChange, unit, scratch.ownFeatures);
        double sum = own[j - 1].predict(scratch.ownFeatures) + dot(weights[j - 1], features[slot(number)]);
        return unit * Math.max(-CLIP, Math.min(CLIP, sum));
    }

    /**
     * Learns from the change from step {@code number − h} to step {@code number}, which has come.
     *
     * @param j number of the horizon h, at least 1
     * @param change in the source's units
     * @param networkChange what the network had forecast of it, in the source's units
     * @param season as seen from step {@code number}, its profile still without that value
     */
    void learn(int j, long number, double change, double networkChange, SeasonView season, Scratch scratch) {
        int h = horizons[j - 1];
        int slot = slot(number - h);
        double issuedUnit = units[slot];
        if (issuedUnit <= 0 || issuedUnit != unit) {
            return; // what was kept is in a unit that is no longer used
        }
        encodeOwn(season, -h, h, networkChange, unit, scratch.ownFeatures);
        RecursiveLeastSquares mine = own[j - 1];
        double error = Math.max(-CLIP, Math.min(CLIP, change / unit))
                - dot(weights[j - 1], features[slot])
                - mine.predict(scratch.ownFeatures);
        double noise = FORGETTING + quadratics[slot] + mine.project(scratch.ownFeatures, scratch.ownProduct);
        for (int i = 0; i < FEATURES; i++) {
            weights[j - 1][i] += (float) (gains[slot][i] / noise * error);
        }
        mine.learn(scratch.ownProduct, noise, error);
    }

    private static void encodeOwn(
            SeasonView season, int from, int ahead, double networkChange, double unit, float[] out) {
        Arrays.fill(out, 0);
        out[NETWORK] = scaled(networkChange, unit);
        if (!season.isKnown()) {
            return;
        }
        SeasonalProfile profile = season.profile();
        int now = season.bucket(from);
        int then = season.bucket(from + ahead);
        if (profile.knows(now) && profile.knows(then)) {
            out[0] = scaled(profile.slow(then) - profile.slow(now), unit);
            out[1] = scaled(profile.last(then) - profile.slow(then), unit);
            out[2] = scaled(profile.fast(then) - profile.slow(then), unit);
        }
    }

    private void follow(double deviation) {
        if (deviation <= 0 || (deviation <= 2 * unit && deviation >= unit / 2)) {
            return;
        }
        if (unit > 0) {
            double ratio = unit / deviation;
            boolean kept = shared.rescale(ratio, IS_CONSTANT);
            for (int j = 0; j < own.length; j++) {
                own[j].rescale(ratio, NONE_CONSTANT);
                for (int i = 0; i < FEATURES; i++) {
                    if (!kept) {
                        weights[j][i] = 0;
                    } else if (IS_CONSTANT[i]) {
                        weights[j][i] *= (float) ratio;
                    }
                }
            }
        }
        unit = deviation;
    }

    /** u, in the source's units; 0 while nothing has moved. */
    double unit() {
        return unit;
    }

    /** Starts anew after a break. */
    void breakSeries() {
        Arrays.fill(changes, 0);
        Arrays.fill(units, 0);
        distance = 0;
    }

    private int slot(long number) {
        return (int) (number % units.length);
    }

    private static double dot(float[] weights, float[] features) {
        double sum = 0;
        for (int i = 0; i < FEATURES; i++) {
            sum += weights[i] * (double) features[i];
        }
        return sum;
    }

    private static float scaled(double quantity, double unit) {
        return unit > 0 ? (float) Math.max(-CLIP, Math.min(CLIP, quantity / unit)) : 0;
    }

    void fields(StateFields fields) {
        if (horizons.length == 0) {
            return;
        }
        shared.fields(fields);
        for (int j = 0; j < own.length; j++) {
            fields.reals(weights[j]);
            own[j].fields(fields);
        }
        for (int slot = 0; slot < units.length; slot++) {
            fields.reals(features[slot]);
            fields.reals(gains[slot]);
        }
        fields.reals(quadratics);
        fields.numbers(units);
        fields.numbers(changes);
        distance = fields.number(distance);
        unit = fields.number(unit);
        rows = fields.integer(rows);
    }
}
