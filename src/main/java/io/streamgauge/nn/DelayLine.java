package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.Arrays;

/**
 * A first layer's units in a row, each of which starts as the one before was a step ago, so that what a rule answers to
 * several steps later is still there: a gradient finds it at once, where gates alone would first have to learn to keep it.
 * It is the reservoir of Rodan and Tiňo (2011) whose units form a line, here as weights to begin with that learn on
 * as all others; its first unit takes in what it has drawn.
 *
 * <pre>
 *   h_1' ≈ (1 − z)·tanh(W x)    h_i' ≈ (1 − z)·tanh(γ·r·h_{i−1})    r = 1 − z = σ({@value #OPEN}), γ = 1/(r·(1 − z))
 * </pre>
 *
 * <p>γ makes up for what the gates hold back. The gates of the line see neither input nor state at first.
 */
final class DelayLine {
    /** Bias by which a gate is open; its negative shuts it. */
    private static final float OPEN = 3;

    private static final int RESET = 0;
    private static final int UPDATE = 1;
    private static final int CANDIDATE = 2;

    private final int units;
    private final boolean keeps;
    private final int hidden;
    private final int inputs;
    private final Tensor inputWeight;
    private final Tensor stateWeight;
    private final Tensor inputBias;
    private final Tensor stateBias;

    /**
     * @param spec of gated recurrent units
     * @param units of the line, at most the layer's
     */
    DelayLine(NetworkSpec spec, int units) {
        this.units = units;
        keeps = spec.cell() == CellKind.GRU;
        hidden = spec.hiddenSize();
        inputs = spec.layerInputSize(0);
        ParameterLayout layout = spec.layout();
        inputWeight = layout.tensor(ParameterLayout.weightIh(0));
        stateWeight = layout.tensor(ParameterLayout.weightHh(0));
        inputBias = layout.tensor(ParameterLayout.biasIh(0));
        stateBias = layout.tensor(ParameterLayout.biasHh(0));
    }

    /** Whether a cell can hold one. */
    static boolean fits(CellKind cell) {
        return switch (cell) {
            case GRU, GRU_RESET_BEFORE -> true;
            case RNN_TANH, RNN_RELU, RNN_COMBINED, LSTM -> false;
        };
    }

    /** Writes the line's weights over those of the layer's first units. */
    void write(float[] values) {
        double passed = 1 / (1 + StrictMath.exp(-OPEN));
        for (int unit = 0; unit < units; unit++) {
            clear(values, RESET * hidden + unit, true);
            clear(values, UPDATE * hidden + unit, true);
            clear(values, CANDIDATE * hidden + unit, unit > 0);
            values[inputBias.offset() + RESET * hidden + unit] = OPEN;
            values[inputBias.offset() + UPDATE * hidden + unit] = keeps ? -OPEN : OPEN;
            if (unit > 0) {
                int row = stateWeight.offset() + (CANDIDATE * hidden + unit) * hidden;
                values[row + unit - 1] = (float) (1 / (passed * passed));
            }
        }
    }

    private void clear(float[] values, int row, boolean inputToo) {
        if (inputToo) {
            fill(values, inputWeight.offset() + row * inputs, inputs);
        }
        fill(values, stateWeight.offset() + row * hidden, hidden);
        values[inputBias.offset() + row] = 0;
        values[stateBias.offset() + row] = 0;
    }

    private static void fill(float[] values, int from, int length) {
        Arrays.fill(values, from, from + length, 0);
    }
}
