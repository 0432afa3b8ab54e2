package io.streamgauge.app;

import java.util.SplittableRandom;

/**
 * The anomalies of one sensor, one after the other, each kind in its turn.
 *
 * <p>From one start to the next passes half to one and a half times the mean interval, and some hours without an anomaly
 * always lie in between.
 */
final class Faults {
    /** Hours as usual between two anomalies, so that the end of one is not the beginning of another. */
    private static final int REST_HOURS = 6;

    private final SplittableRandom random;
    private final double meanSteps;
    private final long restSteps;
    private int turn;
    private AnomalyKind kind = AnomalyKind.SPIKE;
    private long from = Long.MAX_VALUE;
    private long until = Long.MAX_VALUE;
    private double size;

    /**
     * @param meanSteps mean steps from one anomaly to the next, infinite for none
     * @param first step from which the first may begin
     * @param turn position of the first kind in the cycle
     */
    Faults(SplittableRandom random, double meanSteps, double stepsPerHour, long first, int turn) {
        this.random = random;
        this.meanSteps = meanSteps;
        this.restSteps = (long) (REST_HOURS * stepsPerHour);
        this.turn = turn;
        if (Double.isFinite(meanSteps)) {
            schedule(first + (long) (meanSteps * random.nextDouble()));
        }
    }

    /** Goes on to {@code step}; steps must come one after the other. */
    void advance(long step) {
        if (step == until) {
            long next = from + (long) (meanSteps * (0.5 + random.nextDouble()));
            schedule(Math.max(next, until + restSteps));
        }
    }

    private void schedule(long start) {
        AnomalyKind[] kinds = AnomalyKind.values();
        kind = kinds[turn++ % kinds.length];
        from = start;
        until = start + kind.steps(random.nextDouble());
        size = kind.size(random.nextDouble()) * (random.nextDouble() < 0.5 ? -1 : 1);
    }

    boolean isActive(long step) {
        return from <= step && step < until;
    }

    boolean isActive(long step, AnomalyKind asked) {
        return kind == asked && isActive(step);
    }

    boolean starts(long step) {
        return step == from;
    }

    AnomalyKind kind() {
        return kind;
    }

    long until() {
        return until;
    }

    /** What is added to the value at {@code step}, in multiples of σ. */
    double offset(long step) {
        if (!isActive(step)) {
            return 0;
        }
        return kind.offset(size, step - from);
    }
}
