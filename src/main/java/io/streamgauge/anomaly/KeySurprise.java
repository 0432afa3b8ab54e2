package io.streamgauge.anomaly;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.signal.StateFields;

/**
 * How surprising all targets of a key are together, on the key's own scale.
 *
 * <pre>
 *   S     = √Σ S_k²                                       over the targets
 *   J     = ½S + ½·min(1, S/2)·(−log₁₀ P(S))               P(S): share of past sums as large      {@link TailHistogram}
 *   L     = max(J, {@value #SPIKE_WEIGHT}·max_k spike_k)                   spike_k: digits of the target's residual alone
 *   score = max(L/x*, max_k F_k)                          x*: {@link AlarmThreshold} at its share of the allowed alarms
 *   F_k                                                   {@link ForecastSurprise} at the target's part of the others
 *   onset : {@link Onset}
 * </pre>
 *
 * <p>A spike in a series without other evidence counts for little in a sum, so it has a say of its own.
 */
final class KeySurprise {

    private static final double FULL = 2;
    private static final double SPIKE_WEIGHT = .7;
    private static final double LEAST = 1e-3;
    private static final int LEARN_FROM = TargetSurprise.WARM_UP;

    final TargetSurprise[] targets;
    private final TailHistogram sums = new TailHistogram();
    private final AlarmThreshold threshold = new AlarmThreshold();
    private final Onset onset = new Onset();
    private int count;

    /** Of the last step only: the target that decided the score, and whether by its residual alone. */
    int loudest;

    boolean spiked;

    private boolean forecastDecides;

    KeySurprise(ForecasterSpec spec) {
        targets = new TargetSurprise[spec.targets().size()];
        for (int k = 0; k < targets.length; k++) {
            targets[k] = new TargetSurprise(spec.head().outputsPerTarget());
        }
    }

    /**
     * The score of the values that all targets have just taken in.
     *
     * @param shares overwritten with each target's share [targets]
     * @param allowedPerValue false alarms
     */
    double score(double[] shares, double allowedPerValue) {
        double sum = Math.sqrt(share(shares));
        double joined = .5 * sum + .5 * Math.min(1, sum / FULL) * sums.rarity(Math.max(LEAST, sum));
        double spike = SPIKE_WEIGHT * findLoudest(shares, joined);
        double level = Math.max(joined, spike);
        double score = level / threshold.at(leftOver() * allowedPerValue);
        if (count > LEARN_FROM) {
            sums.learn(Math.max(LEAST, sum), count);
        }
        threshold.learn(level, count);
        // For ever at the same place in its block.
        count = (count < Integer.MAX_VALUE ? count : count - AlarmThreshold.BLOCK) + 1;
        return Math.max(score, outOfForecast(score, shares));
    }

    /** Share of the allowed alarms that the forecasts by themselves leave. */
    private double leftOver() {
        double asked = 0;
        for (TargetSurprise target : targets) {
            asked += target.outOfForecast.allowance;
        }
        return 1 - asked / targets.length;
    }

    /**
     * The largest surprise out of one target's forecasts alone; where it is above {@code score} it decides what is told, and
     * the shares go by such surprises.
     */
    private double outOfForecast(double score, double[] shares) {
        double largest = 0;
        double sum = 0;
        int first = 0;
        for (int k = 0; k < targets.length; k++) {
            double found = targets[k].outOfForecast.score;
            sum += found;
            if (found > largest) {
                largest = found;
                first = k;
            }
        }
        forecastDecides = largest > score;
        if (forecastDecides) {
            loudest = first;
            for (int k = 0; k < targets.length; k++) {
                shares[k] = targets[k].outOfForecast.score / sum;
            }
        }
        return largest;
    }

    /** Overwrites {@code shares} with each target's S_k²/Σ S_k²; the sum of squares. */
    private double share(double[] shares) {
        double squares = 0;
        for (int k = 0; k < targets.length; k++) {
            double sum = targets[k].sum();
            shares[k] = sum * sum;
            squares += shares[k];
        }
        for (int k = 0; k < shares.length; k++) {
            shares[k] = squares > 0 ? shares[k] / squares : 1.0 / shares.length;
        }
        return squares;
    }

    /** Finds the target of the largest spike if that outweighs what all say together, else of the largest share. */
    private double findLoudest(double[] shares, double joined) {
        int summed = 0;
        int sudden = 0;
        for (int k = 1; k < targets.length; k++) {
            summed = shares[k] > shares[summed] ? k : summed;
            sudden = targets[k].spike() > targets[sudden].spike() ? k : sudden;
        }
        double spike = targets[sudden].spike();
        spiked = SPIKE_WEIGHT * spike > joined;
        loudest = spiked ? sudden : summed;
        return spike;
    }

    /** What is told of the target that decided the score. */
    Statistic statistic() {
        if (forecastDecides) {
            return targets[loudest].outOfForecast.statistic;
        }
        return spiked ? Statistic.SPIKE : targets[loudest].statistic();
    }

    /** By how much the level of the target that decided the score has changed where that did, else 0. */
    double step() {
        return forecastDecides ? targets[loudest].outOfForecast.step() : 0;
    }

    /** An alarm has been raised. */
    void alarmed() {
        for (TargetSurprise target : targets) {
            target.outOfForecast.alarmed();
        }
    }

    /** {@code score} where it is an onset, else 0. */
    double onset(double score) {
        return onset.of(score);
    }

    void fields(StateFields fields) {
        for (TargetSurprise target : targets) {
            target.fields(fields);
        }
        sums.fields(fields);
        if (!fields.isShorter()) {
            threshold.fields(fields);
        }
        if (fields.version() < 10) {
            onset.fields(fields);
        } else {
            onset.fewerFields(fields);
        }
        count = fields.small(count);
        if (fields.isShorter()) {
            threshold.fewerFields(fields, count);
        }
    }

    /** What is remembered of the forecasts by themselves. */
    void fieldsOfForecasts(StateFields fields) {
        for (TargetSurprise target : targets) {
            target.outOfForecast.fields(fields);
        }
    }
}
