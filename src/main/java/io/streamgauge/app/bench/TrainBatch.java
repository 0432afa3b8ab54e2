package io.streamgauge.app.bench;

import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The batch that all contestants train on.
 *
 * <p>Batch-major: {@code inputs} [batch × steps × features], {@code targets} [batch × steps]. The arrays are not copied;
 * nobody writes to them.
 */
public record TrainBatch(float[] inputs, float[] targets) {

    /** Inputs and targets of the standard normal distribution, the same for the same seed. */
    static TrainBatch random(long seed) {
        var random = new SplittableRandom(seed);
        return new TrainBatch(
                normal(random, TrainCase.BATCH * TrainCase.STEPS * TrainCase.INPUT_SIZE),
                normal(random, TrainCase.BATCH * TrainCase.STEPS));
    }

    static float[] normal(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** The rows of the batch as windows that begin with a state of zeros. */
    List<Window> windows(int stateSize) {
        List<Window> windows = new ArrayList<>();
        float[] mask = new float[TrainCase.STEPS];
        Arrays.fill(mask, 1);
        int width = TrainCase.STEPS * TrainCase.INPUT_SIZE;
        for (int row = 0; row < TrainCase.BATCH; row++) {
            windows.add(new Window(
                    TrainCase.STEPS,
                    TrainCase.INPUT_SIZE,
                    1,
                    Arrays.copyOfRange(inputs, row * width, (row + 1) * width),
                    Arrays.copyOfRange(targets, row * TrainCase.STEPS, (row + 1) * TrainCase.STEPS),
                    mask,
                    new float[stateSize]));
        }
        return windows;
    }

    /**
     * The inputs with the steps first, [steps × batch × features].
     *
     * @param width values per step and row: of the inputs their features, of the targets 1
     */
    public static float[] stepsFirst(float[] batchFirst, int width) {
        float[] values = new float[batchFirst.length];
        for (int row = 0; row < TrainCase.BATCH; row++) {
            for (int t = 0; t < TrainCase.STEPS; t++) {
                int from = (row * TrainCase.STEPS + t) * width;
                System.arraycopy(batchFirst, from, values, (t * TrainCase.BATCH + row) * width, width);
            }
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainBatch that
                && Arrays.equals(inputs, that.inputs)
                && Arrays.equals(targets, that.targets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(inputs) * 31 + Arrays.hashCode(targets);
    }

    @Override
    public String toString() {
        return "TrainBatch[inputs=" + inputs.length + ", targets=" + targets.length + "]";
    }
}
