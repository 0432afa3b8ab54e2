package io.streamgauge.signal;

/**
 * The running scale of one numeric covariate of one series.
 *
 * <pre>
 *   m ← m + a·(x − m)    d ← d + a·(|x − m| − d)    a = max(.002, 1/n)
 *   input = (x − m)/d, clipped to ±6; 0 while d is 0
 * </pre>
 *
 * <p>Causal: nothing but what has been seen goes in. A value that is missing is taken to be the last one, and teaches
 * nothing.
 */
public final class CovariateScale {

    private static final double RATE = .002;

    private long values;
    private double last;
    private double mean;
    private double deviation;

    /** Takes in the next value; NaN where it is missing. */
    public void update(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        values++;
        double rate = Math.max(RATE, 1.0 / values);
        last = value;
        mean += rate * (value - mean);
        deviation += rate * (Math.abs(value - mean) - deviation);
    }

    /** The network's input for the last value. */
    public float scaled() {
        double distance = last - mean;
        return deviation > 0
                ? (float) Math.max(-FeatureEncoder.CLIP, Math.min(FeatureEncoder.CLIP, distance / deviation))
                : 0;
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        values = fields.integer(values);
        last = fields.number(last);
        mean = fields.number(mean);
        deviation = fields.number(deviation);
    }
}
