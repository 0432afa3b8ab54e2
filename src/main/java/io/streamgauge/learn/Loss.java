package io.streamgauge.learn;

import io.streamgauge.nn.Window;

/**
 * A loss of one error, output minus target, and its mean over the unmasked targets of windows.
 *
 * <p>A masked target (mask 0) takes part in nothing, whatever its value.
 */
public sealed interface Loss permits MeanSquaredError, Huber {

    /** ℓ(e). */
    double value(double error);

    /** dℓ/de. */
    double slope(double error);

    /**
     * The sum of the losses over the unmasked targets of the steps from {@code firstStep} on.
     *
     * @param outputs row-major, at least [steps × outputs]
     */
    default double sum(Window window, float[] outputs, int firstStep) {
        double sum = 0;
        for (int i = firstStep * window.outputs(); i < window.targets().length; i++) {
            if (isUnmasked(window, i)) {
                sum += value((double) outputs[i] - window.targets()[i]);
            }
        }
        return sum;
    }

    /**
     * The gradient of {@code scale · sum(window, outputs, 0)} with respect to the outputs.
     *
     * @param scale one over the number of targets that the mean is taken over
     * @param out laid out as the outputs
     */
    default void gradient(Window window, float[] outputs, double scale, float[] out) {
        for (int i = 0; i < window.targets().length; i++) {
            out[i] = isUnmasked(window, i) ? (float) (scale * slope((double) outputs[i] - window.targets()[i])) : 0;
        }
    }

    /** The number of unmasked targets of the steps from {@code firstStep} on. */
    static int unmasked(Window window, int firstStep) {
        int count = 0;
        for (int i = firstStep * window.outputs(); i < window.mask().length; i++) {
            if (isUnmasked(window, i)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isUnmasked(Window window, int index) {
        return window.mask()[index] != 0;
    }
}
