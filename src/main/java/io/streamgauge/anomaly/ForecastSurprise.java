package io.streamgauge.anomaly;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;
import java.util.Set;

/**
 * How unlikely what was forecast makes a value, and the values before it together.
 *
 * <pre>
 *   z     = e/(ε√(π/2))                            e: value less forecast; ε: running mean of |e|, rate .003, each no more than 5ε
 *   spike = z²/2
 *   drift = E²/(2 max(1, r)),  E = EW_a clip(z, 3)/√(a/(2 − a))       a = {@value #DRIFT_RATE}
 *   r       running mean of E², rate .003, each no more than 9 max(1, r): where the forecasts lean, more is needed
 *   score = max_s digits(s)/digits*(s)             digits: {@link PeaksOverThreshold}; digits* where the allowed share is reached
 * </pre>
 *
 * <p>Each has a tail and a share of the allowed alarms of its own ({@value #SPIKE_ALLOWANCE}, {@value #DRIFT_ALLOWANCE} and, for
 * the steps of the level that {@link StepSurprise} finds, {@value #STEP_ALLOWANCE}), so that a single clear sign is not thinned out by
 * those that are silent. EW is the exponentially weighted moving average chart of Roberts (1959). Drifts of neighbouring values are one alarm: of those beyond its limit one in two begins one.
 *
 * <p>Each of them speaks only where its record is near to a normal law's ({@link PeaksOverThreshold#isLight}), and after
 * {@value #WARM_UP} values: series whose errors are wild are left to what is joined.
 *
 * <p>What follows an alarm within {@value #HOLD} values teaches the tails nothing, or one anomaly would hide the next; but no
 * more than a tenth of all values is kept from them, so that what recurs is soon the usual thing.
 */
final class ForecastSurprise {

    static final double SPIKE_ALLOWANCE = .35;
    static final double DRIFT_ALLOWANCE = .05;
    static final double STEP_ALLOWANCE = .2;

    static final int WARM_UP = 2_800;

    private static final double SPIKE_SHAPE = .03;
    private static final double DRIFT_SHAPE = .03;

    private static final int LEARN_FROM = 100;
    private static final double DRIFT_RATE = .12;
    private static final double DRIFT_CLIP = 3;
    private static final double DRIFTS_PER_ALARM = 2;
    private static final double SPIKE_CLIP = 20;

    private static final double RATE = .003;
    private static final double ERROR_CLIP = 5;
    private static final double LEAN_CLIP = 9;
    /** √(π/2), by which a normal law's deviation is larger than its mean absolute error. */
    private static final double DEVIATION = 1.2533141;

    private static final int HOLD = 120;
    /** More values change no rate; with {@value #HOLD} in one number of four bytes. */
    private static final int MOST_COUNTED = (1 << 24) - 1;

    private static final double SHELTERED_SHARE = .1;
    private static final float MOST_SHELTERED = 2_000;
    private static final float FIRST_SHELTERED = 500;

    private static final int ERROR = 0;
    private static final int MEAN = 1;
    private static final int LEAN = 2;
    private static final int SHELTER = 3;

    private final PeaksOverThreshold spikes = new PeaksOverThreshold(SPIKE_SHAPE);
    private final PeaksOverThreshold drifts = new PeaksOverThreshold(DRIFT_SHAPE);
    private final StepSurprise steps = new StepSurprise();
    /** ε, EW z, r, and the values that may yet be kept from the tails. */
    private final float[] running = {0, 0, 1, FIRST_SHELTERED};

    private int hold;
    private int count;

    /** Of the last step only. */
    double score;

    Statistic statistic = Statistic.SPIKE;

    /** Share of the allowed alarms that it took: none where its record did not let it speak. */
    double allowance;

    /**
     * Takes in what was missed by.
     *
     * @param error value less forecast
     * @param allowedPerValue false alarms
     */
    void step(double error, double allowedPerValue) {
        step(error, allowedPerValue, Set.of());
    }

    /**
     * The same.
     *
     * @param without statistics that have no say
     */
    void step(double error, double allowedPerValue, Set<Statistic> without) {
        open(without);
        double size = Math.abs(error);
        double usual = running[ERROR] > 0 ? running[ERROR] : size + Double.MIN_NORMAL;
        double z = clip(error / (DEVIATION * usual), SPIKE_CLIP);
        running[ERROR] = ShortFloat.bounded(usual + rate() * (Math.min(size, ERROR_CLIP * usual) - usual));
        double spike = z * z / 2;
        double drift = drift(z);
        weigh(spike, drift, allowedPerValue, without);
        weighStep(allowedPerValue, without);
        shelter();
        if (count >= LEARN_FROM && !isSheltered()) {
            spikes.learn(spike, count);
            drifts.learn(drift, count);
            steps.learn(count / TargetSurprise.BLOCK);
        }
        steps.pass();
        count = Math.min(count, MOST_COUNTED - 1) + 1;
    }

    private double drift(double z) {
        running[MEAN] = ShortFloat.of(running[MEAN] + DRIFT_RATE * (clip(z, DRIFT_CLIP) - running[MEAN]));
        double square = (double) running[MEAN] * running[MEAN] * (2 - DRIFT_RATE) / DRIFT_RATE;
        double lean = running[LEAN];
        running[LEAN] = ShortFloat.of(lean + rate() * (Math.min(square, LEAN_CLIP * Math.max(1, lean)) - lean));
        return square / (2 * Math.max(1, running[LEAN]));
    }

    /** Takes the share of what may speak at this step. */
    private void open(Set<Statistic> without) {
        score = 0;
        allowance = (spikesSpeak(without) ? SPIKE_ALLOWANCE : 0)
                + (driftsSpeak(without) ? DRIFT_ALLOWANCE : 0)
                + (stepsSpeak(without) ? STEP_ALLOWANCE : 0);
    }

    private boolean spikesSpeak(Set<Statistic> without) {
        return count >= WARM_UP && spikes.isLight() && !without.contains(Statistic.SPIKE);
    }

    private boolean driftsSpeak(Set<Statistic> without) {
        return count >= WARM_UP && drifts.isLight() && !without.contains(Statistic.DRIFT);
    }

    private boolean stepsSpeak(Set<Statistic> without) {
        return count >= WARM_UP && steps.isLight() && !without.contains(Statistic.LEVEL);
    }

    private double rate() {
        return Math.max(RATE, 1.0 / (count + 1));
    }

    private void weigh(double spike, double drift, double allowedPerValue, Set<Statistic> without) {
        if (spikesSpeak(without) && spike > PeaksOverThreshold.THRESHOLD) {
            score = spikes.digits(spike) / TailHistogram.digits(SPIKE_ALLOWANCE * allowedPerValue);
            statistic = Statistic.SPIKE;
        }
        if (driftsSpeak(without) && drift > PeaksOverThreshold.THRESHOLD) {
            double allowed = DRIFTS_PER_ALARM * DRIFT_ALLOWANCE * allowedPerValue;
            double found = drifts.digits(drift) / TailHistogram.digits(allowed);
            if (found > score) {
                score = found;
                statistic = Statistic.DRIFT;
            }
        }
    }

    private void weighStep(double allowedPerValue, Set<Statistic> without) {
        double found = stepsSpeak(without) ? steps.score(STEP_ALLOWANCE * allowedPerValue) : 0;
        if (found > score) {
            score = found;
            statistic = Statistic.LEVEL;
        }
    }

    private void shelter() {
        hold = score >= 1 ? HOLD : Math.max(0, hold - 1);
        double left = running[SHELTER] + SHELTERED_SHARE - (isSheltered() ? 1 : 0);
        running[SHELTER] = ShortFloat.of(Math.min(MOST_SHELTERED, left));
    }

    private boolean isSheltered() {
        return hold > 0 && running[SHELTER] >= 1;
    }

    private static double clip(double value, double bound) {
        return Math.max(-bound, Math.min(bound, value));
    }

    /**
     * Takes in the mean of a block of values that ends with the next one.
     *
     * @param change from the mean of the block before
     * @param weekend whether a step may be that of a weekend
     */
    void block(double change, boolean weekend) {
        double deviation = count < LEARN_FROM ? 0 : DEVIATION * running[ERROR];
        steps.block(change, deviation, weekend);
    }

    /** By how much the level has changed where that is what is told, else 0. */
    double step() {
        return statistic == Statistic.LEVEL ? steps.step : 0;
    }

    /** Something has been told of the last value. */
    void alarmed() {
        steps.alarmed();
    }

    /** The next value does not follow the last. */
    void forget() {
        steps.forget();
    }

    /** Nothing had been forecast for a value: nothing is said of it. */
    void pass(Set<Statistic> without) {
        steps.pass();
        open(without);
    }

    /** A value is missing: nothing is said of it. */
    void missing(Set<Statistic> without) {
        steps.missing();
        open(without);
    }

    void fields(StateFields fields) {
        spikes.fields(fields);
        drifts.fields(fields);
        fields.shorter(running);
        if (fields.version() < 10) {
            hold = fields.small(hold);
            count = Math.min(MOST_COUNTED, fields.small(count));
            return;
        }
        steps.fields(fields);
        int both = fields.small(hold * (MOST_COUNTED + 1) + count);
        hold = both / (MOST_COUNTED + 1);
        count = both % (MOST_COUNTED + 1);
    }
}
