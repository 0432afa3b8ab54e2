package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import java.util.Arrays;

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

    /** The steps of a whole sequence from the layer's part of {@code initialState} at {@code stateOffset}. */
    final void forward(float[] inputs, int steps, float[] initialState, int stateOffset, LayerTape tape) {
        Activations first = tape.steps[0];
        System.arraycopy(initialState, stateOffset, first.previous, 0, first.previous.length);
        for (int t = 0; t < steps; t++) {
            Activations step = tape.steps[t];
            if (t > 0) {
                System.arraycopy(tape.steps[t - 1].next, 0, step.previous, 0, step.previous.length);
            }
            activate(inputs, t * weights.inputSize, step);
            System.arraycopy(step.next, 0, tape.hidden, t * hiddenSize, hiddenSize);
        }
    }

    /**
     * The way back through the sequence of the last {@link #forward}: fills the tape's deltas and adds to the gradient.
     * Nothing flows out of the first step into the initial state.
     *
     * @param hiddenGradient gradient of the loss with respect to each step's h' from above, [steps][H]; not modified
     */
    final void backward(float[] inputs, int steps, float[][] hiddenGradient, LayerTape tape, CellGradient gradient) {
        Arrays.fill(tape.hiddenDelta, 0);
        Arrays.fill(tape.innerDelta, 0);
        for (int t = steps - 1; t >= 0; t--) {
            // ∂L/∂h' = what comes from above + what comes from the next step
            for (int i = 0; i < hiddenSize; i++) {
                tape.hiddenDelta[i] += hiddenGradient[t][i];
            }
            backwardStep(t, tape);
        }
        transpose(inputs, steps, weights.inputSize, tape.transposed);
        accumulate(tape.deltas, steps, tape.transposed, gradient.input);
        transposePrevious(tape, steps);
        accumulate(tape.deltas, steps, tape.transposed, gradient.recurrent);
        kernel.multiplyAdd(tape.deltas, steps, tape.ones, 0, gradient.inputBias);
        accumulateCandidate(steps, tape, gradient);
    }

    /** The gradient with respect to the layer's inputs, Wᵀ δ of every step, after {@link #backward}. */
    final void inputGradient(int steps, LayerTape tape, float[][] out) {
        for (int t = 0; t < steps; t++) {
            Arrays.fill(out[t], 0);
            kernel.multiplyAdd(weights.inputRows, weights.inputRows.length, tape.deltas[t], 0, out[t]);
        }
    }

    /**
     * One step back: takes ∂L/∂h' in {@code tape.hiddenDelta}, leaves the gradient with respect to the step's previous
     * h there, and writes the step's deltas.
     */
    abstract void backwardStep(int t, LayerTape tape);

    /** Adds the gradient of what only a gated recurrent unit has. */
    void accumulateCandidate(int steps, LayerTape tape, CellGradient gradient) {}

    /** ∂L/∂W = Σ_t δ_t x_tᵀ, column by column: column k is Σ_t δ_t x_t,k. */
    final void accumulate(float[][] deltas, int steps, float[] transposed, float[][] out) {
        for (int k = 0; k < out.length; k++) {
            kernel.multiplyAdd(deltas, steps, transposed, k * steps, out[k]);
        }
    }

    final void transposePrevious(LayerTape tape, int steps) {
        for (int t = 0; t < steps; t++) {
            float[] previous = tape.steps[t].previous;
            for (int k = 0; k < hiddenSize; k++) {
                tape.transposed[k * steps + t] = previous[k];
            }
        }
    }

    private static void transpose(float[] rows, int steps, int columns, float[] out) {
        for (int t = 0; t < steps; t++) {
            for (int k = 0; k < columns; k++) {
                out[k * steps + t] = rows[t * columns + k];
            }
        }
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
