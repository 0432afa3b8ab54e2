package io.streamgauge.forecast;

import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;

/**
 * The mean that a regression makes of the readout's and the network's forecasts of the next change (stacking, Wolpert
 * 1992): {@link RecursiveLeastSquares} on
 *
 * <pre>
 *   z = [ r, q − r, μ − q, l − q, h − q ] / u
 * </pre>
 *
 * <p>r the readout's forecast, q the network's median, μ its mean, l and h its outermost quantiles; all changes in the
 * source's units, u the readout's unit. It starts half-way between readout and network, or where
 * other series have come to ({@link #begin}).
 */
final class ForecastStack {

    static final int INPUTS = 5;
    private static final double FORGETTING = .9995;
    private static final double VARIANCE = .003;
    private static final double NETWORK_SHARE = .5;
    private static final double CLIP = 50;
    /** What one row may teach, in units of u: the usual move, and as much again. */
    private static final double LARGEST_ERROR = 2;

    private final RecursiveLeastSquares regression = new RecursiveLeastSquares(INPUTS, FORGETTING, VARIANCE);
    /** {@link ShortFloat}s. */
    private final float[] inputs = new float[INPUTS];

    ForecastStack() {
        regression.believe(0, 1, VARIANCE);
        regression.believe(1, NETWORK_SHARE, VARIANCE);
    }

    /** Starts from what a new series may expect of its weights, which stands in the prior from {@code at} on. */
    void begin(ReadoutPrior prior, int at) {
        for (int i = 0; i < INPUTS; i++) {
            regression.begin(i, prior.mean()[at + i], VARIANCE);
        }
    }

    /** Writes the weights to {@code out} from {@code at} on. */
    void weights(float[] out, int at) {
        regression.weights(out, at);
    }

    /**
     * The stacked forecast of the next change, in the source's units.
     *
     * @param readout r
     * @param network q, μ, l, h
     * @param unit u, 0 while there is none
     */
    double forecast(double readout, double[] network, double unit) {
        if (unit <= 0) {
            return network[0];
        }
        inputs[0] = scaled(readout, unit);
        inputs[1] = scaled(network[0] - readout, unit);
        for (int i = 1; i < network.length; i++) {
            inputs[i + 1] = scaled(network[i] - network[0], unit);
        }
        return unit * bounded(regression.predict(inputs));
    }

    /**
     * Learns from the change that came after the last {@link #forecast}.
     *
     * @param unit as it was then
     */
    void learn(double change, double unit, double[] scratch) {
        if (unit > 0) {
            regression.learn(inputs, change / unit, LARGEST_ERROR, scratch);
        }
    }

    private static float scaled(double change, double unit) {
        return ShortFloat.of(bounded(change / unit));
    }

    private static double bounded(double value) {
        return Math.max(-CLIP, Math.min(CLIP, value));
    }

    void fields(StateFields fields) {
        regression.fields(fields);
        if (fields.version() < 9) {
            fields.reals(inputs);
            ShortFloat.round(inputs);
            fields.number(0);
        } else {
            fields.shortFloats(inputs);
        }
    }
}
