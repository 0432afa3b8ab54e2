package io.streamgauge.forecast;

import io.streamgauge.signal.Half;
import io.streamgauge.signal.RunningScale;
import io.streamgauge.signal.SeasonView;
import io.streamgauge.signal.SeasonalProfile;
import io.streamgauge.signal.ShortFloat;
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
 * <p>P φ is taken when φ is seen and kept until the label comes, h steps later: no label is used before its time. One step
 * of two is learned from ({@link #PACE}): the changes to come of neighbouring steps are nearly the same,
 * so next to nothing is lost, and half of the state and of the time is saved. Two horizons a step apart share Q and g.
 */
final class HorizonReadouts {

    private static final int FEATURES = 13;
    private static final int OWN = 4;
    private static final int NETWORK = 3;
    private static final int LAGS = 2;
    private static final int PHASE = 9;
    private static final double DISTANCE_RATE = .2;
    /** Steps that are learned from. */
    static final Pace PACE = Pace.TWO;

    /** Gains become as small as 10⁻⁸, which a half does not hold; none of use is as large as 16. */
    private static final double GAIN_UNIT = 1 << 12;

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

    /** λ, of a step that is learned from. */
    private final double forgetting;

    private final RecursiveLeastSquares shared;
    /** w [horizons][n]. */
    private final float[][] weights;
    /** Q and g of one horizon or two. */
    private final RecursiveLeastSquares[] own;
    /** Which of them is a horizon's, [horizons]. */
    private final int[] owner;

    /** φ [slots][n] of the steps whose labels are still to come. */
    private final short[] features;
    /** {@link #GAIN_UNIT}·Pφ [slots][n]. */
    private final short[] gains;
    /** φᵀPφ [slots]. */
    private final short[] quadratics;

    /** φ of the step just taken in; of no use after it, and no part of what is stored. */
    private final float[] latest = new float[FEATURES];

    private final double[] changes = new double[LAGS];
    /** δ, in the source's units. */
    private double distance;

    private double unit;
    /** Number of the first step in that unit. */
    private long unitSince;

    private int rows;

    /**
     * @param horizons all of a target's, the first of them 1
     * @param memory 1/(1 − λ), in values
     */
    HorizonReadouts(int[] horizons, int memory) {
        forgetting = 1 - PACE.every() / (double) memory;
        shared = new RecursiveLeastSquares(FEATURES, forgetting, VARIANCE);
        this.horizons = Arrays.copyOfRange(horizons, 1, horizons.length);
        int furthest = horizons[horizons.length - 1];
        int slots = PACE.slots(furthest);
        weights = new float[this.horizons.length][FEATURES];
        owner = owners(this.horizons);
        own = new RecursiveLeastSquares[owner.length == 0 ? 0 : owner[owner.length - 1] + 1];
        features = new short[slots * FEATURES];
        gains = new short[slots * FEATURES];
        quadratics = new short[slots];
        for (int i = 0; i < FEATURES; i++) {
            if (IS_CONSTANT[i]) {
                shared.believe(i, 0, CONSTANT_VARIANCE);
            }
        }
        for (int j = 0; j < own.length; j++) {
            own[j] = new RecursiveLeastSquares(OWN, forgetting, OWN_VARIANCE);
            own[j].believe(NETWORK, 1, NETWORK_VARIANCE);
        }
    }

    private static int[] owners(int[] horizons) {
        int[] owners = new int[horizons.length];
        boolean paired = false;
        for (int j = 1; j < horizons.length; j++) {
            paired = !paired && horizons[j] == horizons[j - 1] + 1;
            owners[j] = owners[j - 1] + (paired ? 0 : 1);
        }
        return owners;
    }

    /** Intermediate results of one step. */
    static final class Scratch {
        private final double[] product = new double[FEATURES];
        private final double[] ownProduct = new double[OWN];
        private final float[] ownFeatures = new float[OWN];
        private final float[] row = new float[FEATURES];
    }

    /** Writes the features of step number {@code number}, just taken in. */
    void encode(RunningScale scale, SeasonView season, long number, Scratch scratch) {
        System.arraycopy(changes, 0, changes, 1, LAGS - 1);
        changes[0] = scale.lastChange();
        follow(scale.deviation(), number);
        encodeShared(scale, season, latest);
        if (PACE.takes(number)) {
            keep(slot(number), scratch.product);
        }
        rows = Math.min(rows, Integer.MAX_VALUE - 1) + 1;
    }

    private void keep(int slot, double[] product) {
        double quadratic = shared.project(latest, product);
        quadratics[slot] = Half.of(quadratic);
        int at = slot * FEATURES;
        for (int i = 0; i < FEATURES; i++) {
            features[at + i] = Half.of(latest[i]);
            gains[at + i] = Half.of(GAIN_UNIT * product[i]);
        }
        shared.reduce(product, forgetting + quadratic);
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
     * The change that is forecast for the horizon of number {@code j} ≥ 1 from the step just encoded, in the source's units.
     *
     * @param then the bucket of the value to come, if the season is known
     * @param networkChange the network's forecast of it, in the source's units
     */
    double forecast(int j, SeasonView season, int then, double networkChange, Scratch scratch) {
        if (unit <= 0 || rows < LEAST_VALUES) {
            return networkChange;
        }
        encodeOwn(season, season.isKnown() ? season.bucket(0) : 0, then, networkChange, unit, scratch.ownFeatures);
        double sum = own(j).predict(scratch.ownFeatures) + dot(weights[j - 1], latest);
        return unit * Math.max(-CLIP, Math.min(CLIP, sum));
    }

    /**
     * Learns from the change from step {@code number − h} to step {@code number}, which has come.
     *
     * @param j number of the horizon h, at least 1
     * @param number the step {@code number − h} is one that is learned from
     * @param change in the source's units
     * @param networkChange what the network had forecast of it, in the source's units
     * @param season as seen from step {@code number}, its profile still without that value
     */
    void learn(int j, long number, double change, double networkChange, SeasonView season, Scratch scratch) {
        int h = horizons[j - 1];
        if (unit <= 0 || number - h < unitSince) {
            return; // what was kept is in a unit that is no longer used
        }
        int slot = slot(number - h);
        features(slot, scratch.row);
        boolean known = season.isKnown();
        encodeOwn(
                season,
                known ? season.bucket(-h) : 0,
                known ? season.bucket(0) : 0,
                networkChange,
                unit,
                scratch.ownFeatures);
        RecursiveLeastSquares mine = own(j);
        float[] w = weights[j - 1];
        double error = Math.max(-CLIP, Math.min(CLIP, change / unit))
                - dot(w, scratch.row)
                - mine.predict(scratch.ownFeatures);
        double noise =
                forgetting + Half.value(quadratics[slot]) + mine.project(scratch.ownFeatures, scratch.ownProduct);
        double share = error / noise / GAIN_UNIT;
        if (!(Math.abs(share) <= Double.MAX_VALUE)) {
            return; // one weight that is no number would stay for good
        }
        int at = slot * FEATURES;
        for (int i = 0; i < FEATURES; i++) {
            w[i] = ShortFloat.of(w[i] + Half.value(gains[at + i]) * share);
        }
        mine.learn(scratch.ownProduct, noise, error);
    }

    private RecursiveLeastSquares own(int j) {
        return own[owner[j - 1]];
    }

    private void features(int slot, float[] out) {
        int at = slot * FEATURES;
        for (int i = 0; i < FEATURES; i++) {
            out[i] = Half.value(features[at + i]);
        }
    }

    private static void encodeOwn(
            SeasonView season, int now, int then, double networkChange, double unit, float[] out) {
        Arrays.fill(out, 0);
        out[NETWORK] = scaled(networkChange, unit);
        if (!season.isKnown()) {
            return;
        }
        SeasonalProfile profile = season.profile();
        if (profile.knows(now) && profile.knows(then)) {
            out[0] = scaled(profile.slow(then) - profile.slow(now), unit);
            out[1] = scaled(profile.last(then) - profile.slow(then), unit);
            out[2] = scaled(profile.fast(then) - profile.slow(then), unit);
        }
    }

    private void follow(double deviation, long number) {
        if (deviation <= 0 || (deviation <= 2 * unit && deviation >= unit / 2)) {
            return;
        }
        if (unit > 0) {
            double ratio = unit / deviation;
            boolean kept = shared.rescale(ratio, IS_CONSTANT);
            for (RecursiveLeastSquares regression : own) {
                regression.rescale(ratio, NONE_CONSTANT);
            }
            for (float[] w : weights) {
                for (int i = 0; i < FEATURES; i++) {
                    if (!kept) {
                        w[i] = 0;
                    } else if (IS_CONSTANT[i]) {
                        w[i] = ShortFloat.of(w[i] * ratio);
                    }
                }
            }
        }
        unit = deviation;
        unitSince = number;
    }

    /** u, in the source's units; 0 while nothing has moved. */
    double unit() {
        return unit;
    }

    /** Starts anew after a break. */
    void breakSeries() {
        Arrays.fill(changes, 0);
        unitSince = 0;
        distance = 0;
    }

    private int slot(long number) {
        return PACE.slot(number, quadratics.length);
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
        shared.covariance(fields);
        for (float[] w : weights) {
            fields.shortFloats(w);
        }
        for (RecursiveLeastSquares regression : own) {
            regression.fields(fields);
        }
        fields.shorts(features);
        fields.shorts(gains);
        fields.shorts(quadratics);
        fields.numbers(changes);
        distance = fields.number(distance);
        unit = fields.number(unit);
        unitSince = fields.integer(unitSince);
        rows = fields.small(rows);
    }
}
