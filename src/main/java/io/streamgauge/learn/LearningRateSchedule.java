package io.streamgauge.learn;

import org.jspecify.annotations.Nullable;

/**
 * The learning rate of every step, as an immutable value.
 *
 * <p>All but {@link PlateauRate} are functions of the number of the step alone; that one follows the losses observed,
 * and what it has seen is part of the value.
 */
public sealed interface LearningRateSchedule permits ConstantRate, WarmUpRate, CosineRate, PlateauRate {

    /**
     * The learning rate α of a step.
     *
     * @param step number of the step, from 0 on
     */
    double rate(long step);

    /** The schedule after a loss was observed, such as that of an epoch on held-out data; itself if it does not mind. */
    default LearningRateSchedule observe(double loss) {
        return this;
    }

    /** What it has seen of the losses; null for one that does not mind them. */
    default @Nullable PlateauState seen() {
        return null;
    }

    /** The schedule as it is once it has seen that; itself if it does not mind. */
    default LearningRateSchedule resumed(PlateauState seen) {
        return this;
    }
}
