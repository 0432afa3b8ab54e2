package io.streamgauge.forecast;

import io.streamgauge.signal.StateFields;
import java.util.Arrays;

/**
 * The mean of the horizons beyond the first: a regression on what each simple forecast of the same change had said
 * (stacking, Wolpert 1992), {@link RecursiveLeastSquares} on
 *
 * <pre>
 *   z = [ r, s − r, p − r ] / u
 * </pre>
 *
 * <p>r the readout's forecast, s the seasonal naive one, p that of the usual level of the phase; all changes in the source's
 * units, u the readouts' unit. It starts as the readout. Every label is that of a forecast issued h steps before, so a
 * readout that follows noise is found out.
 */
final class HorizonStack {

    private static final int INPUTS = 3;
    private static final double FORGETTING = .9996;
    private static final double VARIANCE = 3e-4;
    private static final double CLIP = 100;

    /** One per horizon beyond the first. */
    private final RecursiveLeastSquares[] regressions;

    HorizonStack(int horizons) {
        regressions = new RecursiveLeastSquares[horizons - 1];
        Arrays.setAll(regressions, j -> {
            RecursiveLeastSquares regression = new RecursiveLeastSquares(INPUTS, FORGETTING, VARIANCE);
            regression.believe(0, 1, VARIANCE);
            return regression;
        });
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
        encode(readout, seasonal, usual, unit, scratch.inputs);
        return unit * bounded(regressions[j - 1].predict(scratch.inputs));
    }

    /** Learns from the change that came, of which the forecasts had been these. */
    void learn(int j, double change, double readout, double seasonal, double usual, double unit, Scratch scratch) {
        if (unit > 0) {
            encode(readout, seasonal, usual, unit, scratch.inputs);
            regressions[j - 1].learn(scratch.inputs, bounded(change / unit), scratch.product);
        }
    }

    private static void encode(double readout, double seasonal, double usual, double unit, float[] out) {
        out[0] = (float) bounded(readout / unit);
        out[1] = (float) bounded((seasonal - readout) / unit);
        out[2] = (float) bounded((usual - readout) / unit);
    }

    private static double bounded(double value) {
        return Math.max(-CLIP, Math.min(CLIP, value));
    }

    void fields(StateFields fields) {
        for (RecursiveLeastSquares regression : regressions) {
            regression.fields(fields);
        }
    }
}
