package io.streamgauge.forecast;

import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.Measurement;
import io.streamgauge.signal.MissingPolicy;
import io.streamgauge.signal.SeasonView;
import java.util.Arrays;

/**
 * The part of a step that is one target's own.
 *
 * <pre>
 *   experts    persistence, seasonal naive, readout ({@link OneStepReadout}, {@link HorizonReadouts}), network, stack
 *              ({@link ForecastStack}): each a change from y_t
 *   mean       = α · stack, beyond the first horizon α · readout                       {@link Shrinkage}
 *   median     = Σ w_e · expert e                                                      {@link ExpertMixer}
 *   band       = mean − S·f·c·q⁻ to mean + S·f·c·q⁺                          {@link BandScale}, {@link ConformalBand}
 * </pre>
 *
 * <p>What is issued is rounded to what a state keeps of it, so that the forecast a value is scored against is, to the bit,
 * the one that was issued. Mean, median and band end at the bounds.
 *
 * <p>A missing value is neither scored nor learned from, by itself or by what stands in for it.
 */
final class TargetForecaster {

    /** No expert's change is more units than this: one wild output stays harmless. */
    private static final double LARGEST_CHANGE = 1e6;

    private static final int NETWORK_POINTS = 4;
    private static final double LOWEST = .1;
    private static final double HIGHEST = .9;

    private final int[] horizons;
    private final MissingPolicy missing;
    private final Bounds bounds;
    private final Head head;
    private final int levels;

    TargetForecaster(ForecasterSpec spec) {
        horizons = spec.horizonArray();
        missing = spec.inputs().missing();
        bounds = spec.bounds();
        head = spec.head();
        levels = spec.bandLevels().size();
    }

    /** Intermediate results of one step. */
    static final class Scratch {
        private final float[] changes = new float[Expert.ALL.size()];
        private final double[] network = new double[NETWORK_POINTS];
        private final double[] product = new double[OneStepReadout.FEATURES];
        private final HorizonReadouts.Scratch horizons = new HorizonReadouts.Scratch();
        private final double[] lower;
        private final double[] upper;

        Scratch(ForecasterSpec spec) {
            lower = new double[spec.bandLevels().size()];
            upper = new double[spec.bandLevels().size()];
        }
    }

    /**
     * Scores what had been forecast for value number {@code number}, learns from it and takes the value in.
     *
     * @param state the target so far; changed
     * @param number values since the last break
     * @param value NaN where it is missing
     * @param season as seen from this value
     * @param scratch overwritten
     * @param out its value and what had been expected of it; overwritten
     */
    void take(TargetState state, long number, double value, SeasonView season, Scratch scratch, TargetForecast out) {
        season.look(state.profile);
        out.missing = Double.isNaN(value);
        out.imputed = false;
        out.value = value;
        out.hasPrevious = number >= 1 && state.pending.isIssued(number, 0);
        recall(state, number, scratch, out);
        if (out.missing) {
            impute(state, out);
        } else {
            score(state, number, value, season, scratch, out);
            state.scale.update(value);
            if (season.isKnown()) {
                state.profile.update(season.bucket(0), value, state.scale.lastChange());
            }
        }
        if (!state.scale.isEmpty()) {
            state.readout.encode(state.scale, season);
            state.horizonReadouts.encode(state.scale, season, number, scratch.horizons);
        }
    }

    /**
     * Issues the next forecasts.
     *
     * @param state the target with the value taken in; changed
     * @param outputs of the network, settled, of which this target's begin at {@code at}
     * @param season as seen from this value
     * @param scratch overwritten
     * @param out its forecasts and weights; overwritten
     */
    void issue(
            TargetState state,
            long number,
            float[] outputs,
            int at,
            SeasonView season,
            Scratch scratch,
            TargetForecast out) {
        season.look(state.profile);
        for (Expert expert : Expert.ALL) {
            out.weights[expert.ordinal()] = state.medians[0].weight(expert.ordinal());
        }
        System.arraycopy(outputs, at, out.network, 0, out.network.length);
        out.usualStep = state.scale.isEmpty() ? 0 : state.scale.usualStep();
        if (state.scale.isEmpty()) {
            state.pending.openWithout(number);
            silence(out);
            return;
        }
        double usualStep = state.scale.usualStep();
        state.pending.open(number, state.scale.last(), usualStep);
        boolean measured = state.bandScale.isKnown();
        state.pending.putBandScale(number, measured ? (float) (state.bandScale.value(usualStep) / usualStep) : 0);
        for (int j = 0; j < horizons.length; j++) {
            double unit = SeriesForecaster.unit(usualStep, horizons[j]);
            consult(state, number, j, unit, outputs, at + j * head.outputsPerTarget(), season, scratch);
            issueMean(state, number, j, unit, scratch, out);
            issueBands(state, number, j, unit, season, scratch, out);
        }
    }

    /** Writes the experts' changes in units. */
    private void consult(
            TargetState state,
            long number,
            int j,
            double unit,
            float[] outputs,
            int at,
            SeasonView season,
            Scratch scratch) {
        double[] network = scratch.network;
        network[0] = unit * head.median(outputs, at);
        network[1] = unit * head.mean(outputs, at);
        network[2] = unit * head.quantile(outputs, at, LOWEST);
        network[3] = unit * head.quantile(outputs, at, HIGHEST);
        double last = state.scale.last();
        double seasonal = season.isKnown() ? season.lastAhead(horizons[j], last) - last : 0;
        double readout = j == 0
                ? state.readout.forecast()
                : state.horizonReadouts.forecast(j, number, season, network[0], scratch.horizons);
        float[] changes = scratch.changes;
        changes[Expert.PERSISTENCE.ordinal()] = 0;
        changes[Expert.SEASONAL_NAIVE.ordinal()] = scaled(seasonal, unit);
        changes[Expert.READOUT.ordinal()] = scaled(readout, unit);
        changes[Expert.NETWORK.ordinal()] = scaled(network[0], unit);
        if (j == 0) {
            double stacked = state.stack.forecast(readout, network, state.readout.unit());
            changes[Expert.STACK.ordinal()] = scaled(stacked, unit);
        }
        state.pending.putExperts(number, j, changes);
    }

    private static float scaled(double change, double unit) {
        return (float) Math.max(-LARGEST_CHANGE, Math.min(LARGEST_CHANGE, change / unit));
    }

    private void issueMean(TargetState state, long number, int j, double unit, Scratch scratch, TargetForecast out) {
        float meanChange = (float)
                (state.trust[j].factor() * scratch.changes[Expert.mean(j).ordinal()]);
        float medianChange = (float) state.medians[j].mix(scratch.changes);
        state.pending.put(number, j, meanChange, medianChange);
        double last = state.scale.last();
        double mean = last + unit * meanChange;
        out.mean[j] = bounds.clip(mean);
        out.median[j] = bounds.clip(last + unit * medianChange);
    }

    private void issueBands(
            TargetState state,
            long number,
            int j,
            double unit,
            SeasonView season,
            Scratch scratch,
            TargetForecast out) {
        double measure = state.bandScale.value(state.scale.usualStep()) * state.bandScale.factor(season, horizons[j]);
        double mean = state.scale.last() + unit * state.pending.mean(number, j);
        state.bands[j].widths(scratch.lower, scratch.upper);
        for (int l = 0; l < levels; l++) {
            float toLower = inUnits(measure * scratch.lower[l], unit);
            float toUpper = inUnits(measure * scratch.upper[l], unit);
            state.pending.putBand(number, j, l, toLower, toUpper);
            out.lower[l][j] = bounds.clip(mean - unit * toLower);
            out.upper[l][j] = bounds.clip(mean + unit * toUpper);
            out.coverage[l][j] = state.bands[j].coverage(l);
        }
    }

    private static float inUnits(double width, double unit) {
        return (float) Math.min(width / unit, Float.MAX_VALUE);
    }

    /** Before the first value there is nothing to forecast from. */
    private static void silence(TargetForecast out) {
        Arrays.fill(out.mean, Double.NaN);
        Arrays.fill(out.median, Double.NaN);
        for (int l = 0; l < out.lower.length; l++) {
            Arrays.fill(out.lower[l], Double.NaN);
            Arrays.fill(out.upper[l], Double.NaN);
            Arrays.fill(out.coverage[l], Double.NaN);
        }
    }

    /** Writes what had been expected of value number {@code number}. */
    private void recall(TargetState state, long number, Scratch scratch, TargetForecast out) {
        out.residual = Double.NaN;
        out.scaledResidual = Double.NaN;
        if (!out.hasPrevious) {
            out.previousMean = Double.NaN;
            out.previousLower = Double.NaN;
            out.previousUpper = Double.NaN;
            Arrays.fill(out.previousByExpert, Double.NaN);
            return;
        }
        PendingForecasts pending = state.pending;
        double origin = pending.origin(number, 0);
        double unit = pending.unit(number, 0);
        double mean = origin + unit * pending.mean(number, 0);
        out.previousMean = bounds.clip(mean);
        out.previousLower = bounds.clip(mean - unit * pending.lowerWidth(number, 0, 0));
        out.previousUpper = bounds.clip(mean + unit * pending.upperWidth(number, 0, 0));
        pending.experts(number, 0, scratch.changes);
        for (int e = 0; e < Expert.count(0); e++) {
            out.previousByExpert[e] = origin + unit * scratch.changes[e];
        }
    }

    private void score(
            TargetState state, long number, double value, SeasonView season, Scratch scratch, TargetForecast out) {
        if (out.hasPrevious) {
            out.residual = value - out.previousMean;
            out.scaledResidual = out.residual / state.surprise.value(state.scale.usualStep());
        }
        for (int j = 0; j < horizons.length && horizons[j] <= number; j++) {
            if (state.pending.isIssued(number, j)) {
                learn(state, number, j, value, season, scratch);
            }
        }
        state.bandScale.learnSeason(season);
    }

    private void learn(TargetState state, long number, int j, double value, SeasonView season, Scratch scratch) {
        PendingForecasts pending = state.pending;
        double change = value - pending.origin(number, j);
        double unit = pending.unit(number, j);
        double error = change - unit * pending.mean(number, j);
        learnBands(state, number, j, error, season);
        pending.experts(number, j, scratch.changes);
        state.medians[j].learn(change / unit, scratch.changes);
        state.trust[j].learn(change / unit, scratch.changes[Expert.mean(j).ordinal()]);
        if (j == 0) {
            state.readout.learn(change, scratch.product);
            state.stack.learn(change, scratch.product);
        } else {
            double network = unit * scratch.changes[Expert.NETWORK.ordinal()];
            state.horizonReadouts.learn(j, number, change, network, season, scratch.horizons);
        }
    }

    private void learnBands(TargetState state, long number, int j, double error, SeasonView season) {
        PendingForecasts pending = state.pending;
        ConformalBand band = state.bands[j];
        double unit = pending.unit(number, j);
        for (int l = 0; l < levels; l++) {
            band.learnEnds(l, error, unit * pending.lowerWidth(number, j, l), unit * pending.upperWidth(number, j, l));
        }
        double factor = state.bandScale.factor(season, 0);
        double scale = pending.usualStep(number, j) * pending.bandScale(number, j);
        if (scale > 0) {
            state.bandScale.note(Math.abs(error) / (scale * band.size()));
            band.learn(Math.abs(error) / (scale * factor));
        } else {
            band.learn(Double.NaN);
        }
        if (j == 0) {
            state.bandScale.learn(error, factor);
            state.surprise.learn(error);
        }
    }

    private void impute(TargetState state, TargetForecast out) {
        out.imputed = missing != MissingPolicy.SKIP && !state.scale.isEmpty();
        if (state.scale.isEmpty()) {
            return;
        }
        double substitute = state.scale.last();
        if (missing == MissingPolicy.MODEL && out.hasPrevious) {
            double limit = Measurement.LARGEST_VALUE;
            substitute = Math.max(-limit, Math.min(limit, out.previousMean));
        }
        state.scale.impute(substitute);
        out.value = out.imputed ? substitute : Double.NaN;
    }
}
