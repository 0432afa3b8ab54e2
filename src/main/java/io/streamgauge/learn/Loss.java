package io.streamgauge.learn;

import io.streamgauge.nn.Window;

/**
 * A loss ℓ of one target, its gradient, and both summed over the weighted targets of windows.
 *
 * <p>A target is compared with {@code m = outputsPerTarget()} consecutive outputs of its step: target j of a step with
 * those at {@code [j·m, (j+1)·m)}. The mask of a window holds the weight w ≥ 0 of each target; the mean over windows is
 * {@code Σ wℓ / Σ w}, which is PyTorch's mean reduction where every weight is 1. A target of weight 0 takes part in
 * nothing, whatever its value.
 *
 * <p>Computed in double from float outputs; nothing is allocated. A NaN among outputs, or among the targets of a loss of
 * differences, gives a NaN, and whoever uses the result refuses it by name; a target that cannot belong to the loss at
 * all, such as class 7 of 5 or the probability NaN, is an {@link IllegalArgumentException}.
 */
public sealed interface Loss
        permits MeanSquaredError,
                MeanAbsoluteError,
                Huber,
                Pinball,
                GaussianNll,
                CrossEntropy,
                NegativeLogLikelihood,
                BinaryCrossEntropy,
                WithOutcome {

    /** m, the number of outputs that one target is compared with. */
    int outputsPerTarget();

    /**
     * ℓ of one target.
     *
     * @param outputs holds the target's outputs [m] at {@code offset}; not modified
     */
    double value(float[] outputs, int offset, float target);

    /**
     * {@code scale · ∂ℓ/∂o} of one target.
     *
     * @param outputs holds the target's outputs [m] at {@code offset}; not modified
     * @param out another array; [m] values at {@code offset} are overwritten
     */
    void gradient(float[] outputs, int offset, float target, double scale, float[] out);

    /** The number of targets that so many outputs of a step are compared with. */
    default int targets(int outputs) {
        if (outputs % outputsPerTarget() != 0) {
            throw new IllegalArgumentException("network has " + outputs + " outputs, " + this + " expects "
                    + outputsPerTarget() + " for each target");
        }
        return outputs / outputsPerTarget();
    }

    /** The loss of one target of a step that has {@code targets}; its outputs begin at {@code target · m}. */
    default Loss of(int target, int targets) {
        return this;
    }

    /** {@code Σ w} over the targets of the steps from {@code firstStep} on. */
    static double weight(Window window, int firstStep) {
        double sum = 0;
        for (int i = firstStep * window.targetsPerStep(); i < window.mask().length; i++) {
            sum += window.mask()[i];
        }
        return sum;
    }

    /** The number of targets of the steps from {@code firstStep} on whose weight is not 0. */
    static int unmasked(Window window, int firstStep) {
        int count = 0;
        for (int i = firstStep * window.targetsPerStep(); i < window.mask().length; i++) {
            if (window.mask()[i] != 0) {
                count++;
            }
        }
        return count;
    }
}
