package io.streamgauge.anomaly;

import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.signal.Measurement;

/**
 * The anomaly score of one series, one value at a time.
 *
 * <pre>
 *   spike   |z|                              z: residual in usual residuals, clipped to ±20
 *   drift   max_a |EW_a z| / √(a/(2 − a))    a ∈ {.3, .1, .03}; learned thinned out, or a drift would teach its own tail
 *   flat    1 + values in a row that equal the one before; a run is learned once, when it ends
 *   silence Δt / usual interval; below {@value #LEAST_SILENCE} a pause is learned from but is no surprise
 *   p       min(1, 4 · min of the four tail probabilities)      each from its own past, {@link TailCalibrator}
 *   score   log p / log p*                   p* = alarms per month · interval / 30 days
 * </pre>
 *
 * <p>Residuals and pauses count from value {@value #SETTLING} on: before, their units are guesses, and what a calibrator
 * had learned of them would pass for surprises that recur.
 *
 * <p>The score is thus one scale for every key: it reaches 1 as often as the user allows. It is held and fades by a fifth
 * with every value, so that {@code anomaly_score} stays up while an anomaly lasts; the alert score is the score where it
 * rises above what is held, else 0.
 */
public final class AnomalyScorer {

    private static final double RESIDUAL_CLIP = 20;
    private static final int SETTLING = 20;

    /** Deliveries that come late or get lost leave shorter gaps often enough. */
    private static final double LEAST_SILENCE = 10;

    /** Neighbouring drifts are nearly the same: after a good start one in so many is learned. */
    private static final int DRIFT_STRIDE = 16;

    private static final int DRIFT_START = 512;
    private static final double HOLD = .8;
    private static final double CLOSE_BELOW = .5;
    private static final double MONTH_MILLIS = 30.0 * 86_400_000;
    /** The tail of a month-long calibration says nothing about anything rarer or more frequent than this. */
    private static final double LARGEST_TARGET = .05;

    private static final double DEFAULT_INTERVAL_MILLIS = 60_000;

    private final AnomalySettings settings;

    public AnomalyScorer(AnomalySettings settings) {
        this.settings = settings;
    }

    /**
     * Scores one value.
     *
     * @param state the key's surprises so far; changed
     * @param before the key's series before the value came: its interval, last time and last value
     * @param forecast the forecaster's result for the values; of several targets the loudest residual counts
     * @param alerting whether an episode may open; false while old events are caught up with
     * @param out overwritten
     */
    public void score(
            AnomalyState state,
            SeriesBefore before,
            Measurement measurement,
            Forecast forecast,
            boolean alerting,
            AnomalyResult out) {
        describe(forecast, out);
        if (forecast.isMissing()) {
            pass(state, out);
            return;
        }
        double residual = before.count() < SETTLING ? Double.NaN : clipped(forecast.loudest().scaledResidual);
        boolean ended = before.count() > 0 && !forecast.first().missing && measurement.value() != before.lastValue();
        long endedRun = ended ? 1 + state.unchanged : 0;
        double least = 1;
        Statistic loudest = Statistic.SPIKE;
        for (Statistic statistic : Statistic.ALL) {
            double value = value(statistic, state, before, measurement, residual);
            if (Double.isNaN(value)) {
                continue;
            }
            TailCalibrator calibrator = state.calibrators[statistic.ordinal()];
            boolean usual = statistic == Statistic.SILENCE && value < LEAST_SILENCE;
            double probability = usual ? 1 : calibrator.probability(value);
            learn(statistic, calibrator, value, endedRun, before.count());
            if (probability < least) {
                least = probability;
                loudest = statistic;
            }
        }
        double score = scale(Math.min(1, Statistic.ALL.size() * least), before.interval());
        out.alertScore = score > state.held ? score : 0;
        if (state.held < CLOSE_BELOW) {
            state.since = measurement.time();
        }
        state.held = Math.max(score, HOLD * state.held);
        out.since = state.since;
        out.score = state.held;
        out.grade = grade(state);
        out.loudest = loudest;
        episode(state, before, measurement, alerting, score, out);
    }

    /** Says what had been expected of the loudest target, and how much of the surprise each has. */
    private static void describe(Forecast forecast, AnomalyResult out) {
        out.makeRoom(forecast.targets.length);
        double total = 0;
        out.target = 0;
        for (int k = 0; k < forecast.targets.length; k++) {
            double residual = forecast.targets[k].scaledResidual;
            out.shares[k] = Double.isNaN(residual) ? 0 : Math.min(residual * residual, RESIDUAL_CLIP * RESIDUAL_CLIP);
            total += out.shares[k];
            out.target = out.shares[k] > out.shares[out.target] ? k : out.target;
        }
        for (int k = 0; k < out.shares.length; k++) {
            out.shares[k] = total > 0 ? out.shares[k] / total : 1.0 / out.shares.length;
        }
        TargetForecast loudest = forecast.targets[out.target];
        out.expected = loudest.previousMean;
        out.lower = loudest.previousLower;
        out.upper = loudest.previousUpper;
    }

    /** A value that is missing is no surprise, and what stands in for it no evidence: what is held stays. */
    private static void pass(AnomalyState state, AnomalyResult out) {
        out.score = state.held;
        out.alertScore = 0;
        out.grade = grade(state);
        out.change = EpisodeChange.NONE;
        out.reason = AnomalyResult.IMPUTED;
    }

    private static double grade(AnomalyState state) {
        return state.held > 1 ? 1 - 1 / state.held : 0;
    }

    private static void learn(Statistic statistic, TailCalibrator calibrator, double value, long endedRun, long count) {
        switch (statistic) {
            case SPIKE, SILENCE -> calibrator.learn(value);
            case DRIFT -> {
                if (count < DRIFT_START || count % DRIFT_STRIDE == 0) {
                    calibrator.learn(value);
                }
            }
            case FLAT -> {
                if (endedRun > 0) {
                    calibrator.learn(endedRun);
                }
            }
        }
    }

    private double scale(double probability, double interval) {
        double usual = interval > 0 ? interval : DEFAULT_INTERVAL_MILLIS;
        double target = Math.min(LARGEST_TARGET, settings.alarmsPerMonth() * usual / MONTH_MILLIS);
        return StrictMath.log(probability) / StrictMath.log(target);
    }

    private void episode(
            AnomalyState state,
            SeriesBefore before,
            Measurement measurement,
            boolean alerting,
            double score,
            AnomalyResult out) {
        out.change = EpisodeChange.NONE;
        boolean warm = before.count() >= settings.warmUp();
        if (state.isOpen()) {
            if (state.held < CLOSE_BELOW) {
                out.change = EpisodeChange.CLOSED;
                state.closeEpisode();
            } else if (score > state.peak()) {
                state.raisePeak(score);
                out.change = EpisodeChange.UPDATED;
            }
        } else if (score >= 1 && warm && alerting) {
            state.openEpisode(measurement.time(), score, out.loudest);
            out.change = EpisodeChange.OPENED;
        }
        if (state.isOpen()) {
            out.reason = state.kind().id();
        } else if (!alerting) {
            out.reason = AnomalyResult.BACKFILL;
        } else {
            out.reason = warm ? AnomalyResult.WITHIN_MARGIN : AnomalyResult.WARM_UP;
        }
    }

    private static double value(
            Statistic statistic, AnomalyState state, SeriesBefore before, Measurement measurement, double residual) {
        return switch (statistic) {
            case SPIKE -> Math.abs(residual);
            case DRIFT -> drift(state, residual);
            case FLAT -> flat(state, before, measurement);
            case SILENCE ->
                before.count() < SETTLING ? Double.NaN : (measurement.time() - before.lastTime()) / before.interval();
        };
    }

    private static double clipped(double residual) {
        return Math.max(-RESIDUAL_CLIP, Math.min(RESIDUAL_CLIP, residual));
    }

    private static double drift(AnomalyState state, double residual) {
        if (Double.isNaN(residual)) {
            return Double.NaN;
        }
        double largest = 0;
        for (int i = 0; i < state.drifts.length; i++) {
            double rate = AnomalyState.DRIFT_RATES[i];
            state.drifts[i] += rate * (residual - state.drifts[i]);
            largest = Math.max(largest, Math.abs(state.drifts[i]) / Math.sqrt(rate / (2 - rate)));
        }
        return largest;
    }

    private static double flat(AnomalyState state, SeriesBefore before, Measurement measurement) {
        if (before.count() == 0 || Double.isNaN(measurement.value())) {
            return Double.NaN;
        }
        state.unchanged = measurement.value() == before.lastValue() ? state.unchanged + 1 : 0;
        return 1.0 + state.unchanged;
    }
}
