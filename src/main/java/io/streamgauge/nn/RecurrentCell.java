package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;
import io.streamgauge.nn.kernel.OuterSum;
import java.util.Arrays;
import java.util.List;

/**
 * One layer of a recurrent network: a step from one state to the next for a number of sequences at once, and the way
 * back through their steps.
 *
 * <p>Holds the layer's weights as the kernel reads them; what steps compute lies in {@link LayerRows} of the caller's.
 * Training runs the same step as serving, so that the two agree to the bit.
 *
 * <p>Legend for all cells: x input [I], h hidden state [H], W input weights [gates·H × I] ({@code weight_ih}), U
 * recurrent weights [gates·H × H] ({@code weight_hh}), b_i and b_h biases [gates·H], ⊙ elementwise product, σ logistic
 * function. Every pre-activation is one chain of fused multiply-adds: biases, then inputs 0, 1, …, then state 0, 1, …; the
 * candidate of {@link GruCell} with the reset gate after the product is two, W_n x + b_in and U_n h + b_hn.
 */
abstract sealed class RecurrentCell permits RnnCell, GruCell, LstmCell {
    /** What a block of weights is multiplied with. */
    enum Operand {
        /** x. */
        INPUT,
        /** h. */
        STATE,
        /** r ⊙ h, which stands among the gates. */
        RESET_STATE
    }

    /**
     * A block of weights in its place.
     *
     * @param window the first of the blocks of pre-activations that it adds to
     */
    record Term(WeightBlock weights, Operand operand, int window) {}

    /** A bias in its place, as {@link Term}. */
    record Offset(BiasBlock bias, int window) {}

    private static final float[] ONE = {1};

    final Kernel kernel;
    final int size;
    /** Values per row of pre-activations and deltas. */
    final int width;

    private final Term[] terms;
    private final Offset[] offsets;
    /** Sum of the biases, where the chains begin [width]. */
    final float[] start;
    /** Room for a gradient that is on its way to the parameters [width]. */
    private final float[] biasGradient;

    final float[] zeros;

    RecurrentCell(Kernel kernel, CellKind kind, int hiddenSize, List<Term> terms, List<Offset> offsets) {
        this.kernel = kernel;
        this.terms = terms.toArray(Term[]::new);
        this.offsets = offsets.toArray(Offset[]::new);
        size = Kernel.padded(hiddenSize);
        width = blocks(kind) * size;
        start = new float[width];
        biasGradient = new float[width];
        zeros = new float[size];
    }

    static RecurrentCell of(NetworkSpec spec, int layer, Kernel kernel) {
        return switch (spec.cell()) {
            case RNN_TANH, RNN_RELU, RNN_COMBINED -> RnnCell.of(spec, layer, kernel);
            case GRU, GRU_RESET_BEFORE -> GruCell.of(spec, layer, kernel);
            case LSTM -> LstmCell.of(spec, layer, kernel);
        };
    }

    /** The number of blocks of pre-activations per row. */
    static int blocks(CellKind kind) {
        return switch (kind) {
            case RNN_TANH, RNN_RELU, RNN_COMBINED -> 1;
            case GRU, GRU_RESET_BEFORE, LSTM -> 4;
        };
    }

    /** Prepares the way back. */
    final void trainable() {
        for (Term term : terms) {
            term.weights().trainable(kernel);
        }
    }

    /** Takes the weights out of the flat parameters. */
    final void load(float[] parameters) {
        Arrays.fill(start, 0);
        for (Term term : terms) {
            term.weights().load(parameters);
        }
        for (Offset offset : offsets) {
            offset.bias().addTo(parameters, start, offset.window() * size);
        }
    }

    /**
     * The part W x + b of the pre-activations of {@code count} rows from {@code row} on.
     *
     * @param input x of the first of these rows at {@code inputOffset}, of each other one {@code inputStride} later
     */
    abstract void project(int row, int count, float[] input, int inputOffset, int inputStride, LayerRows rows);

    /** The step from h to h' of {@code count} rows from {@code row} on, after {@link #project}. */
    abstract void advance(int row, int count, LayerRows rows);

    /**
     * The step back of {@code count} rows from {@code row} on: writes their deltas.
     *
     * @param hiddenDelta one row [H] per sequence: on entry ∂L/∂h', then ∂L/∂h
     * @param innerDelta one row [H] per sequence of what else goes back in time: ∂L/∂c
     */
    abstract void retreat(int row, int count, LayerRows rows, float[] hiddenDelta, float[] innerDelta);

    final CellGradient newGradient() {
        return new CellGradient(
                Arrays.stream(terms)
                        .map(term -> term.weights().newGradient(kernel))
                        .toArray(OuterSum[]::new),
                kernel.outerSum(1, width));
    }

    /** Adds ∂L/∂W = Σ δ xᵀ and its like of {@code count} rows from {@code row} on, after {@link #retreat}. */
    final void accumulate(int row, int count, float[] input, int inputStride, LayerRows rows, CellGradient gradient) {
        for (int i = 0; i < terms.length; i++) {
            Term term = terms[i];
            OuterSum sum = gradient.weights()[i];
            int delta = row * width + term.window() * size;
            switch (term.operand()) {
                case INPUT -> sum.add(count, input, row * inputStride, inputStride, rows.deltas, delta, width);
                case STATE -> sum.add(count, rows.previous, row * size, size, rows.deltas, delta, width);
                case RESET_STATE ->
                    sum.add(count, rows.gates, row * width + GruCell.RESET * size, width, rows.deltas, delta, width);
            }
        }
        gradient.bias().add(count, ONE, 0, 0, rows.deltas, row * width, width);
    }

    /** Writes a gradient to the layer's places in the flat array. */
    final void store(CellGradient gradient, float[] out) {
        for (int i = 0; i < terms.length; i++) {
            terms[i].weights().store(gradient.weights()[i], out);
        }
        gradient.bias().copyTo(biasGradient);
        for (Offset offset : offsets) {
            offset.bias().store(biasGradient, offset.window() * size, out);
        }
    }

    /**
     * The gradient with respect to the layer's inputs, Wᵀ δ of {@code count} rows from {@code row} on.
     *
     * @param out rows of padded inputs, that of the first of these rows at 0
     */
    final void inputGradient(int row, int count, LayerRows rows, float[] zeros, float[] out) {
        for (Term term : terms) {
            if (term.operand() == Operand.INPUT) {
                int inputs = term.weights().backward().outputs();
                kernel.multiplyAdd(
                        term.weights().backward(),
                        count,
                        rows.deltas,
                        row * width + term.window() * size,
                        width,
                        zeros,
                        0,
                        0,
                        out,
                        0,
                        inputs);
            }
        }
    }
}
