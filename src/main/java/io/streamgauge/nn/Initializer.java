package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.SplittableRandom;

/**
 * The seeded weights that a network starts from.
 *
 * <p>Recurrent layers are uniform in ±1/√hiddenSize, as in PyTorch. Then the cells are biased to remember: +1 on the
 * forget gate (Jozefowicz et al. 2015) and on the update gate that keeps the old state, −1 on the update gate that is
 * the other's complement. The head is zero, so that an untrained network outputs nothing and whatever is added to it
 * stands alone.
 */
public final class Initializer {
    private static final float REMEMBERING_BIAS = 1;

    private Initializer() {}

    public static Parameters initialize(NetworkSpec spec, long seed) {
        ParameterLayout layout = spec.layout();
        float[] values = new float[layout.size()];
        double bound = 1 / Math.sqrt(spec.hiddenSize());
        var random = new SplittableRandom(seed);
        for (int i = 0; i < layout.tensor(ParameterLayout.HEAD_WEIGHT).offset(); i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        for (int layer = 0; layer < spec.layers(); layer++) {
            biasToRemember(spec, layout.tensor(ParameterLayout.biasIh(layer)), values);
        }
        return Parameters.of(layout, values);
    }

    private static void biasToRemember(NetworkSpec spec, Tensor bias, float[] values) {
        float shift = switch (spec.cell()) {
            case RNN_TANH, RNN_RELU, RNN_COMBINED -> 0;
            case GRU, LSTM -> REMEMBERING_BIAS;
            case GRU_RESET_BEFORE -> -REMEMBERING_BIAS;
        };
        if (shift == 0) {
            return;
        }
        // Update gate of r|z|n and forget gate of i|f|g|o: the second block of rows in both.
        int from = bias.offset() + spec.hiddenSize();
        for (int i = from; i < from + spec.hiddenSize(); i++) {
            values[i] += shift;
        }
    }
}
