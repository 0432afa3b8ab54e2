package io.streamgauge.nn;

import java.util.Arrays;

/**
 * A labelled window: consecutive inputs of one series, the targets of every step, and the hidden state that the network
 * had before the first of them.
 *
 * <p>Shapes, row-major: {@code inputs} [steps × features], {@code targets} and {@code mask} [steps × targetsPerStep],
 * {@code initialState} as {@link HiddenState} lays it out. The mask holds the weight of each target in the loss;
 * 0 takes it out, whatever its value.
 *
 * <p>The arrays are not copied; whoever hands them over no longer writes to them.
 */
public record Window(
        int steps,
        int features,
        int targetsPerStep,
        float[] inputs,
        float[] targets,
        float[] mask,
        float[] initialState) {

    public Window {
        requireLength("inputs", inputs.length, steps * features);
        requireLength("targets", targets.length, steps * targetsPerStep);
        requireLength("mask", mask.length, steps * targetsPerStep);
    }

    private static void requireLength(String name, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(name + " has " + found + " values, its shape expects " + expected);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Window that
                && steps == that.steps
                && features == that.features
                && targetsPerStep == that.targetsPerStep
                && Arrays.equals(inputs, that.inputs)
                && Arrays.equals(targets, that.targets)
                && Arrays.equals(mask, that.mask)
                && Arrays.equals(initialState, that.initialState);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(inputs) * 31 + Arrays.hashCode(targets);
    }

    @Override
    public String toString() {
        return "Window[steps=" + steps + ", features=" + features + ", targetsPerStep=" + targetsPerStep + "]";
    }
}
