package io.streamgauge.forecast;

import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.SeasonView;

/**
 * The part of a target's step that concerns the horizons beyond the first: their forecasts, and what is learned when their
 * values have come.
 *
 * <p>A forecast of every horizon is issued at every step. The readouts learn from those of
 * one step of two ({@link HorizonReadouts#PACE}), all else (stack, trust, median, bands) from those of one step of four
 * ({@link PendingForecasts#PACE}), and so does what is told of their errors and coverage.
 */
final class FurtherHorizons {

    private final int[] horizons;
    /** √h. */
    private final double[] roots;

    private final Bounds bounds;
    private final Head head;
    private final int levels;

    FurtherHorizons(ForecasterSpec spec) {
        horizons = spec.horizonArray();
        roots = new double[horizons.length];
        for (int j = 0; j < horizons.length; j++) {
            roots[j] = SeriesForecaster.unit(1, horizons[j]);
        }
        bounds = spec.bounds();
        head = spec.head();
        levels = spec.bandLevels().size();
    }

    /** Whether there are horizons beyond the first. */
    boolean areAny() {
        return horizons.length > 1;
    }

    /** Marks step number {@code number} as one at which nothing is forecast. */
    void openWithout(TargetState state, long number) {
        if (HorizonReadouts.PACE.takes(number)) {
            state.pending.open(number, 0, 0);
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
        if (HorizonReadouts.PACE.takes(number)) {
            state.pending.open(number, state.scale.last(), usualStep);
        }
        if (PendingForecasts.PACE.takes(number)) {
            state.pending.putBandScale(number, state.bandScale.isKnown() ? (float) (bandScale / usualStep) : 0);
        }
        for (int j = 1; j < horizons.length; j++) {
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
        double unit = state.scale.usualStep() * roots[j];
        double last = state.scale.last();
        boolean known = season.isKnown();
        int then = known ? season.bucket(horizons[j]) : 0;
        boolean knowsThen = known && season.profile().knows(then);
        double networkChange = unit * network;
        double readout = state.horizonReadouts.forecast(j, season, then, networkChange, scratch.horizons);
        float[] changes = scratch.changes;
        changes[Expert.SEASONAL_NAIVE.ordinal()] =
                TargetForecaster.scaled(knowsThen ? season.profile().last(then) - last : 0, unit);
        changes[Expert.READOUT.ordinal()] = TargetForecaster.scaled(readout, unit);
        changes[Expert.NETWORK.ordinal()] = TargetForecaster.scaled(networkChange, unit);
        float usual = TargetForecaster.scaled(knowsThen ? season.profile().slow(then) - last : readout, unit);
        float stacked = stacked(state, j, unit, unit * usual, known, scratch);
        float mean = (float) (state.trust[j].factor() * stacked);
        double center = last + unit * mean;
        out.mean[j] = bounds.clip(center);
        out.median[j] = bounds.clip(last + unit * state.medians[j].mix(changes));
        double factor = known ? state.bandScale.factor(season.partOf(then, BandScale.PARTS)) : 1;
        issueBands(state, j, unit, bandScale * factor, center, scratch, out);
        if (HorizonReadouts.PACE.takes(number)) {
            state.pending.putNetwork(number, j, changes[Expert.NETWORK.ordinal()]);
        }
        if (PendingForecasts.PACE.takes(number)) {
            float seasonal = changes[Expert.SEASONAL_NAIVE.ordinal()];
            state.pending.put(number, j, changes[Expert.READOUT.ordinal()], mean, seasonal, usual);
            for (int l = 0; l < levels; l++) {
                float toLower = TargetForecaster.inUnits(bandScale * factor * scratch.lower[l], unit);
                float toUpper = TargetForecaster.inUnits(bandScale * factor * scratch.upper[l], unit);
                state.pending.putBand(number, j, l, toLower, toUpper);
            }
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

    private void issueBands(
            TargetState state,
            int j,
            double unit,
            double measure,
            double center,
            TargetForecaster.Scratch scratch,
            TargetForecast out) {
        state.bands[j].widths(scratch.lower, scratch.upper);
        for (int l = 0; l < levels; l++) {
            out.lower[l][j] = bounds.clip(center - unit * TargetForecaster.inUnits(measure * scratch.lower[l], unit));
            out.upper[l][j] = bounds.clip(center + unit * TargetForecaster.inUnits(measure * scratch.upper[l], unit));
            out.coverage[l][j] = state.bands[j].coverage(l);
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
        for (int j = 1; j < horizons.length && horizons[j] <= number; j++) {
            long origin = number - horizons[j];
            if (!HorizonReadouts.PACE.takes(origin) || !state.pending.isIssued(origin)) {
                continue;
            }
            double unit = state.pending.usualStep(origin) * roots[j];
            double change = value - state.pending.value(origin);
            float network = state.pending.network(origin, j);
            if (PendingForecasts.PACE.takes(origin)) {
                calibrate(state, origin, j, change, unit, factor, network, season, scratch, out);
            }
            state.horizonReadouts.learn(j, number, change, unit * network, season, scratch.horizons);
        }
    }

    private void calibrate(
            TargetState state,
            long origin,
            int j,
            double change,
            double unit,
            double factor,
            float network,
            SeasonView season,
            TargetForecaster.Scratch scratch,
            TargetForecast out) {
        PendingForecasts pending = state.pending;
        double mean = pending.mean(origin, j);
        double error = change - unit * mean;
        for (int l = 0; l < levels; l++) {
            state.bands[j].learnEnds(
                    l, error, unit * pending.lowerWidth(origin, j, l), unit * pending.upperWidth(origin, j, l));
        }
        double scale = pending.usualStep(origin) * pending.bandScale(origin);
        TargetForecaster.learnSize(state, j, error, scale, factor);

        boolean known = season.isKnown();
        float[] changes = scratch.changes;
        changes[Expert.PERSISTENCE.ordinal()] = 0;
        changes[Expert.SEASONAL_NAIVE.ordinal()] = pending.seasonal(origin, j);
        changes[Expert.READOUT.ordinal()] = pending.readout(origin, j);
        changes[Expert.NETWORK.ordinal()] = network;
        state.medians[j].learn(change / unit, changes);
        TargetForecaster.keepErrors(j, change / unit, mean, scratch, out);

        double readout = unit * changes[Expert.READOUT.ordinal()];
        double seasonal = known ? unit * changes[Expert.SEASONAL_NAIVE.ordinal()] : readout;
        double usual = unit * pending.usual(origin, j);
        float stacked = stacked(state, j, unit, usual, known, scratch);
        state.trust[j].learn(change / unit, stacked);
        double readoutUnit = state.horizonReadouts.unit();
        state.horizonStack.learn(j, change, readout, seasonal, usual, readoutUnit, scratch.stack);
    }
}
