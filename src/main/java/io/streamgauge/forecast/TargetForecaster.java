package io.streamgauge.forecast;

import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.Measurement;
import io.streamgauge.signal.MissingPolicy;
import java.util.Arrays;

/**
 * The part of a step that is one target's own.
 *
 * <pre>
 *   ŷ_{t+h} = y_t + u_h·(w_n·g_h + w_s·α·g_h)  u_h = ρ_t·√h, the unit of horizon h; g the network's output
 *                                              w, α: {@link ExpertMixer}; persistence adds 0
 *   band    = ŷ_{t+h} ± half-width             {@link ConformalBand}
 * </pre>
 *
 * <p>What is issued is rounded to what a state keeps of it, so that the forecast a value is scored against is, to the bit,
 * the one that was issued. Mean and band end at the bounds.
 *
 * <p>A missing value is neither scored nor learned from, by itself or by what stands in for it.
 */
final class TargetForecaster {

    /** The network's forecast change is at most this many units: one wild output stays harmless. */
    private static final float OUTPUT_CLIP = 12;

    private final int[] horizons;
    private final MissingPolicy missing;
    private final Bounds bounds;

    TargetForecaster(ForecasterSpec spec) {
        horizons = spec.horizonArray();
        missing = spec.inputs().missing();
        bounds = spec.bounds();
    }

    /**
     * Scores what had been forecast for value number {@code number}, learns from it and takes the value in.
     *
     * @param state the target so far; changed
     * @param number values since the last break
     * @param value NaN where it is missing
     * @param out its value and what had been expected of it; overwritten
     */
    void take(TargetState state, long number, double value, TargetForecast out) {
        out.missing = Double.isNaN(value);
        out.imputed = false;
        out.value = value;
        out.hasPrevious = number >= 1 && state.pending.isIssued(number, 0);
        recall(state, number, out);
        if (!out.missing) {
            score(state, number, value, out);
            state.scale.update(value);
        } else {
            impute(state, out);
        }
    }

    /**
     * Issues the next forecasts.
     *
     * @param state the target with the value taken in; changed
     * @param outputs of the network, of which this target's begin at {@code at}
     * @param out its forecasts and weights; overwritten
     */
    void issue(TargetState state, long number, float[] outputs, int at, TargetForecast out) {
        for (Expert expert : Expert.ALL) {
            out.weights[expert.ordinal()] = state.mixers[0].weight(expert);
        }
        if (state.scale.isEmpty()) {
            state.pending.openWithout(number);
            silence(out);
            return;
        }
        state.pending.open(number, state.scale.last(), state.scale.usualStep());
        for (int j = 0; j < horizons.length; j++) {
            issueHorizon(state, number, j, outputs[at + j], out);
        }
    }

    private void issueHorizon(TargetState state, long number, int j, float output, TargetForecast out) {
        double unit = SeriesForecaster.unit(state.scale.usualStep(), horizons[j]);
        float network = Math.max(-OUTPUT_CLIP, Math.min(OUTPUT_CLIP, output));
        float scaled = (float) (state.mixers[j].gain() * network);
        float mixed = (float) state.mixers[j].mix(network);
        state.pending.put(number, j, network, scaled, mixed);
        double mean = state.scale.last() + unit * mixed;
        out.mean[j] = bounds.clip(mean);
        out.median[j] = out.mean[j];
        for (int l = 0; l < state.bands.length; l++) {
            float width = (float) Math.min(state.bands[l][j].halfWidth(unit) / unit, Float.MAX_VALUE);
            state.pending.putHalfWidth(number, j, l, width);
            out.lower[l][j] = bounds.clip(mean - unit * width);
            out.upper[l][j] = bounds.clip(mean + unit * width);
        }
    }

    /** Before the first value there is nothing to forecast from. */
    private static void silence(TargetForecast out) {
        Arrays.fill(out.mean, Double.NaN);
        Arrays.fill(out.median, Double.NaN);
        for (int l = 0; l < out.lower.length; l++) {
            Arrays.fill(out.lower[l], Double.NaN);
            Arrays.fill(out.upper[l], Double.NaN);
        }
    }

    /** Writes what had been expected of value number {@code number}. */
    private void recall(TargetState state, long number, TargetForecast out) {
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
        double width = unit * pending.halfWidth(number, 0, 0);
        double mean = origin + unit * pending.change(number, 0);
        out.previousMean = bounds.clip(mean);
        out.previousLower = bounds.clip(mean - width);
        out.previousUpper = bounds.clip(mean + width);
        out.previousByExpert[Expert.PERSISTENCE.ordinal()] = origin;
        out.previousByExpert[Expert.NETWORK.ordinal()] = origin + unit * pending.networkChange(number, 0);
        out.previousByExpert[Expert.SCALED_NETWORK.ordinal()] = origin + unit * pending.scaledChange(number, 0);
    }

    private void score(TargetState state, long number, double value, TargetForecast out) {
        double usualStep = state.scale.usualStep();
        if (out.hasPrevious) {
            out.residual = value - out.previousMean;
            out.scaledResidual = out.residual / state.bands[0][0].scale(usualStep);
        }
        for (int j = 0; j < horizons.length && horizons[j] <= number; j++) {
            if (state.pending.isIssued(number, j)) {
                learn(state, number, j, value);
            }
        }
    }

    private void learn(TargetState state, long number, int j, double value) {
        PendingForecasts pending = state.pending;
        double usualUnit = SeriesForecaster.unit(state.scale.usualStep(), horizons[j]);
        double change = value - pending.origin(number, j);
        double unit = pending.unit(number, j);
        double error = change - unit * pending.change(number, j);
        for (int l = 0; l < state.bands.length; l++) {
            state.bands[l][j].learn(error, unit * pending.halfWidth(number, j, l), usualUnit);
        }
        state.mixers[j].learn(change / unit, pending.networkChange(number, j), pending.scaledChange(number, j));
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
