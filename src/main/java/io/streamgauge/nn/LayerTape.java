package io.streamgauge.nn;

import java.util.Arrays;

/**
 * What one layer computed over a sequence of steps, and the gradients that its backward pass leaves there.
 *
 * <p>T is the number of steps of the longest sequence so far; arrays grow with it and are reused. In the names, a delta
 * is the gradient of the loss with respect to pre-activations.
 */
final class LayerTape {
    private final NetworkSpec spec;
    private final int rows;
    private final int candidateRows;
    private final int inputSize;

    /** What each step computed, [T]. */
    Activations[] steps = new Activations[0];
    /** h' of each step in a row, the input of the layer above, [T × H]. */
    float[] hidden = new float[0];
    /** Deltas of W x + b_i, [T][gates·H]; its first rows are those of the product with {@code recurrent}. */
    float[][] deltas = new float[0][];
    /** Deltas of the product with {@code candidate}, [T][H]. */
    float[][] candidateDeltas = new float[0][];
    /** One vector of every step, turned so that the steps of one element are adjacent, [max(I, H) × T]. */
    float[] transposed = new float[0];
    /** T ones. */
    float[] ones = new float[0];
    /** Gradient of h on its way back through time, [H]. */
    final float[] hiddenDelta;
    /** Gradient of c, or of r ⊙ h, on its way back, [H]. */
    final float[] innerDelta;

    LayerTape(NetworkSpec spec, int layer) {
        this.spec = spec;
        rows = spec.cell().gates() * spec.hiddenSize();
        candidateRows = CellWeights.candidateRows(spec);
        inputSize = spec.layerInputSize(layer);
        hiddenDelta = new float[spec.hiddenSize()];
        innerDelta = new float[spec.hiddenSize()];
    }

    void ensureSteps(int count) {
        if (count <= steps.length) {
            return;
        }
        steps = new Activations[count];
        for (int t = 0; t < count; t++) {
            steps[t] = new Activations(spec);
        }
        hidden = new float[count * spec.hiddenSize()];
        deltas = new float[count][rows];
        candidateDeltas = new float[count][candidateRows];
        transposed = new float[count * Math.max(inputSize, spec.hiddenSize())];
        ones = new float[count];
        Arrays.fill(ones, 1);
    }
}
