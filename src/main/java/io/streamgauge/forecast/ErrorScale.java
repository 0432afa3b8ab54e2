package io.streamgauge.forecast;

import io.streamgauge.signal.StateFields;

/**
 * The usual magnitude of an error just now: the geometric mean of a slow and a fast running mean.
 *
 * <pre>
 *   slow ← slow + max(a, 1/n)·(|e| − slow)
 *   fast ← fast + max(b, 1/n)·(|e| − fast)
 *   s    = √(slow · max(fast, .3·slow))
 * </pre>
 *
 * <p>n counts the errors. All scale with the errors.
 */
final class ErrorScale {

    /** The fast mean counts at least this share of the slow one, so that a quiet spell does not collapse the scale. */
    private static final double LEAST_FAST_SHARE = .3;

    private static final double LEAST_SHARE_OF_STEP = 1e-6;

    private final double slowRate;
    private final double fastRate;
    private double slow;
    private double fast;
    private int errors;

    /**
     * @param slowRate a
     * @param fastRate b
     */
    ErrorScale(double slowRate, double fastRate) {
        this.slowRate = slowRate;
        this.fastRate = fastRate;
    }

    void learn(double error) {
        double magnitude = Math.abs(error);
        errors = Math.min(errors, Integer.MAX_VALUE - 1) + 1;
        slow += Math.max(slowRate, 1.0 / errors) * (magnitude - slow);
        fast += Math.max(fastRate, 1.0 / errors) * (magnitude - fast);
    }

    int errors() {
        return errors;
    }

    /**
     * s, in the units of the errors.
     *
     * @param usualStep stands for it until there is an error, and is the measure of the least that it becomes
     */
    double value(double usualStep) {
        if (errors == 0) {
            return usualStep;
        }
        return Math.max(Math.sqrt(slow * Math.max(fast, LEAST_FAST_SHARE * slow)), LEAST_SHARE_OF_STEP * usualStep);
    }

    /** √(slow · s): the same, nearer to the slow mean. */
    double steady(double usualStep) {
        return errors == 0 ? usualStep : Math.max(Math.sqrt(slow * value(usualStep)), LEAST_SHARE_OF_STEP * usualStep);
    }

    void fields(StateFields fields) {
        slow = fields.number(slow);
        fast = fields.number(fast);
        errors = fields.count(errors);
    }
}
