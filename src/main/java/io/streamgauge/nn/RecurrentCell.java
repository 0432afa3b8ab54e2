package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;

/**
 * One layer of a recurrent network: a step from one state to the next, and the way back through a sequence of steps.
 *
 * <p>Immutable; what a step computes lies in {@link Activations} of the caller's. Training runs the same step as
 * serving, so that the two agree to the bit.
 *
 * <p>Legend for all cells: x input [I], h hidden state [H], W input weights [gates·H × I] ({@code weight_ih}), U
 * recurrent weights [gates·H × H] ({@code weight_hh}), b_i and b_h biases [gates·H], ⊙ elementwise product, σ logistic
 * function. Every pre-activation is one chain of fused multiply-adds: biases, then inputs 0, 1, …, then state 0, 1, ….
 */
public abstract sealed class RecurrentCell permits RnnCell, GruCell, LstmCell {
    final Kernel kernel;
    final CellWeights weights;
    final int hiddenSize;

    RecurrentCell(Kernel kernel, CellWeights weights) {
        this.kernel = kernel;
        this.weights = weights;
        this.hiddenSize = weights.hiddenSize;
    }

    static RecurrentCell of(NetworkSpec spec, int layer, Parameters parameters, Kernel kernel) {
        var weights = new CellWeights(spec, layer, parameters);
        return switch (spec.cell()) {
            case RNN_TANH -> new RnnCell(kernel, weights, false);
            case RNN_RELU -> new RnnCell(kernel, weights, true);
            case GRU -> new GruCell(kernel, weights, false);
            case GRU_RESET_BEFORE -> new GruCell(kernel, weights, true);
            case LSTM -> new LstmCell(kernel, weights);
        };
    }

    /**
     * One step in place.
     *
     * @param input holds x [I] at {@code inputOffset}; not modified
     * @param state holds the layer's state [stateParts·H] at {@code stateOffset}; overwritten
     */
    final void step(float[] input, int inputOffset, Activations scratch, float[] state, int stateOffset) {
        System.arraycopy(state, stateOffset, scratch.previous, 0, scratch.previous.length);
        activate(input, inputOffset, scratch);
        System.arraycopy(scratch.next, 0, state, stateOffset, scratch.next.length);
    }

    /** The step from {@code out.previous} to {@code out.next}, which fills everything else in {@code out}. */
    abstract void activate(float[] input, int inputOffset, Activations out);

    /** The sum of two vectors: the bias that a chain with both products starts at. */
    static float[] sum(float[] a, float[] b) {
        float[] sum = new float[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }
}
