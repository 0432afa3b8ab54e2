package io.streamgauge.learn;

/**
 * The same learning rate for ever.
 *
 * @param rate α
 */
public record ConstantRate(double rate) implements LearningRateSchedule {

    public ConstantRate {
        Requirements.positive("rate", rate);
    }

    @Override
    public double rate(long step) {
        return rate;
    }
}
