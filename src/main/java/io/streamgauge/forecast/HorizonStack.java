package io.streamgauge.forecast;

import io.streamgauge.signal.StateFields;

/**
 * The mean of the horizons beyond the first: a regression on what each simple forecast of the same change had said
 * (stacking, Wolpert 1992), {@link SharedRegressions} of a group's horizons on
 *
 * <pre>
 *   z = [ r, s − r, p − r ] / (u·√h)
 * </pre>
 *
 * <p>r the readout's forecast, s the seasonal naive one, p that of the usual level of the phase,
 * without what this visit of the phase has brought; all changes in the source's
 * units, u the readouts' unit. It starts as the readout. Every label is that of a forecast issued h steps before, so a
 * readout that follows noise is found out.
 */
final class HorizonStack {

    private static final int INPUTS = 3;
    private static final double FORGETTING = .9996;
    private static final double VARIANCE = 3e-3;
    private static final double CLIP = 100;

    private final HorizonGroups groups;
    private final SharedRegressions regressions;

    HorizonStack(HorizonGroups groups) {
        this.groups = groups;
        regressions = new SharedRegressions(groups.count() - 1, INPUTS, FORGETTING, VARIANCE);
        regressions.believe(0, 1, VARIANCE);
    }

    /** Intermediate results of one step. */
    static final class Scratch {
        private final float[] inputs = new float[INPUTS];
        private final double[] product = new double[INPUTS];
    }

    /**
     * The stacked change of the horizon of number {@code j} ≥ 1, in the source's units.
     *
     * @param readout r
     * @param seasonal s; r where there is none
     * @param usual p; r where there is none
     * @param unit u; 0 while there is none
     */
    double forecast(int j, double readout, double seasonal, double usual, double unit, Scratch scratch) {
        if (unit <= 0) {
            return readout;
        }
        double size = unit * groups.root(j);
        encode(readout, seasonal, usual, size, scratch.inputs);
        return size * bounded(regressions.predict(groups.of(j) - 1, scratch.inputs));
    }

    /**
     * Learns from the change that came; what {@link #forecast} has last made of its forecasts still stands in
     * {@code scratch}.
     *
     * @param origin number of the step at which they were issued
     */
    void learn(int j, long origin, double change, double unit, Scratch scratch) {
        if (unit <= 0) {
            return;
        }
        int group = groups.of(j);
        double error = bounded(change / (unit * groups.root(j))) - regressions.predict(group - 1, scratch.inputs);
        double noise = FORGETTING + regressions.project(scratch.inputs, scratch.product);
        regressions.adjust(group - 1, scratch.product, error / noise);
        if (groups.leads(origin, group)) {
            regressions.reduce(scratch.product, noise);
        }
    }

    private static void encode(double readout, double seasonal, double usual, double size, float[] out) {
        out[0] = (float) bounded(readout / size);
        out[1] = (float) bounded((seasonal - readout) / size);
        out[2] = (float) bounded((usual - readout) / size);
    }

    private static double bounded(double value) {
        return Math.max(-CLIP, Math.min(CLIP, value));
    }

    void fields(StateFields fields) {
        if (groups.count() == 1) {
            return;
        }
        if (fields.version() < 9) {
            fieldsOfVersion8(fields);
        } else {
            regressions.fields(fields);
        }
    }

    /** Reads a regression for every horizon, of which the weights of a pair's first go on. */
    private void fieldsOfVersion8(StateFields fields) {
        float[] weights = new float[INPUTS];
        for (int j = 1; j < groups.horizons(); j++) {
            fields.reals(new float[INPUTS * (INPUTS + 1) / 2]);
            fields.shortFloats(weights);
            if (groups.first(groups.of(j)) == j) {
                regressions.begin(groups.of(j) - 1, weights);
            }
        }
    }
}
