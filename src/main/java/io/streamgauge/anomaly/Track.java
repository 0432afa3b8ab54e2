package io.streamgauge.anomaly;

import io.streamgauge.forecast.RecursiveLeastSquares;
import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import org.jspecify.annotations.Nullable;

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
 *   beyond = what lies outside everything seen, as a share of its width
 * </pre>
 *
 * <p>u is the root mean square of a step, of {@value #UNIT_STEPS} at least before w is learned; m and m' are running means
 * of rates .1 and .01. All scale with the series. What a value teaches is bounded by what is usual: one that is anomalous
 * moves no scale, no level and no weight far, and a level that stays is the usual one after some hundred values.
 */
final class Track {

    static final double[] DRIFT_RATES = {.3, .1, .03, .01};

    private static final int ERROR = 0;
    private static final int PHASE_ERROR = 1;
    private static final int LEVEL_ERROR = 2;
    private static final int STEP = 3;
    private static final int FAST = 0;
    private static final int SLOW = 1;

    private static final double[] PHASE_RATES = {.1, .03};
    private static final int FEATURES = 7;
    private static final double FORGETTING = .9995;
    private static final double VARIANCE = .1;
    private static final double CLIP = 20;
    private static final double FEATURE_CLIP = 50;
    /** A step of so many says that the series had rested, or has another unit now. */
    private static final double MOST_UNITS = 1_000;

    private static final double HUBER = 4;
    private static final double SIZE_RATE = .003;
    private static final double SIZE_CLIP = 5;
    private static final double FAST_RATE = .1;
    private static final double SLOW_RATE = .01;
    private static final double SQUARE_RATE = .0005;
    private static final double SQUARE_CLIP = 25;
    /** Of fewer steps the unit may be next to nothing; what were learned in such a one would stay for thousands. */
    private static final int UNIT_STEPS = 20;

    private static final int SILENT_STEPS = 30;
    private static final double LEAST_SHARE = 1e-4;
    private static final double LEAST_OF_VALUE = 1e-9;

    /** The series of which this one has the means; null where it is no other's. */
    private final @Nullable Track values;

    final PhaseProfile profile;
    /** Steps of the profile that one of this series takes. */
    private final int block;

    private final RecursiveLeastSquares readout = new RecursiveLeastSquares(FEATURES, FORGETTING, VARIANCE);
    /** y_t. */
    private double last;
    /** y_t − y_{t−1}, y_{t−1} − y_{t−2}. */
    private final float[] steps = new float[2];
    /** m − y_t, m' − y_t. */
    private final float[] means = new float[2];

    private final float[] drifts = new float[DRIFT_RATES.length];
    private final float[] phaseDrifts = new float[PHASE_RATES.length];
    private double lowest;
    private double highest;
    /** ε, ε_p, ε' and u. */
    private final float[] sizes = new float[4];

    private int count;

    /** Of the last step only. */
    double drift;

    double level;
    double phase;
    double beyond;
    double residual;
    boolean sudden;

    private final float[] features = new float[FEATURES];
    private final double[] product = new double[FEATURES];

    /** Of a series whose season it learns itself ({@link #learnPhase}). */
    Track() {
        this(null, new PhaseProfile(), 1);
    }

    /** Of the means of so many values of another series, whose season it reads. */
    Track(Track values, int block) {
        this(values, values.profile, block);
    }

    private Track(@Nullable Track values, PhaseProfile profile, int block) {
        this.values = values;
        this.profile = profile;
        this.block = block;
    }

    long count() {
        return count;
    }

    double width() {
        return values == null ? highest - lowest : values.width();
    }

    double last() {
        return last;
    }

    /** Last value less the one before. */
    double lastStep() {
        return steps[0];
    }

    /** The usual size of a residual. */
    double usualError() {
        return sizes[ERROR];
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
        double forecast = last + (count < SILENT_STEPS ? 0 : unit * clip(readout.predict(features), CLIP));
        double usual = Math.max(sizes[ERROR], least);
        double off = count == 0 ? 0 : value - forecast;
        residual = clip(off / usual, CLIP);
        measure(value, part, known, least);
        learn(value, off, usual / unit, known ? value - profile.level(part) : Double.NaN);
        count = values == null ? next(count) : values.count / block;
    }

    /** One more, for ever at the same place in its block. */
    private static int next(int count) {
        return (count < Integer.MAX_VALUE ? count : count - TargetSurprise.BLOCK) + 1;
    }

    /** Takes {@code value} for the last one where there is none. */
    void begin(double value) {
        last = value;
        lowest = value;
        highest = value;
    }

    private void measure(double value, int part, boolean known, double least) {
        drift = 0;
        for (int i = 0; i < drifts.length; i++) {
            double rate = Math.max(DRIFT_RATES[i], 1.0 / (count + 1));
            drifts[i] = ShortFloat.of(drifts[i] + rate * (residual - drifts[i]));
            double size = Math.abs(drifts[i]) / Math.sqrt(rate);
            sudden = i == 0 || sudden && size <= drift;
            drift = Math.max(drift, size);
        }
        level = Math.min(CLIP, Math.abs(value - last - means[SLOW]) / Math.max(sizes[LEVEL_ERROR], least));
        phase = Double.NaN;
        if (known) {
            double off = clip((value - profile.level(part)) / Math.max(sizes[PHASE_ERROR], least), CLIP);
            phase = 0;
            for (int i = 0; i < phaseDrifts.length; i++) {
                double rate = Math.max(PHASE_RATES[i], 1.0 / (count + 1));
                phaseDrifts[i] = ShortFloat.of(phaseDrifts[i] + rate * (off - phaseDrifts[i]));
                phase = Math.max(phase, Math.abs(phaseDrifts[i]) / Math.sqrt(rate));
            }
        }
        beyond = width() > 0 ? Math.max(value - highest, lowest - value) / width() : 0;
    }

    private void learn(double value, double off, double usual, double offPhase) {
        double step = value - last;
        if (count > 0) {
            follow(ERROR, Math.abs(off));
            follow(LEVEL_ERROR, Math.abs(value - last - means[SLOW]));
            if (!Double.isNaN(offPhase)) {
                follow(PHASE_ERROR, Math.abs(offPhase));
            }
            double steps = step / unit();
            if (count >= UNIT_STEPS && Math.abs(steps) < MOST_UNITS) {
                readout.learn(features, steps, HUBER * usual, product);
            }
            double square = (double) sizes[STEP] * sizes[STEP];
            double squared = step * step;
            double bounded = count >= UNIT_STEPS && square > 0 ? Math.min(squared, SQUARE_CLIP * square) : squared;
            sizes[STEP] =
                    ShortFloat.bounded(Math.sqrt(square + Math.max(SQUARE_RATE, 1.0 / count) * (bounded - square)));
        }
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
        means[FAST] = ShortFloat.bounded((1 - FAST_RATE) * (means[FAST] - step));
        means[SLOW] = ShortFloat.bounded((1 - Math.max(SLOW_RATE, 1.0 / (count + 1))) * (means[SLOW] - step));
        steps[1] = steps[0];
        steps[0] = ShortFloat.bounded(step);
        last = value;
    }

    /** Lets the profile take in the value of the last step. */
    void learnPhase(int part, double smooth) {
        double bound = Math.max(8 * sizes[PHASE_ERROR], LEAST_SHARE * width());
        profile.learn(part, last, steps[0], smooth, bound);
    }

    private void encode(int part, boolean known, double unit) {
        features[0] = .1f;
        features[1] = scaled(steps[0], unit);
        features[2] = scaled(steps[1], unit);
        features[3] = scaled(-.5 * means[FAST], unit);
        features[4] = scaled(-.3 * means[SLOW], unit);
        features[5] = known ? scaled(block * profile.change(part), unit) : 0;
        features[6] = known ? scaled(.3 * (profile.level(part) - last), unit) : 0;
    }

    private double unit() {
        double least = LEAST_OF_VALUE * Math.abs(last) + Double.MIN_NORMAL;
        return Math.max(sizes[STEP], least);
    }

    private void follow(int which, double found) {
        double size = sizes[which];
        double bounded = size > 0 ? Math.min(found, SIZE_CLIP * size) : found;
        double next = size + Math.max(SIZE_RATE, 1.0 / (count + 1)) * (bounded - size);
        sizes[which] = ShortFloat.bounded(next);
    }

    private static float scaled(double quantity, double unit) {
        return (float) clip(quantity / unit, FEATURE_CLIP);
    }

    private static double clip(double value, double bound) {
        return Math.max(-bound, Math.min(bound, value));
    }

    void fields(StateFields fields) {
        readout.fields(fields);
        last = fields.number(last);
        fields.shorter(steps);
        fields.shorter(means);
        fields.shorter(drifts);
        fields.shorter(phaseDrifts);
        if (values == null) {
            lowest = fields.number(lowest);
            highest = fields.number(highest);
        }
        fields.shorter(sizes);
        count = values == null || fields.version() < 10 ? fields.small(count) : values.count / block;
    }
}
