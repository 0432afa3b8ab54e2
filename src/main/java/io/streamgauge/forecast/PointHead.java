package io.streamgauge.forecast;

/** A head that gives one value and no distribution around it: mean, median and every quantile are the same. */
public record PointHead() implements Head {

    @Override
    public int outputsPerTarget() {
        return 1;
    }

    @Override
    public String id() {
        return "point";
    }

    @Override
    public float[] atRest() {
        return new float[1];
    }

    @Override
    public void settle(float[] outputs, int offset) {}

    @Override
    public void shift(float[] outputs, int offset, float by) {
        outputs[offset] += by;
    }

    @Override
    public float mean(float[] outputs, int offset) {
        return outputs[offset];
    }

    @Override
    public float median(float[] outputs, int offset) {
        return outputs[offset];
    }

    @Override
    public double quantile(float[] outputs, int offset, double probability) {
        Head.requireProbability(probability);
        return outputs[offset];
    }

    @Override
    public double probabilityBelow(float[] outputs, int offset, double change) {
        return change == outputs[offset] ? .5 : change < outputs[offset] ? 0 : 1;
    }

    @Override
    public boolean isDistribution() {
        return false;
    }
}
