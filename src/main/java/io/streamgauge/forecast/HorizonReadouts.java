package io.streamgauge.forecast;

import io.streamgauge.signal.Half;
import io.streamgauge.signal.RunningScale;
import io.streamgauge.signal.SeasonView;
import io.streamgauge.signal.SeasonalProfile;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The linear forecasts of the horizons beyond the first, a direct one for each.
 *
 * <pre>
 *   ŷ_{t+h} − y_t = u·(√(h/h₀)·w_gᵀφ_t + v_gᵀψ_{t,h})
 *   φ = [ .3, Δy_t/u, Δy_{t−1}/u, (y − m)/u, (y − m')/u, (y − slow₀)/u, (y − s₀)/u, δ/u, clip(y − m, 4ρ)/u,
 *         .3·sin kψ, .3·cos kψ for k = 1, 2 ]
 *   δ ← δ + .2·(y − slow₀ − δ)
 *   ψ = [ (slow_h − slow₀)/u, (last_h − slow_h)/u, (fast_h − slow_h)/u, network's change/u ]
 * </pre>
 *
 * <p>slow, fast and last are those of the phase at t + h ({@link SeasonalProfile}), slow₀ and s₀ those at t; δ is how far
 * the last few values were from what is usual at their phases; the unit u is as in {@link OneStepReadout}. g is the
 * horizon's group ({@link HorizonGroups}), h₀ its first. φ is the same for every horizon, so that one matrix P and one gain
 * a step serve them all; ψ, which differs with the horizon, has a small matrix Q, of one group a step
 * ({@link SharedRegressions}). Between the two nothing is assumed to correlate, as in a decoupled Kalman filter (Puskorius
 * and Feldkamp 1991):
 *
 * <pre>
 *   d = λ + φᵀPφ·h/h₀ + ψᵀQψ      w_g ← w_g + Pφ·√(h/h₀)·e/d      v_g ← v_g + Qψ·e/d
 * </pre>
 *
 * <p>P φ is taken when φ is seen and kept until the label comes, h steps later: no label is used before its time.
 */
final class HorizonReadouts {

    private static final int FEATURES = 13;
    private static final int OWN = 4;
    private static final int NETWORK = 3;

    private static final int EARLIER_LAGS = 2;
    private static final int PHASE = 9;
    private static final double DISTANCE_RATE = .2;
    /** Gains become as small as 10⁻⁸, which a half does not hold; none of use is as large as 16. */
    private static final double GAIN_UNIT = 1 << 12;

    private static final double VARIANCE = .005;
    private static final double CONSTANT_VARIANCE = .2;
    private static final double OWN_VARIANCE = .001;
    private static final double NETWORK_VARIANCE = .005;
    /** Q forgets so many times as fast as P: what a season's levels are worth changes sooner than what the recent past is. */
    private static final double QUICKER = 4;

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

    private final HorizonGroups groups;

    /** λ, of a step that is learned from. */
    private final double forgetting;

    /** P and w. */
    private final SharedRegressions recent;
    /** Q and v. */
    private final SharedRegressions ahead;

    /** φ [slots][n] of the steps whose labels are still to come. */
    private final short[] features;
    /** {@link #GAIN_UNIT}·Pφ [slots][n]. */
    private final short[] gains;
    /** φᵀPφ [slots]. */
    private final short[] quadratics;

    /** φ of the step just taken in; of no use after it, and no part of what is stored. */
    private final float[] latest = new float[FEATURES];

    /** δ, in the source's units. */
    private double distance;

    private double unit;
    /** Number of the first step in that unit. */
    private int unitSince;

    private int rows;

    /**
     * @param groups of a target's horizons
     * @param memory of what φ is worth, in values: 1/(1 − λ), but that they are learned from one step of
     *     {@value Pace#EVERY} and forget as much more then; what ψ is worth is forgotten {@value #QUICKER} times as fast
     */
    HorizonReadouts(HorizonGroups groups, int memory) {
        this.groups = groups;
        forgetting = 1 - Pace.EVERY / (double) memory;
        int last = groups.count() - 1;
        recent = new SharedRegressions(last, FEATURES, forgetting, VARIANCE);
        for (int i = 0; i < FEATURES; i++) {
            if (IS_CONSTANT[i]) {
                recent.believe(i, 0, CONSTANT_VARIANCE);
            }
        }
        ahead = new SharedRegressions(last, OWN, 1 - QUICKER * (1 - forgetting), OWN_VARIANCE);
        ahead.believe(NETWORK, 1, NETWORK_VARIANCE);
        int slots = Pace.slots(groups.furthest(last));
        features = new short[slots * FEATURES];
        gains = new short[slots * FEATURES];
        quadratics = new short[slots];
    }

    /** Intermediate results of one step. */
    static final class Scratch {
        /** Pφ, of the step at hand or of one that was kept. */
        private final double[] product = new double[FEATURES];

        private final double[] ownProduct = new double[OWN];
        private final float[] ownFeatures = new float[OWN];
        private final float[] row = new float[FEATURES];
    }

    /** Writes the features of step number {@code number}, just taken in. */
    void encode(RunningScale scale, SeasonView season, long number, Scratch scratch) {
        follow(scale.deviation(), number);
        encodeShared(scale, season, latest);
        if (Pace.takes(number)) {
            keep(slot(number), scratch.product);
        }
        rows = Math.min(rows, Integer.MAX_VALUE - 1) + 1;
    }

    private void keep(int slot, double[] product) {
        double quadratic = recent.project(latest, product);
        quadratics[slot] = Half.of(quadratic);
        int at = slot * FEATURES;
        for (int i = 0; i < FEATURES; i++) {
            features[at + i] = Half.of(latest[i]);
            gains[at + i] = Half.of(GAIN_UNIT * product[i]);
        }
        recent.reduce(product, forgetting + quadratic);
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
        row[at++] = scaled(scale.lastChange(), unit);
        row[at++] = scaled(scale.previousChange(), unit);
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
        double sum = predict(j, latest, scratch.ownFeatures);
        return unit * Math.max(-CLIP, Math.min(CLIP, sum));
    }

    private double predict(int j, float[] row, float[] ownFeatures) {
        int regression = groups.of(j) - 1;
        return groups.ratio(j) * recent.predict(regression, row) + ahead.predict(regression, ownFeatures);
    }

    /**
     * Learns from the change from step number {@code origin}, one that is learned from, to the step h later, which has
     * come.
     *
     * @param j number of the horizon h, at least 1
     * @param change in the source's units
     * @param networkChange what the network had forecast of it, in the source's units
     * @param season as seen from the later step, its profile still without that value
     */
    void learn(int j, long origin, double change, double networkChange, SeasonView season, Scratch scratch) {
        if (unit <= 0 || origin < unitSince) {
            return; // what was kept is in a unit that is no longer used
        }
        int slot = slot(origin);
        recall(slot, scratch);
        boolean known = season.isKnown();
        int before = known ? season.bucket(-groups.steps(j)) : 0;
        encodeOwn(season, before, known ? season.bucket(0) : 0, networkChange, unit, scratch.ownFeatures);
        double error = Math.max(-CLIP, Math.min(CLIP, change / unit)) - predict(j, scratch.row, scratch.ownFeatures);
        double ratio = groups.ratio(j);
        double quadratic = ahead.project(scratch.ownFeatures, scratch.ownProduct);
        double noise = forgetting + ratio * ratio * Half.value(quadratics[slot]) + quadratic;
        double share = error / noise;
        if (!(Math.abs(share) <= Double.MAX_VALUE)) {
            return; // one weight that is no number would stay for good
        }
        int group = groups.of(j);
        recent.adjust(group - 1, scratch.product, ratio * share);
        ahead.adjust(group - 1, scratch.ownProduct, share);
        if (groups.leads(origin, group)) {
            ahead.reduce(scratch.ownProduct, noise);
        }
    }

    /** Writes φ and Pφ of a step that was kept. */
    private void recall(int slot, Scratch scratch) {
        int at = slot * FEATURES;
        for (int i = 0; i < FEATURES; i++) {
            scratch.row[i] = Half.value(features[at + i]);
            scratch.product[i] = Half.value(gains[at + i]) / GAIN_UNIT;
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
            recent.rescale(ratio, IS_CONSTANT);
            ahead.rescale(ratio, NONE_CONSTANT);
        }
        unit = deviation;
        unitSince = (int) Math.min(number, Integer.MAX_VALUE);
    }

    /** u, in the source's units; 0 while nothing has moved. */
    double unit() {
        return unit;
    }

    /** Starts anew after a break. */
    void breakSeries() {
        unitSince = 0;
        distance = 0;
    }

    private int slot(long number) {
        return Pace.slot(number, quadratics.length);
    }

    private static float scaled(double quantity, double unit) {
        return unit > 0 ? (float) Math.max(-CLIP, Math.min(CLIP, quantity / unit)) : 0;
    }

    void fields(StateFields fields) {
        if (groups.count() == 1) {
            return;
        }
        if (fields.version() < 9) {
            fieldsOfVersion8(fields);
        } else {
            recent.fields(fields);
            ahead.fields(fields);
            fields.shorts(features);
            fields.shorts(gains);
            fields.shorts(quadratics);
        }
        distance = fields.number(distance);
        unit = fields.number(unit);
        unitSince = fields.version() < 10 ? (int) fields.integer(unitSince) : fields.small(unitSince);
        rows = fields.small(rows);
    }

    /** Reads weights of every horizon, of which a pair's first go on; Q begins anew. */
    private void fieldsOfVersion8(StateFields fields) {
        recent.covariance(fields);
        float[] w = new float[FEATURES];
        for (int j = 1; j < groups.horizons(); j++) {
            fields.shortFloats(w);
            if (groups.first(groups.of(j)) == j) {
                recent.begin(groups.of(j) - 1, w);
            }
        }
        float[] v = new float[OWN];
        for (int g = 1; g < groups.count(); g++) {
            fields.reals(new float[OWN * (OWN + 1) / 2]);
            fields.shortFloats(v);
            ahead.begin(g - 1, v);
        }
        // φ, its gain and φᵀPφ were kept at every other step.
        int slots = groups.furthest(groups.count() - 1) + 2 >> 1;
        fields.shorts(new short[slots * (2 * FEATURES + 1)]);
        fields.numbers(new double[EARLIER_LAGS]);
    }
}
