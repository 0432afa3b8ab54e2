package io.streamgauge.forecast;

import io.streamgauge.signal.RunningScale;
import io.streamgauge.signal.SeasonView;
import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The linear forecast of a series' next change, learned from this series alone: {@link RecursiveLeastSquares} on
 *
 * <pre>
 *   φ = [ .1, Δy_t/u … Δy_{t−5}/u, .3·(y − m)/u, .3·(y − m')/u, clip(Δy, 2ρ)/u, clip(y − m, 4ρ)/u,
 *         .5·(s₁ − y)/u, (s₁ − s₀)/u, (s₂ − s₁)/u, c₁/u, .3·sin kψ, .3·cos kψ for k = 1, 2 ]
 * </pre>
 *
 * <p>in a unit u that changes only when the series' scale has doubled or halved, so that a forgetting fit is not torn by
 * every change of scale. s_j is the value one season before that of step t + j, c₁ the usual change at the next phase ψ
 * ({@link io.streamgauge.signal.SeasonalProfile}); without a season these are 0. The clipped copies let a spike be treated
 * unlike a usual step.
 *
 * <p>The weights start from 0, or from what the readouts of other series have come to ({@link #begin}): then their mean,
 * with a part of their variance from series to series as P.
 */
final class OneStepReadout {

    static final int FEATURES = 19;

    /** Of states before version 9, which had a third pair of the phase behind these. */
    private static final int EARLIER_FEATURES = 21;

    private static final int LAG = 1;
    private static final int LAGS = 6;
    private static final int SEASON = 11;
    private static final int PHASE = 15;
    private static final double VARIANCE = .02;
    private static final double BIAS = .1;
    private static final double MEAN_WEIGHT = .3;
    private static final double SEASON_WEIGHT = .5;
    private static final double PHASE_WEIGHT = .3;
    private static final double CLIP = 50;
    /** What one row may teach, in units of u: the usual move, and as much again. */
    private static final double LARGEST_ERROR = 2;
    /** Values before there is a forecast. */
    private static final int LEAST_VALUES = 12;
    /** Values that the experience of other series stands for. */
    private static final int PRIOR_VALUES = 10;
    /** Share of the other series' variance that counts: a key moves only where its own values ask for it. */
    private static final double PRIOR_SHARE = .5;
    /** Least variance of a weight on which all other series agree, so that none is fixed for ever. */
    private static final double LEAST_VARIANCE = 1e-3;

    private static final boolean[] CONSTANT = new boolean[FEATURES];

    static {
        CONSTANT[0] = true;
        Arrays.fill(CONSTANT, PHASE, FEATURES, true);
    }

    private final RecursiveLeastSquares regression;
    /** {@link ShortFloat}s. */
    private final float[] features = new float[FEATURES];

    private double unit;
    private int rows;

    /** @param memory 1/(1 − λ), in values */
    OneStepReadout(int memory) {
        regression = new RecursiveLeastSquares(FEATURES, 1 - 1.0 / memory, VARIANCE);
    }

    /** Starts from what a new series may expect of its weights, which stands in the prior from {@code at} on. */
    void begin(ReadoutPrior prior, int at) {
        for (int i = 0; i < FEATURES; i++) {
            double variance = PRIOR_SHARE * (prior.variance()[at + i] + LEAST_VARIANCE);
            regression.begin(i, prior.mean()[at + i], variance);
        }
        rows = PRIOR_VALUES;
    }

    /** Writes w to {@code out} from {@code at} on. */
    void weights(float[] out, int at) {
        regression.weights(out, at);
    }

    /** Values learned from, those included that a prior stands for. */
    int rows() {
        return rows;
    }

    /** The change that is forecast, in the source's units; 0 while too little is known. */
    double forecast() {
        return rows < LEAST_VALUES ? 0 : unit * clip(regression.predict(features));
    }

    /** u, in the source's units; 0 while nothing has moved. */
    double unit() {
        return unit;
    }

    /** Learns from the change that came after the last {@link #encode}. */
    void learn(double change, double[] scratch) {
        if (unit > 0) {
            regression.learn(features, change / unit, LARGEST_ERROR, scratch);
            rows = Math.min(rows, Integer.MAX_VALUE - 1) + 1;
        }
    }

    /** Starts anew after a break: what is before it no longer counts as the recent past. */
    void breakSeries() {
        Arrays.fill(features, 0);
    }

    /** Writes the features of the step just taken in. */
    void encode(RunningScale scale, SeasonView season) {
        System.arraycopy(features, LAG, features, LAG + 1, LAGS - 1);
        follow(scale.deviation());
        double y = scale.last();
        double change = scale.lastChange();
        features[0] = ShortFloat.of(BIAS);
        features[LAG] = scaled(change);
        int at = LAG + LAGS;
        double step = scale.usualStep();
        double fromMean = y - scale.mean();
        features[at++] = scaled(MEAN_WEIGHT * fromMean);
        features[at++] = scaled(MEAN_WEIGHT * (y - scale.slowMean()));
        features[at++] = scaled(bounded(change, 2 * step));
        features[at] = scaled(bounded(fromMean, 4 * step));
        encodeSeason(y, season);
    }

    private void encodeSeason(double y, SeasonView season) {
        if (!season.isKnown()) {
            Arrays.fill(features, SEASON, FEATURES, 0);
            return;
        }
        double next = season.lastAhead(1, y);
        features[SEASON] = scaled(SEASON_WEIGHT * (next - y));
        features[SEASON + 1] = scaled(next - season.seasonAgo());
        features[SEASON + 2] = scaled(season.lastAhead(2, next) - next);
        features[SEASON + 3] = scaled(season.changeAhead(1));
        // sin and cos of 2ψ by the addition theorem
        double sine = season.sine();
        double cosine = season.cosine();
        double s = 0;
        double c = 1;
        for (int k = 0; k < (FEATURES - PHASE) / 2; k++) {
            double turned = s * cosine + c * sine;
            c = c * cosine - s * sine;
            s = turned;
            features[PHASE + 2 * k] = ShortFloat.of(PHASE_WEIGHT * s);
            features[PHASE + 2 * k + 1] = ShortFloat.of(PHASE_WEIGHT * c);
        }
    }

    /** Goes over to a new unit if the old one no longer fits. */
    private void follow(double deviation) {
        if (deviation <= 0 || (deviation <= 2 * unit && deviation >= unit / 2)) {
            return;
        }
        if (unit > 0) {
            double ratio = unit / deviation;
            regression.rescale(ratio, CONSTANT);
            for (int i = LAG; i < LAG + LAGS; i++) {
                features[i] = ShortFloat.of(clip(ratio * features[i]));
            }
        }
        unit = deviation;
    }

    private float scaled(double quantity) {
        return unit > 0 ? ShortFloat.of(clip(quantity / unit)) : 0;
    }

    private static double clip(double value) {
        return bounded(value, CLIP);
    }

    private static double bounded(double value, double bound) {
        return Math.max(-bound, Math.min(bound, value));
    }

    void fields(StateFields fields) {
        if (fields.version() < 9) {
            fieldsOfVersion8(fields);
        } else {
            regression.fields(fields);
            fields.shortFloats(features);
        }
        unit = fields.number(unit);
        rows = fields.small(rows);
    }

    private void fieldsOfVersion8(StateFields fields) {
        regression.fieldsOfFirst(fields, EARLIER_FEATURES);
        float[] earlier = new float[EARLIER_FEATURES];
        fields.reals(earlier);
        System.arraycopy(earlier, 0, features, 0, FEATURES);
        ShortFloat.round(features);
        fields.numbers(new double[LAGS]);
    }
}
