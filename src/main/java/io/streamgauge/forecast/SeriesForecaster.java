package io.streamgauge.forecast;

import io.streamgauge.nn.Scratch;
import io.streamgauge.signal.FeatureEncoder;
import io.streamgauge.signal.Measurement;
import java.util.Arrays;

/**
 * The forecaster of one series, one value at a time.
 *
 * <p>A step first scores what had been forecast for the value that has come and learns from it, then takes the value in,
 * steps the shared network and issues the next forecasts: predict first, learn after. It is deterministic and changes
 * nothing but the state, the workspace and the result: no clock, no randomness, no allocation but that of a window.
 *
 * <pre>
 *   ŷ_{t+h} = y_t + u_h·(w_n·g_h + w_s·α·g_h)  u_h = ρ_t·√h, the unit of horizon h; g the network's output
 *                                              w, α: {@link ExpertMixer}; persistence adds 0
 *   band    = ŷ_{t+h} ± half-width             {@link ConformalBand}
 * </pre>
 *
 * <p>What is issued is rounded to what a state keeps of it, so that the forecast a value is scored against is, to the bit,
 * the one that was issued.
 */
public final class SeriesForecaster {

    /** The network's forecast change is at most this many units: one wild output stays harmless. */
    private static final float OUTPUT_CLIP = 12;

    /**
     * No change that came counts as more units than this, neither as a target nor against an expert: a series that stood
     * still and then jumps has no sensible unit.
     */
    static final float CHANGE_CLIP = 50;

    private final ForecasterSpec spec;
    private final int[] horizons;
    private final FeatureEncoder encoder;
    private final Head head;

    public SeriesForecaster(ForecasterSpec spec) {
        this.spec = spec;
        horizons = spec.horizonArray();
        head = spec.head();
        encoder = new FeatureEncoder(spec.season(), spec.zone());
    }

    public ForecasterSpec spec() {
        return spec;
    }

    /** Room for one step's intermediate results; one per thread. */
    public static final class Workspace {
        private final float[] inputs = new float[FeatureEncoder.FEATURES];
        private final float[] outputs;
        private final Scratch network;

        public Workspace(ForecasterSpec spec) {
            outputs = new float[spec.network().outputSize()];
            network = new Scratch(spec.network());
        }
    }

    /**
     * Takes in one value and issues the next forecasts.
     *
     * @param state the series so far; changed
     * @param measurement later than all values before it
     * @param model weights to use
     * @param workspace overwritten
     * @param out overwritten
     */
    public void step(
            SeriesState state, Measurement measurement, ModelSnapshot model, Workspace workspace, Forecast out) {
        if (state.count() > 0 && measurement.time() <= state.lastTime()) {
            throw new IllegalArgumentException(
                    "value at " + measurement.time() + " is not later than the last one at " + state.lastTime());
        }
        out.broken = state.cadence.update(measurement.time());
        if (out.broken) {
            state.breakSeries();
        }
        score(state, measurement.value(), out);
        state.scale.update(measurement.value());
        stepNetwork(state, measurement, model, workspace);
        issue(state, workspace, out);
        state.advance(model);
        cutWindow(state, out);
    }

    /**
     * Takes the last value's targets out of every training window, the one that {@code out} holds included.
     *
     * @param state the series after the value's {@link #step}; changed
     * @param out the result of that step; changed
     */
    public void markAnomalous(SeriesState state, Forecast out) {
        state.windows.markAnomalous(state.unbroken() - 1);
        cutWindow(state, out);
    }

    /** {@code change}, in units, within ±{@link #CHANGE_CLIP}. */
    static double clippedChange(double change) {
        return Math.max(-CHANGE_CLIP, Math.min(CHANGE_CLIP, change));
    }

    /** The unit of a forecast change: a random walk's deviation grows with the root of the horizon. */
    static double unit(double usualStep, int horizon) {
        return usualStep * Math.sqrt(horizon);
    }

    private void score(SeriesState state, double value, Forecast out) {
        long number = state.unbroken();
        double usualStep = state.scale.usualStep();
        out.hasPrevious = number >= 1;
        if (!out.hasPrevious) {
            out.previousMean = Double.NaN;
            out.previousLower = Double.NaN;
            out.previousUpper = Double.NaN;
            out.residual = Double.NaN;
            out.scaledResidual = Double.NaN;
            Arrays.fill(out.previousByExpert, Double.NaN);
            return;
        }
        scoreFirstHorizon(state, value, out);
        PendingForecasts pending = state.pending;
        for (int j = 0; j < horizons.length && horizons[j] <= number; j++) {
            double change = value - pending.origin(number, j);
            double unit = pending.unit(number, j);
            state.bands[j].learn(
                    change - unit * pending.change(number, j),
                    unit * pending.halfWidth(number, j),
                    unit(usualStep, horizons[j]));
            state.mixers[j].learn(change / unit, pending.networkChange(number, j), pending.scaledChange(number, j));
        }
    }

    private static void scoreFirstHorizon(SeriesState state, double value, Forecast out) {
        long number = state.unbroken();
        PendingForecasts pending = state.pending;
        double origin = pending.origin(number, 0);
        double unit = pending.unit(number, 0);
        double width = unit * pending.halfWidth(number, 0);
        out.previousMean = origin + unit * pending.change(number, 0);
        out.previousLower = out.previousMean - width;
        out.previousUpper = out.previousMean + width;
        out.residual = value - out.previousMean;
        out.scaledResidual = out.residual / state.bands[0].scale(state.scale.usualStep());
        out.previousByExpert[Expert.PERSISTENCE.ordinal()] = origin;
        out.previousByExpert[Expert.NETWORK.ordinal()] = origin + unit * pending.networkChange(number, 0);
        out.previousByExpert[Expert.SCALED_NETWORK.ordinal()] = origin + unit * pending.scaledChange(number, 0);
    }

    private void stepNetwork(SeriesState state, Measurement measurement, ModelSnapshot model, Workspace workspace) {
        encoder.encode(state.scale, state.cadence, workspace.inputs, 0);
        state.windows.put(
                state.unbroken(),
                measurement.time(),
                measurement.value(),
                state.scale.usualStep(),
                workspace.inputs,
                state.hidden.values());
        model.network().step(workspace.inputs, state.hidden, workspace.network, workspace.outputs);
        if (!allFinite(workspace.outputs) || !allFinite(state.hidden.values())) {
            // A rectified network can run away, and a layer above can hide it; its state must not stay lost.
            state.hidden.clear();
            Arrays.fill(workspace.outputs, 0);
        }
        for (int at = 0; at < workspace.outputs.length; at += head.outputsPerTarget()) {
            head.settle(workspace.outputs, at);
        }
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private void issue(SeriesState state, Workspace workspace, Forecast out) {
        long number = state.unbroken();
        double value = state.scale.last();
        double usualStep = state.scale.usualStep();
        state.pending.open(number, value, usualStep);
        for (int j = 0; j < horizons.length; j++) {
            double unit = unit(usualStep, horizons[j]);
            float network = Math.max(
                    -OUTPUT_CLIP, Math.min(OUTPUT_CLIP, head.mean(workspace.outputs, j * head.outputsPerTarget())));
            float scaled = (float) (state.mixers[j].gain() * network);
            float mixed = (float) state.mixers[j].mix(network);
            float width = (float) Math.min(state.bands[j].halfWidth(unit) / unit, Float.MAX_VALUE);
            state.pending.put(number, j, network, scaled, mixed, width);
            out.mean[j] = value + unit * mixed;
            out.median[j] = out.mean[j];
            out.lower[j] = out.mean[j] - unit * width;
            out.upper[j] = out.mean[j] + unit * width;
            out.targetTime[j] = state.cadence.interval() > 0 ? state.cadence.timeAhead(horizons[j]) : 0;
        }
        for (Expert expert : Expert.ALL) {
            out.weights[expert.ordinal()] = state.mixers[0].weight(expert);
        }
    }

    private static void cutWindow(SeriesState state, Forecast out) {
        long newest = state.unbroken() - 1;
        if (state.windows.isDue(newest)) {
            out.window = state.windows.cut(newest);
            out.windowFrom = state.windows.firstTime(newest);
        } else {
            out.window = null;
        }
    }
}
