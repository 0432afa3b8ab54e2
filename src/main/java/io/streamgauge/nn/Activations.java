package io.streamgauge.nn;

/**
 * Everything that one step of one cell computes and its backward pass needs again. Arrays that a kind of cell has no
 * use for are empty.
 */
final class Activations {
    /** State before the step, [stateParts·H]. */
    final float[] previous;
    /** State after the step, [stateParts·H]. */
    final float[] next;
    /** Pre-activations of the input product, [gates·H]. */
    final float[] sums;
    /** r|z of a gated recurrent unit, [2·H], or i|f|g|o of long short-term memory, [4·H]. */
    final float[] gates;
    /** Candidate n of a gated recurrent unit, [H]. */
    final float[] candidate;
    /** U_n h + b_hn with the reset gate after the product, r ⊙ h with the reset gate before it, [H]. */
    final float[] recurrent;
    /** tanh c of long short-term memory, [H]. */
    final float[] squashed;

    Activations(NetworkSpec spec) {
        int hidden = spec.hiddenSize();
        int candidateRows = CellWeights.candidateRows(spec);
        previous = new float[spec.layerStateSize()];
        next = new float[spec.layerStateSize()];
        boolean gated = candidateRows > 0;
        sums = new float[gated ? spec.cell().gates() * hidden : 0];
        gates = new float[spec.cell().gates() * hidden - candidateRows];
        candidate = new float[candidateRows];
        recurrent = new float[candidateRows];
        squashed = new float[spec.cell().stateParts() > 1 ? hidden : 0];
    }
}
