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
 *   mean       = α · stack; beyond the first horizon the stack is {@link HorizonStack}   {@link Shrinkage}
 *   median     = Σ w_e · expert e                                                      {@link ExpertMixer}
 *   band       = mean − S·f·c·q⁻ to mean + S·f·c·q⁺                          {@link BandScale}, {@link ConformalBand}
 * </pre>
 *
 * <p>The next value's forecast is here, those of the further horizons in {@link FurtherHorizons}. What is issued for the
 * next value is rounded to what a state keeps of it, so that the forecast a value is scored against is, to the bit, the
 * one that was issued. Mean, median and band end at the bounds.
 *
 * <p>A missing value is neither scored nor learned from, by itself or by what stands in for it.
 */
final class TargetForecaster {

    /** No expert's change is more units than this: one wild output stays harmless. */
    private static final double LARGEST_CHANGE = 1e6;

    private static final int NETWORK_POINTS = 4;
    private static final double LOWEST = .1;
    private static final double HIGHEST = .9;

    private final MissingPolicy missing;
    private final Bounds bounds;
    private final Head head;
    private final int levels;
    private final boolean forecastsRest;
    private final FurtherHorizons further;

    TargetForecaster(ForecasterSpec spec) {
        missing = spec.inputs().missing();
        bounds = spec.bounds();
        head = spec.head();
        levels = spec.bandLevels().size();
        forecastsRest = spec.target() == TargetKind.RESIDUAL;
        further = new FurtherHorizons(spec);
    }

    /** Intermediate results of one step. */
    static final class Scratch {
        final float[] changes = new float[Expert.ALL.size()];
        final HorizonReadouts.Scratch horizons = new HorizonReadouts.Scratch();
        final HorizonStack.Scratch stack = new HorizonStack.Scratch();
        final double[] lower;
        final double[] upper;
        /** Of the experts at the horizons of a group. */
        final double[] weights = new double[Expert.ALL.size()];

        private final double[] network = new double[NETWORK_POINTS];
        private final double[] product = new double[OneStepReadout.FEATURES];

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
        out.hasPrevious = number >= 1 && !state.scale.isEmpty();
        recall(state, scratch, out);
        if (out.missing) {
            impute(state, out);
            if (season.isKnown()) {
                state.profile.pass(season.bucket(0), state.scale.last());
            }
        } else {
            score(state, number, value, season, scratch, out);
            state.scale.update(value);
            if (season.isKnown()) {
                state.profile.update(season.bucket(0), value, state.scale.lastChange());
            }
        }
        if (!state.scale.isEmpty()) {
            state.readout.encode(state.scale, season);
            if (further.areAny()) {
                state.horizonReadouts.encode(state.scale, season, number, scratch.horizons);
            }
        }
    }

    /**
     * Issues the next forecasts.
     *
     * @param state the target with the value taken in; changed
     * @param outputs of the network, settled, of which this target's begin at {@code at}; to what it says of the next value
     *     alone the readout's forecast is added where the network was asked for the rest
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
        state.medians[0].weights(out.weights);
        out.expected = 0;
        if (forecastsRest && !state.scale.isEmpty()) {
            out.expected = scaled(state.readout.forecast(), state.scale.usualStep());
            head.shift(outputs, at, out.expected);
        }
        System.arraycopy(outputs, at, out.network, 0, out.network.length);
        out.usualStep = state.scale.isEmpty() ? 0 : state.scale.usualStep();
        if (state.scale.isEmpty()) {
            further.openWithout(state, number);
            silence(out);
            return;
        }
        consult(state, outputs, at, season, scratch);
        issueNext(state, season, scratch, out);
        further.issue(state, number, outputs, at + head.outputsPerTarget(), season, scratch, out);
    }

    /** Writes the experts' forecasts of the next value, in units. */
    private void consult(TargetState state, float[] outputs, int at, SeasonView season, Scratch scratch) {
        double unit = state.scale.usualStep();
        double[] network = scratch.network;
        network[0] = unit * head.median(outputs, at);
        network[1] = unit * head.mean(outputs, at);
        network[2] = unit * head.quantile(outputs, at, LOWEST);
        network[3] = unit * head.quantile(outputs, at, HIGHEST);
        double last = state.scale.last();
        double seasonal = season.isKnown() ? season.lastAhead(1, last) - last : 0;
        double readout = state.readout.forecast();
        float[] changes = scratch.changes;
        changes[Expert.PERSISTENCE.ordinal()] = 0;
        changes[Expert.SEASONAL_NAIVE.ordinal()] = scaled(seasonal, unit);
        changes[Expert.READOUT.ordinal()] = scaled(readout, unit);
        changes[Expert.NETWORK.ordinal()] = scaled(network[0], unit);
        changes[Expert.STACK.ordinal()] = scaled(state.stack.forecast(readout, network, state.readout.unit()), unit);
    }

    /** {@code change} in units, kept from being wild. */
    static float scaled(double change, double unit) {
        double units = change / unit;
        return (float) (units > LARGEST_CHANGE ? LARGEST_CHANGE : units < -LARGEST_CHANGE ? -LARGEST_CHANGE : units);
    }

    private void issueNext(TargetState state, SeasonView season, Scratch scratch, TargetForecast out) {
        double unit = state.scale.usualStep();
        float meanChange = (float) (state.trust[0].factor() * scratch.changes[Expert.STACK.ordinal()]);
        state.pending.putNext(scratch.changes, meanChange);
        double last = state.scale.last();
        double mean = last + unit * meanChange;
        out.mean[0] = bounds.clip(mean);
        out.median[0] = bounds.clip(last + unit * (float) state.medians[0].mix(out.weights, scratch.changes));
        double measure = state.bandScale.value(unit) * state.bandScale.factor(season, 1);
        state.bands[0].widths(scratch.lower, scratch.upper);
        for (int l = 0; l < levels; l++) {
            float toLower = inUnits(measure * scratch.lower[l], unit);
            float toUpper = inUnits(measure * scratch.upper[l], unit);
            state.pending.putNextBand(l, toLower, toUpper);
            out.lower[l][0] = bounds.clip(mean - unit * toLower);
            out.upper[l][0] = bounds.clip(mean + unit * toUpper);
            out.coverage[l][0] = state.bands[0].coverage(l);
        }
    }

    static float inUnits(double width, double unit) {
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

    /** Writes what had been expected of the value that has come; nothing has changed since it was issued. */
    private void recall(TargetState state, Scratch scratch, TargetForecast out) {
        out.residual = Double.NaN;
        out.scaledResidual = Double.NaN;
        for (double[] errors : out.scaledErrors) {
            Arrays.fill(errors, Double.NaN);
        }
        if (!out.hasPrevious) {
            out.previousMean = Double.NaN;
            out.previousLower = Double.NaN;
            out.previousUpper = Double.NaN;
            Arrays.fill(out.previousByExpert, Double.NaN);
            return;
        }
        PendingForecasts pending = state.pending;
        double origin = state.scale.last();
        double unit = state.scale.usualStep();
        double mean = origin + unit * pending.nextMean();
        out.previousMean = bounds.clip(mean);
        out.previousLower = bounds.clip(mean - unit * pending.nextLowerWidth(0));
        out.previousUpper = bounds.clip(mean + unit * pending.nextUpperWidth(0));
        pending.nextExperts(scratch.changes);
        for (int e = 0; e < Expert.count(0); e++) {
            out.previousByExpert[e] = origin + unit * scratch.changes[e];
        }
    }

    private void score(
            TargetState state, long number, double value, SeasonView season, Scratch scratch, TargetForecast out) {
        if (out.hasPrevious) {
            out.residual = value - out.previousMean;
            out.scaledResidual = out.residual / state.surprise.value(state.scale.usualStep());
            learnNext(state, value, season, scratch, out);
        }
        further.learn(state, number, value, season, scratch, out);
        state.bandScale.learnSeason(season);
    }

    private void learnNext(TargetState state, double value, SeasonView season, Scratch scratch, TargetForecast out) {
        PendingForecasts pending = state.pending;
        double change = value - state.scale.last();
        double unit = state.scale.usualStep();
        double error = change - unit * pending.nextMean();
        for (int l = 0; l < levels; l++) {
            state.bands[0].learnEnds(l, error, unit * pending.nextLowerWidth(l), unit * pending.nextUpperWidth(l));
        }
        double factor = state.bandScale.factor(season, 0);
        double scale = state.bandScale.isKnown() ? state.bandScale.value(unit) : 0;
        learnSize(state, state.bands[0], error, scale, factor);
        state.bandScale.learn(error, factor);
        state.surprise.learn(error);
        pending.nextExperts(scratch.changes);
        state.medians[0].learn(change / unit, scratch.changes);
        state.trust[0].learn(change / unit, scratch.changes[Expert.STACK.ordinal()]);
        state.readout.learn(change, scratch.product);
        state.stack.learn(change, state.readout.unit(), scratch.product);
        keepErrors(0, change / unit, pending.nextMean(), scratch, out);
    }

    /** Learns the usual size of a band's errors, from one that came in the scale S_o. */
    static void learnSize(TargetState state, ConformalBand band, double error, double scale, double factor) {
        if (scale > 0) {
            state.bandScale.note(Math.abs(error) / (scale * band.size()));
            band.learn(Math.abs(error) / (scale * factor));
        } else {
            band.learn(Double.NaN);
        }
    }

    /** Writes the errors of the mean and of the experts, whose changes stand in {@code scratch}, all in units. */
    static void keepErrors(int j, double change, double mean, Scratch scratch, TargetForecast out) {
        out.scaledErrors[0][j] = Math.abs(change - mean);
        for (int e = 0; e < Expert.count(j); e++) {
            out.scaledErrors[1 + e][j] = Math.abs(change - scratch.changes[e]);
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
