package io.streamgauge.learn;

/**
 * A loss of values, and beside them that of a yes or no: a step's last target is an outcome, compared with its last output
 * as a logit ({@link BinaryCrossEntropy}); all before them are of the values' loss.
 *
 * @param values the loss of the targets before the last
 */
public record WithOutcome(Loss values) implements Loss {
    private static final Loss OUTCOME = new BinaryCrossEntropy();

    @Override
    public int outputsPerTarget() {
        return values.outputsPerTarget();
    }

    @Override
    public int targets(int outputs) {
        return values.targets(outputs - 1) + 1;
    }

    @Override
    public Loss of(int target, int targets) {
        return target == targets - 1 ? OUTCOME : values;
    }

    @Override
    public double value(float[] outputs, int offset, float target) {
        return values.value(outputs, offset, target);
    }

    @Override
    public void gradient(float[] outputs, int offset, float target, double scale, float[] out) {
        values.gradient(outputs, offset, target, scale, out);
    }
}
