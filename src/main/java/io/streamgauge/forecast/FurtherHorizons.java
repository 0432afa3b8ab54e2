package io.streamgauge.forecast;

import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.SeasonView;

/**
 * The part of a target's step that concerns the horizons beyond the first: their forecasts, and what is learned when their
 * values have come.
 *
 * <p>A forecast of every horizon is issued at every step. What is learned, by readouts, stack, trust, median and bands,
 * and what is told of errors and coverage, is of the forecasts that {@link HorizonGroups#keeps} says.
 */
final class FurtherHorizons {

    /** Bounds of an error's size in that of the horizon a step before, which two noisy ones would leave. */
    private static final double LEAST_RATIO = .9;

    private static final double LARGEST_RATIO = 1.3;

    private final HorizonGroups groups;
    private final Bounds bounds;
    private final Head head;
    private final int levels;

    FurtherHorizons(ForecasterSpec spec) {
        groups = new HorizonGroups(spec.horizonArray());
        bounds = spec.bounds();
        head = spec.head();
        levels = spec.bandLevels().size();
    }

    /** Whether there are horizons beyond the first. */
    boolean areAny() {
        return groups.horizons() > 1;
    }

    /** Marks step number {@code number} as one at which nothing is forecast. */
    void openWithout(TargetState state, long number) {
        if (Pace.takes(number)) {
            state.pending.open(number, 0, 0, 0);
        }
    }

    /**
     * Issues the forecasts; as {@link TargetForecaster#issue}.
     *
     * @param at where the network's outputs for the second horizon begin
     */
    void issue(
            TargetState state,
            long number,
            float[] outputs,
            int at,
            SeasonView season,
            TargetForecaster.Scratch scratch,
            TargetForecast out) {
        if (!areAny()) {
            return;
        }
        double usualStep = state.scale.usualStep();
        double bandScale = state.bandScale.value(usualStep);
        if (Pace.takes(number)) {
            float kept = state.bandScale.isKnown() ? (float) (bandScale / usualStep) : 0;
            state.pending.open(number, state.scale.last(), usualStep, kept);
        }
        for (int j = 1; j < groups.horizons(); j++) {
            float median = head.median(outputs, at + (j - 1) * head.outputsPerTarget());
            issue(state, number, j, median, bandScale, season, scratch, out);
        }
    }

    private void issue(
            TargetState state,
            long number,
            int j,
            float network,
            double bandScale,
            SeasonView season,
            TargetForecaster.Scratch scratch,
            TargetForecast out) {
        double unit = state.scale.usualStep() * groups.root(j);
        double last = state.scale.last();
        boolean known = season.isKnown();
        int then = known ? season.bucket(groups.steps(j)) : 0;
        boolean knowsThen = known && season.profile().knows(then);
        double networkChange = unit * network;
        double readout = state.horizonReadouts.forecast(j, season, then, networkChange, scratch.horizons);
        float[] changes = scratch.changes;
        changes[Expert.SEASONAL_NAIVE.ordinal()] =
                TargetForecaster.scaled(knowsThen ? season.profile().last(then) - last : 0, unit);
        changes[Expert.READOUT.ordinal()] = TargetForecaster.scaled(readout, unit);
        changes[Expert.NETWORK.ordinal()] = TargetForecaster.scaled(networkChange, unit);
        float usual = TargetForecaster.scaled(knowsThen ? season.profile().slowBefore(then) - last : readout, unit);
        float stacked = stacked(state, j, unit, unit * usual, known, scratch);
        float mean = (float) (state.trust[groups.of(j)].factor() * stacked);
        double center = last + unit * mean;
        out.mean[j] = bounds.clip(center);
        ExpertMixer mixer = state.medians[groups.of(j)];
        if (groups.isFirst(j)) {
            mixer.weights(scratch.weights);
        }
        out.median[j] = bounds.clip(last + unit * mixer.mix(scratch.weights, changes));
        double factor = known ? state.bandScale.factor(season.partOf(then, BandScale.PARTS)) : 1;
        issueBands(state, j, unit, bandScale * factor, center, scratch, out);
        if (groups.keeps(number, j)) {
            state.pending.put(number, j, changes, mean);
        }
    }

    /** The stack's change in units, of the experts' in {@code scratch}. */
    private static float stacked(
            TargetState state, int j, double unit, double usual, boolean known, TargetForecaster.Scratch scratch) {
        double readout = unit * scratch.changes[Expert.READOUT.ordinal()];
        double seasonal = known ? unit * scratch.changes[Expert.SEASONAL_NAIVE.ordinal()] : readout;
        double stacked =
                state.horizonStack.forecast(j, readout, seasonal, usual, state.horizonReadouts.unit(), scratch.stack);
        return TargetForecaster.scaled(stacked, unit);
    }

    /**
     * The usual error of horizon number {@code j} in that of its group's first: on the straight line to that of the next
     * group's first; of the last group, a random walk's.
     */
    private double ratio(TargetState state, int j) {
        int group = groups.of(j);
        if (groups.isFirst(j) || group + 1 == groups.count()) {
            return groups.ratio(j);
        }
        double growth = state.bands[group + 1].size() / state.bands[group].size() - 1;
        return Math.max(LEAST_RATIO, Math.min(LARGEST_RATIO, 1 + growth * groups.between(j)));
    }

    private void issueBands(
            TargetState state,
            int j,
            double unit,
            double measure,
            double center,
            TargetForecaster.Scratch scratch,
            TargetForecast out) {
        ConformalBand band = state.bands[groups.of(j)];
        double size = measure * ratio(state, j);
        band.widths(scratch.lower, scratch.upper);
        for (int l = 0; l < levels; l++) {
            out.lower[l][j] = bounds.clip(center - unit * TargetForecaster.inUnits(size * scratch.lower[l], unit));
            out.upper[l][j] = bounds.clip(center + unit * TargetForecaster.inUnits(size * scratch.upper[l], unit));
            out.coverage[l][j] = band.coverage(l);
        }
    }

    /** Learns from value number {@code number}, which has come, and scores what had been forecast of it. */
    void learn(
            TargetState state,
            long number,
            double value,
            SeasonView season,
            TargetForecaster.Scratch scratch,
            TargetForecast out) {
        double factor = state.bandScale.factor(season, 0);
        for (int j = 1; j < groups.horizons() && groups.steps(j) <= number; j++) {
            long origin = number - groups.steps(j);
            if (groups.keeps(origin, j) && state.pending.isIssued(origin)) {
                double change = value - state.pending.value(origin);
                double unit = state.pending.usualStep(origin) * groups.root(j);
                state.pending.experts(origin, j, scratch.changes);
                calibrate(state, origin, j, change, factor, scratch);
                weigh(state, origin, j, change / unit, scratch, out);
                stack(state, origin, j, change, unit, season, scratch);
                double network = unit * scratch.changes[Expert.NETWORK.ordinal()];
                state.horizonReadouts.learn(j, origin, change, network, season, scratch.horizons);
            }
        }
    }

    private void calibrate(
            TargetState state, long origin, int j, double change, double factor, TargetForecaster.Scratch scratch) {
        PendingForecasts pending = state.pending;
        double usualStep = pending.usualStep(origin);
        double ratio = ratio(state, j);
        double error = (change - usualStep * groups.root(j) * pending.mean(origin, j)) / ratio;
        double scale = usualStep * pending.bandScale(origin);
        ConformalBand band = state.bands[groups.of(j)];
        band.widths(scratch.lower, scratch.upper);
        double measure = (scale > 0 ? scale : usualStep) * factor;
        for (int l = 0; l < levels; l++) {
            band.learnEnds(l, error, measure * scratch.lower[l], measure * scratch.upper[l]);
        }
        TargetForecaster.learnSize(state, band, error, scale, factor);
    }

    /** @param change in units, as the experts' in {@code scratch} are */
    private void weigh(
            TargetState state,
            long origin,
            int j,
            double change,
            TargetForecaster.Scratch scratch,
            TargetForecast out) {
        state.medians[groups.of(j)].learn(change, scratch.changes);
        TargetForecaster.keepErrors(j, change, state.pending.mean(origin, j), scratch, out);
    }

    private void stack(
            TargetState state,
            long origin,
            int j,
            double change,
            double unit,
            SeasonView season,
            TargetForecaster.Scratch scratch) {
        // The level that the forecast found, unless the series has been through the whole season since.
        boolean usualKnown = season.isKnown() && season.profile().knows(season.bucket(0));
        double usual = usualKnown
                ? season.profile().slowBefore(season.bucket(0)) - state.pending.value(origin)
                : unit * scratch.changes[Expert.READOUT.ordinal()];
        float stacked = stacked(state, j, unit, usual, season.isKnown(), scratch);
        state.trust[groups.of(j)].learn(change / unit, stacked);
        state.horizonStack.learn(j, origin, change, state.horizonReadouts.unit(), scratch.stack);
    }
}
