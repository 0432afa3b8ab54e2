package io.streamgauge.learn;

/**
 * A watch over the champion's loss on fresh windows that tells a change of the world from its usual ups and downs, as an
 * immutable value: the cumulative sum of Page (1954), over losses in units of their own deviation.
 *
 * <pre>
 *   x = min(3, (ℓ − level)/deviation)      a single wild block does not make a drift
 *   excess ← max(0, excess + x − slack)    drift where excess &gt; threshold
 *   level ← level + r·(ℓ − level), deviation ← deviation + r·(|ℓ − level| − deviation), r = max(.05, 1/n)
 * </pre>
 *
 * <p>Differences, not ratios: a Gaussian negative log-likelihood may be 0 or below. After a drift the level is learned
 * anew.
 *
 * @param settings the response
 * @param state what was seen so far
 */
record DriftWatch(DriftSettings settings, DriftState state) {

    /** Losses from which the level is learned before anything counts as a change. */
    static final int WARM_UP = 10;

    private static final double RATE = .05;
    private static final double LARGEST_STEP = 3;
    /** About one standard deviation of Gaussian losses, in mean absolute deviations. */
    private static final double SLACK = 1.25;
    /** So that at least three blocks far above the level, or more that are not so far, make a drift. */
    private static final double THRESHOLD = 5;
    /** A deviation counts at least as this share of the level: losses that are all but equal make no drift. */
    private static final double LEAST_DEVIATION_SHARE = .02;

    /** What the learning rate of the present block is multiplied by. */
    double boost() {
        return isResponding() ? settings.boost() : 1;
    }

    /** Whether the response to a drift lasts. */
    boolean isResponding() {
        return state.blocksLeft() > 0;
    }

    /** The watch at the end of a block. */
    DriftWatch afterBlock() {
        return isResponding() ? with(withBlocksLeft(state, state.blocksLeft() - 1)) : this;
    }

    /** The watch after a loss of the champion on fresh windows. */
    DriftWatch observe(double loss) {
        if (!Double.isFinite(loss)) {
            return this;
        }
        double distance = loss - state.level();
        double excess = state.losses() < WARM_UP ? 0 : excess(distance);
        if (excess > THRESHOLD) {
            return with(new DriftState(0, 0, 0, 0, settings.blocks(), state.drifts() + 1));
        }
        long losses = state.losses() + 1;
        boolean first = losses == 1;
        double rate = Math.max(RATE, 1.0 / losses);
        double level = state.level() + rate * distance;
        // The first loss is the level; the deviation is a mean over those after it.
        double deviation = first
                ? 0
                : state.deviation() + Math.max(RATE, 1.0 / (losses - 1)) * (Math.abs(distance) - state.deviation());
        return with(new DriftState(losses, level, deviation, excess, state.blocksLeft(), state.drifts()));
    }

    private double excess(double distance) {
        double least = LEAST_DEVIATION_SHARE * Math.abs(state.level());
        double unit = Math.max(Double.MIN_NORMAL, Math.max(least, state.deviation()));
        return Math.max(0, state.excess() + Math.min(LARGEST_STEP, distance / unit) - SLACK);
    }

    private DriftWatch with(DriftState next) {
        return new DriftWatch(settings, next);
    }

    private static DriftState withBlocksLeft(DriftState state, int blocksLeft) {
        return new DriftState(
                state.losses(), state.level(), state.deviation(), state.excess(), blocksLeft, state.drifts());
    }
}
