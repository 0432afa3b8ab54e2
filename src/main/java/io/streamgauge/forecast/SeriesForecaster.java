package io.streamgauge.forecast;

import io.streamgauge.nn.Scratch;
import io.streamgauge.signal.FeatureEncoder;
import io.streamgauge.signal.Gaps;
import io.streamgauge.signal.Measurement;
import io.streamgauge.signal.Season;
import io.streamgauge.signal.SeasonView;
import io.streamgauge.signal.ShortFloat;
import java.util.Arrays;
import java.util.List;

/**
 * The forecaster of one series, one event at a time.
 *
 * <p>A step first scores what had been forecast for the values that have come and learns from it, then takes the values
 * in, steps the shared network once for all targets and issues the next forecasts: predict first, learn after. It is
 * deterministic and changes nothing but the state, the workspace and the result: no clock, no randomness, no allocation
 * but that of a window. What is one target's own is done by {@link TargetForecaster}.
 */
public final class SeriesForecaster {

    /**
     * No change that came counts as more units than this, neither as a target nor against an expert: a series that stood
     * still and then jumps has no sensible unit.
     */
    static final float CHANGE_CLIP = 50;

    private final ForecasterSpec spec;
    private final int[] horizons;
    private final int categories;
    private final Gaps gaps;
    private final FeatureEncoder encoder;
    private final TargetForecaster targets;

    public SeriesForecaster(ForecasterSpec spec) {
        this.spec = spec;
        horizons = spec.horizonArray();
        categories = spec.inputs().covariates().categorical().size();
        gaps = spec.inputs().gaps();
        encoder = new FeatureEncoder(spec.inputs());
        targets = new TargetForecaster(spec);
    }

    public ForecasterSpec spec() {
        return spec;
    }

    /** Room for one step's intermediate results; one per thread. */
    public static final class Workspace {
        private final float[] inputs;
        private final float[] outputs;
        private final Scratch network;
        private final SeasonView season;
        private final TargetForecaster.Scratch target;

        public Workspace(ForecasterSpec spec) {
            inputs = new float[spec.network().inputWidth()];
            outputs = new float[spec.network().outputSize()];
            network = new Scratch(spec.network());
            target = new TargetForecaster.Scratch(spec);
            season = new SeasonView(new Season(spec.inputs().calendar()));
        }
    }

    /**
     * Takes in what one event brings and issues the next forecasts.
     *
     * @param state the series so far; changed
     * @param measurement later than all before it
     * @param model weights to use
     * @param workspace overwritten
     * @param out overwritten
     */
    public void step(
            SeriesState state, Measurement measurement, ModelSnapshot model, Workspace workspace, Forecast out) {
        check(state, measurement);
        if (state.count() == 0) {
            state.begin(model.prior());
        }
        long pause = state.count() == 0 ? 0 : measurement.time() - state.lastTime();
        out.broken = state.cadence.update(measurement.time());
        pause(state, out.broken);
        long number = state.unbroken();
        workspace.season.locate(state.cadence);
        for (int k = 0; k < state.targets.length; k++) {
            targets.take(
                    state.targets[k],
                    number,
                    measurement.values()[k],
                    workspace.season,
                    workspace.target,
                    out.targets[k]);
        }
        for (int i = 0; i < state.covariates.length; i++) {
            state.covariates[i].update(measurement.covariates()[i]);
        }
        encode(state, measurement, workspace.season, workspace.inputs);
        remember(state, pause, workspace.inputs, out);
        stepNetwork(state, model, workspace, out);
        for (int k = 0; k < state.targets.length; k++) {
            int at = k * horizons.length * spec.head().outputsPerTarget();
            targets.issue(
                    state.targets[k],
                    number,
                    workspace.outputs,
                    at,
                    workspace.season,
                    workspace.target,
                    out.targets[k]);
        }
        rememberExpected(state, number, out);
        for (int j = 0; j < horizons.length; j++) {
            out.targetTime[j] = state.cadence.interval() > 0 ? state.cadence.timeAhead(horizons[j]) : 0;
        }
        state.advance(model);
        cutWindow(state, out);
    }

    private void check(SeriesState state, Measurement measurement) {
        require("values", measurement.values().length, state.targets.length);
        require("covariates", measurement.covariates().length, state.covariates.length);
        require("categories", measurement.categories().length, categories);
        if (state.count() > 0 && measurement.time() <= state.lastTime()) {
            throw new IllegalArgumentException(
                    "value at " + measurement.time() + " is not later than the last one at " + state.lastTime());
        }
    }

    private static void require(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "measurement has " + found + " " + what + ", the forecaster expects " + expected);
        }
    }

    /**
     * Takes the last values' labels out of every training window, the one that {@code out} holds included.
     *
     * @param state the series after the values' {@link #step}; changed
     * @param out the result of that step; changed
     */
    public void markAnomalous(SeriesState state, Forecast out) {
        WindowBuffer windows = state.windows();
        if (windows != null) {
            windows.markAnomalous(state.unbroken() - 1);
            cutWindow(state, out);
        }
    }

    /**
     * Takes the labels of a stretch of values out of the training windows that are still to come.
     *
     * @param state the series; changed
     * @param from event time of the first value in epoch milliseconds
     * @param to event time of the last value likewise
     */
    public void markAnomalous(SeriesState state, long from, long to) {
        WindowBuffer windows = state.windows();
        if (windows != null) {
            windows.markAnomalous(state.unbroken() - 1, state.lastTime(), from, to);
        }
    }

    /** {@code change}, in units, within ±{@link #CHANGE_CLIP}. */
    static double clippedChange(double change) {
        return Math.max(-CHANGE_CLIP, Math.min(CHANGE_CLIP, change));
    }

    /** The unit of a forecast change: a random walk's deviation grows with the root of the horizon. */
    static double unit(double usualStep, int horizon) {
        return usualStep * Math.sqrt(horizon);
    }

    /** What the time since the last value has done to the series. */
    private void pause(SeriesState state, boolean broken) {
        if (broken) {
            state.breakSeries();
        } else if (gaps.fades()) {
            float left = gaps.left(state.cadence);
            float[] hidden = state.hidden.values();
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] *= left;
            }
        }
    }

    private void encode(SeriesState state, Measurement measurement, SeasonView season, float[] inputs) {
        int at = 0;
        for (TargetState target : state.targets) {
            season.look(target.profile);
            at = encoder.encodeTarget(target.scale, season, inputs, at);
        }
        at = encoder.encodeTime(state.cadence, inputs, at);
        encoder.encodeCovariates(state.covariates, measurement.categories(), inputs, at);
    }

    /** Keeps the step for a window. */
    private static void remember(SeriesState state, long pause, float[] inputs, Forecast out) {
        WindowBuffer windows = state.windows();
        if (windows == null) {
            return;
        }
        long number = state.unbroken();
        windows.put(number, pause, inputs, state.hidden.values());
        for (int k = 0; k < state.targets.length; k++) {
            TargetState target = state.targets[k];
            double change = target.scale.lastChange();
            windows.putTarget(number, k, change, target.usualStep(), out.targets[k].missing);
        }
    }

    private static void rememberExpected(SeriesState state, long number, Forecast out) {
        WindowBuffer windows = state.windows();
        for (int k = 0; k < state.targets.length && windows != null; k++) {
            windows.putExpected(number, k, out.targets[k].expected);
        }
    }

    private void stepNetwork(SeriesState state, ModelSnapshot model, Workspace workspace, Forecast out) {
        model.network().step(workspace.inputs, state.hidden, workspace.network, workspace.outputs);
        boolean finite = allFinite(workspace.outputs) && allFinite(state.hidden.values());
        if (!finite) {
            // A rectified network can run away, and a layer above can hide it; its state must not stay lost.
            state.hidden.clear();
            Arrays.fill(workspace.outputs, 0);
        }
        // As a state keeps it: what a key remembers does not depend on whether it was stored meanwhile.
        ShortFloat.round(state.hidden.values());
        int values = spec.valueOutputs();
        for (int at = 0; at < values; at += spec.head().outputsPerTarget()) {
            spec.head().settle(workspace.outputs, at);
        }
        boolean learned = spec.outcome() != null && finite && model.generation() > 0;
        out.outcome = learned ? Outcome.probability(workspace.outputs[values]) : Double.NaN;
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private void cutWindow(SeriesState state, Forecast out) {
        long newest = state.unbroken() - 1;
        WindowBuffer windows = state.windows();
        if (windows != null && windows.isDue(newest)) {
            out.window = windows.cut(newest);
            out.windowFrom = windows.firstTime(newest, state.lastTime());
            out.windowTimes = spec.outcome() == null ? List.of() : windows.times(newest, state.lastTime());
            out.readout = state.summary();
        } else {
            out.window = null;
            out.readout = null;
        }
    }
}
