package io.streamgauge.forecast;

/**
 * A yes or no that people label, beside the values: whether it begins within a time after an event. The shared network
 * has one output more for it, the last, a logit over the hidden state that the values' outputs stand on:
 *
 * <pre>
 *   p = σ(w·h + b)
 * </pre>
 *
 * @param name how forecasts name it
 * @param within milliseconds of event time
 */
public record Outcome(String name, long within) {
    /** What an untrained network says: one in ten. */
    static final float LOGIT_AT_REST = -2.2f;

    public Outcome {
        if (within < 1) {
            throw new IllegalArgumentException("outcome is within " + within + " ms, expected at least 1");
        }
    }

    /** What windows, weights and checkpoints are marked with behind the head of the values. */
    public String id() {
        return "outcome within " + within + " ms";
    }

    /** {@code σ(logit)}, from e^(−|logit|), which cannot overflow. */
    static double probability(float logit) {
        double small = StrictMath.exp(-Math.abs((double) logit));
        return (logit >= 0 ? 1 : small) / (1 + small);
    }
}
