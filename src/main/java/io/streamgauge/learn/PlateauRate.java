package io.streamgauge.learn;

/**
 * A learning rate that is reduced whenever the loss stops falling, by the rule of PyTorch's {@code ReduceLROnPlateau}
 * with its defaults {@code mode='min'} and {@code threshold_mode='rel'}.
 *
 * <p>A loss improves where it is below {@code best · (1 − threshold)}. Losses without improvement are counted, but for
 * those while cooling down; once there are more than {@code patience} in a row, α becomes
 * {@code max(factor · α, least)} and the cooling down begins. A NaN does not improve.
 *
 * @param settings the constants
 * @param state what was seen so far
 */
public record PlateauRate(PlateauSettings settings, PlateauState state) implements LearningRateSchedule {
    /** A smaller change of α is not made, as in PyTorch. */
    private static final double LEAST_CHANGE = 1e-8;

    /** The schedule before any loss. */
    public PlateauRate(PlateauSettings settings) {
        this(settings, new PlateauState(settings.start(), Double.POSITIVE_INFINITY, 0, 0));
    }

    @Override
    public double rate(long step) {
        return state.rate();
    }

    @Override
    public PlateauRate observe(double loss) {
        boolean improved = loss < state.best() * (1 - settings.threshold());
        boolean cooling = state.coolingDown() > 0;
        int without = improved || cooling ? 0 : state.withoutImprovement() + 1;
        double best = improved ? loss : state.best();
        PlateauState next = without > settings.patience()
                ? new PlateauState(reduced(), best, 0, settings.coolDown())
                : new PlateauState(state.rate(), best, without, Math.max(0, state.coolingDown() - 1));
        return new PlateauRate(settings, next);
    }

    @Override
    public PlateauState seen() {
        return state;
    }

    @Override
    public PlateauRate resumed(PlateauState seen) {
        return new PlateauRate(settings, seen);
    }

    private double reduced() {
        double reduced = Math.max(state.rate() * settings.factor(), settings.least());
        return state.rate() - reduced > LEAST_CHANGE ? reduced : state.rate();
    }
}
