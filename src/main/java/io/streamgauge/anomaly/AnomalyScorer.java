package io.streamgauge.anomaly;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.Head;
import io.streamgauge.forecast.SeriesState;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.signal.Calendar;
import io.streamgauge.signal.Measurement;
import io.streamgauge.signal.Season;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The anomaly score of one key, one event at a time.
 *
 * <pre>
 *   score    largest of the key's surprise ({@link KeySurprise}), of several targets the levels' ({@link JointLevel}), its
 *            silence and its run of equal values
 *   silence  1 + log₁₀ pause/limit    of a pause beyond the key's limit ({@link AlertState#silenceLimit}), in usual intervals
 *   run      log p/log p*     p: share of past runs as long; a run is learned once, when it ends
 *   p*       = alarms per month · interval/30 days, at most one value in twenty  {@link AnomalySettings#allowedPerValue}
 * </pre>
 *
 * <p>One scale for every key: the score passes 1 as often as the user allows. It is held and fades by a fifth with every
 * value, so that {@code anomaly_score} stays up while an anomaly lasts; the alert score is the score where it is well
 * above all of the recent past, else 0. A silence has no part in the alert score: it was told while it lasted
 * ({@link SilenceWatch}), and the value that ends it is no second alert.
 */
public final class AnomalyScorer {

    private static final int SETTLING = 20;

    /** A value that comes twice may do so by chance, however rarely it has. */
    private static final int LEAST_REPEATS = 2;

    /** What is left of a score with every value after it. */
    static final double HOLD = .8;
    /** A held score below this is as usual: what comes after it begins anew. */
    static final double CALM_BELOW = .5;

    /** A longer time without a value is a pause. */
    private static final int PAUSE_BLOCKS = 2;
    /** What a step's levels are taken from, and a block more. */
    private static final int STEP_BLOCKS = 2 * LevelStep.SIDE + 1;

    /** The network's further forecast is the furthest that is no further than this. */
    private static final int AHEAD = 6;

    private final AnomalySettings settings;
    /** What is left out of a series whose stretches always hold a weekend's beginning or end. */
    private final Set<Statistic> withoutSteps;

    private final Head head;
    private final Season season;
    private final Calendar calendar;
    private final int ahead;
    private final int aheadIndex;

    public AnomalyScorer(ForecasterSpec spec, AnomalySettings settings) {
        this.settings = settings;
        Set<Statistic> left = EnumSet.of(Statistic.LEVEL);
        left.addAll(settings.without());
        withoutSteps = Set.copyOf(left);
        head = spec.head();
        season = new Season(spec.inputs().calendar());
        calendar = spec.inputs().calendar();
        int index = 0;
        for (int j = 0; j < spec.horizons().size(); j++) {
            index = spec.horizons().get(j) <= AHEAD ? j : index;
        }
        aheadIndex = index;
        ahead = spec.horizons().get(index);
    }

    /**
     * Scores one event.
     *
     * @param state the key's surprises so far; changed
     * @param series the key's series with the event taken in
     * @param before the same before
     * @param forecast the forecaster's result for the event
     * @param out overwritten
     */
    public void score(
            AnomalyState state,
            SeriesState series,
            SeriesBefore before,
            Measurement measurement,
            Forecast forecast,
            AnomalyResult out) {
        score(state, series.phase(season), before, measurement.time(), forecast, out);
    }

    /**
     * @param phase of the event in its season from 0 to below 1; NaN where there is none
     * @param time of the event in epoch milliseconds
     */
    void score(AnomalyState state, double phase, SeriesBefore before, long time, Forecast forecast, AnomalyResult out) {
        out.makeRoom(forecast.targets.length);
        forgetLevels(state.surprise, before, time);
        if (forecast.isMissing()) {
            pass(state, forecast, before, out);
            return;
        }
        double allowed = settings.allowedPerValue(before.interval());
        JointLevel levels = settings.without().contains(Statistic.JOINT) ? null : state.joint;
        double apart = levels == null ? allowed : (1 - JointLevel.ALLOWANCE) * allowed;
        surprise(state.surprise, phase, forecast, apart, before, time);
        double score = state.surprise.score(out.shares, apart);
        describe(state.surprise, forecast, out);
        if (levels != null) {
            score = Math.max(score, joint(levels, forecast, allowed, score, out));
        }
        double silence = silence(before, time);
        double run = run(state, before, forecast) / TailHistogram.digits(allowed);
        if (run > score) {
            score = run;
            tell(Statistic.FLAT, 0, forecast, out);
        }
        double alert = score;
        if (silence > score) {
            score = silence;
            tell(Statistic.SILENCE, out.target, forecast, out);
        }
        out.alertScore = state.surprise.onset(alert);
        if (out.alertScore >= 1) {
            state.surprise.alarmed();
        }
        if (state.held < CALM_BELOW) {
            state.since = time;
        }
        state.held = Math.max(score, HOLD * state.held);
        out.since = state.since;
        out.score = state.held;
        out.grade = grade(state);
    }

    /** The levels before and after a pause are not compared. */
    private static void forgetLevels(KeySurprise surprise, SeriesBefore before, long time) {
        if (time - before.lastTime() > PAUSE_BLOCKS * TargetSurprise.BLOCK * before.interval()) {
            for (TargetSurprise target : surprise.targets) {
                target.outOfForecast.forget();
            }
        }
    }

    /** How long the stretches are that a step's levels are taken from, in milliseconds. */
    private static double stretch(SeriesBefore before) {
        return STEP_BLOCKS * TargetSurprise.BLOCK * before.interval();
    }

    private Set<Statistic> without(SeriesBefore before) {
        return stretch(before) > Calendar.LONGEST_UNDIVIDED ? withoutSteps : settings.without();
    }

    private void surprise(
            KeySurprise surprise, double phase, Forecast forecast, double allowed, SeriesBefore before, long time) {
        long stretch = (long) stretch(before);
        Set<Statistic> without = without(before);
        for (int k = 0; k < forecast.targets.length; k++) {
            TargetForecast target = forecast.targets[k];
            TargetSurprise mine = surprise.targets[k];
            if (target.missing) {
                mine.pass(without);
                continue;
            }
            if (forecast.broken) {
                mine.forget();
            }
            boolean weekend = mine.isBlockEnding() && calendar.isDivided(time - stretch, time);
            mine.step(target.value, phase, head, weekend);
            mine.leaveOut(settings.without());
            missed(mine, target, allowed / forecast.targets.length, without);
            mine.keep(target, aheadIndex, ahead, head);
        }
    }

    private static void missed(TargetSurprise mine, TargetForecast target, double allowed, Set<Statistic> without) {
        if (target.hasPrevious) {
            mine.outOfForecast.step(target.residual, allowed, without);
        } else {
            mine.outOfForecast.pass(without);
        }
    }

    /** Says what had been expected of the loudest target. */
    private static void describe(KeySurprise surprise, Forecast forecast, AnomalyResult out) {
        out.target = surprise.loudest;
        out.loudest = surprise.statistic();
        expect(forecast.targets[out.target], out);
        double step = surprise.step();
        out.expected -= step;
        out.lower -= step;
        out.upper -= step;
    }

    /** The score of all levels together; says what had been expected of the loudest where it exceeds {@code score}. */
    private static double joint(JointLevel levels, Forecast forecast, double allowed, double score, AnomalyResult out) {
        double joint = levels.score(forecast, allowed);
        if (joint > score) {
            out.target = levels.loudest;
            out.loudest = Statistic.JOINT;
            System.arraycopy(levels.shares, 0, out.shares, 0, out.shares.length);
            expect(forecast.targets[out.target], out);
        }
        return joint;
    }

    private static void tell(Statistic statistic, int target, Forecast forecast, AnomalyResult out) {
        out.loudest = statistic;
        out.target = target;
        expect(forecast.targets[target], out);
    }

    private static void expect(TargetForecast loudest, AnomalyResult out) {
        out.expected = loudest.previousMean;
        out.lower = loudest.previousLower;
        out.upper = loudest.previousUpper;
    }

    /** A value that is missing is no surprise, and what stands in for it no evidence: what is held stays. */
    private void pass(AnomalyState state, Forecast forecast, SeriesBefore before, AnomalyResult out) {
        for (TargetSurprise target : state.surprise.targets) {
            target.pass(without(before));
        }
        out.target = 0;
        expect(forecast.first(), out);
        Arrays.fill(out.shares, 1.0 / out.shares.length);
        out.since = state.since;
        out.score = state.held;
        out.alertScore = 0;
        out.grade = grade(state);
    }

    private static double grade(AnomalyState state) {
        return grade(state.held);
    }

    /** 0 up to a score of 1, then towards 1. */
    static double grade(double score) {
        return score > 1 ? 1 - 1 / score : 0;
    }

    private static double silence(SeriesBefore before, long time) {
        if (before.count() < SETTLING) {
            return 0;
        }
        double pause = (time - before.lastTime()) / before.interval();
        return pause > before.silenceLimit() ? 1 + StrictMath.log10(pause / before.silenceLimit()) : 0;
    }

    private double run(AnomalyState state, SeriesBefore before, Forecast forecast) {
        if (before.count() == 0 || forecast.first().missing) {
            return 0;
        }
        boolean same = forecast.first().value == before.lastValue();
        if (!same) {
            state.runs.learn(1.0 + state.unchanged, before.count());
        }
        state.unchanged = same ? Math.min(state.unchanged, AnomalyState.MOST_UNCHANGED - 1) + 1 : 0;
        boolean silent = settings.without().contains(Statistic.FLAT);
        return silent || before.count() < SETTLING || state.unchanged < LEAST_REPEATS
                ? 0
                : state.runs.rarity(1.0 + state.unchanged);
    }
}
