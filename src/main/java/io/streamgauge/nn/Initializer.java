package io.streamgauge.nn;

import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.SplittableRandom;

/**
 * The seeded weights that a network starts from.
 *
 * <p>The product's own: recurrent layers are uniform in ±1/√hiddenSize and embeddings normal with deviation 1, as in
 * PyTorch. Then the cells are biased to remember: +1 on the forget gate (Jozefowicz et al. 2015) and on the update gate
 * that keeps the old state, −1 on the update gate that is the other's complement. The head is zero, so that an untrained
 * network outputs nothing and whatever is added to it stands alone.
 *
 * <p>Other {@link InitializerSettings} draw every tensor, the head too. Either way the weights are a function of the
 * arguments alone, drawn in the order of the layout.
 */
public final class Initializer {
    private static final double REMEMBERING_BIAS = 1;

    private Initializer() {}

    /** The product's own weights. */
    public static Parameters initialize(NetworkSpec spec, long seed) {
        ParameterLayout layout = spec.layout();
        float[] values = new float[layout.size()];
        double bound = 1 / Math.sqrt(spec.hiddenSize());
        var draws = new Draws(new SplittableRandom(seed), values);
        for (Tensor tensor : layout.tensors()) {
            if (TensorNames.isEmbedding(tensor)) {
                draws.normal(tensor.offset(), tensor.size(), 1);
            } else if (!TensorNames.isHead(tensor)) {
                draws.uniform(tensor.offset(), tensor.size(), bound);
            }
        }
        biasToRemember(spec, REMEMBERING_BIAS, values);
        return Parameters.of(layout, values);
    }

    /**
     * The product's own weights with other outputs at rest.
     *
     * @param outputs what the untrained network gives, whatever its input, before the head's activation [outputSize]
     */
    public static Parameters initialize(NetworkSpec spec, float[] outputs, long seed) {
        if (outputs.length != spec.outputSize()) {
            throw new IllegalArgumentException(
                    "there are " + outputs.length + " outputs at rest, network has " + spec.outputSize());
        }
        float[] values = initialize(spec, seed).toArray();
        Tensor bias = spec.layout().tensor(TensorNames.headBias(spec));
        System.arraycopy(outputs, 0, values, bias.offset(), outputs.length);
        return Parameters.of(spec.layout(), values);
    }

    /**
     * The product's own weights with other outputs at rest and half of the first layer's units as a {@link DelayLine}, for
     * inputs that act later; without it where the cell can hold none.
     *
     * @param outputs as of {@link #initialize(NetworkSpec, float[], long)}
     */
    public static Parameters delaying(NetworkSpec spec, float[] outputs, long seed) {
        Parameters plain = initialize(spec, outputs, seed);
        if (!DelayLine.fits(spec.cell())) {
            return plain;
        }
        float[] values = plain.toArray();
        new DelayLine(spec, spec.hiddenSize() / 2).write(values);
        return Parameters.of(spec.layout(), values);
    }

    /**
     * The product's own weights for rules that reach far back: unit i of a layer's H is biased to remember for about
     * {@code τ_i = 1 + (longest − 2)·(i + ½)/H} steps, so that a gradient reaches what lies that far behind (Tallec and
     * Ollivier 2018, spread evenly instead of drawn). A cell without gates has no such bias.
     *
     * @param longest steps that the slowest units are to remember, at least 2
     */
    public static Parameters remembering(NetworkSpec spec, int longest, long seed) {
        float[] values = initialize(spec, seed).toArray();
        float sign = spec.cell() == CellKind.GRU_RESET_BEFORE ? -1 : 1;
        if (spec.cell().gates() > 1) {
            for (int layer = 0; layer < spec.layers(); layer++) {
                // Update gate of r|z|n and forget gate of i|f|g|o: the second block of rows in both.
                int from = spec.layout().tensor(ParameterLayout.biasIh(layer)).offset() + spec.hiddenSize();
                for (int i = 0; i < spec.hiddenSize(); i++) {
                    double steps = 1 + (longest - 2) * (i + .5) / spec.hiddenSize();
                    // σ(ln τ) = τ/(1 + τ) is what a step keeps.
                    values[from + i] += (float) (sign * (StrictMath.log(steps) - REMEMBERING_BIAS));
                }
            }
        }
        return Parameters.of(spec.layout(), values);
    }

    /** The weights drawn as the settings say. */
    public static Parameters initialize(NetworkSpec spec, InitializerSettings settings, long seed) {
        ParameterLayout layout = spec.layout();
        float[] values = new float[layout.size()];
        var tensors = new TensorInitializer(spec, settings, new Draws(new SplittableRandom(seed), values));
        layout.tensors().forEach(tensors::fill);
        biasToRemember(spec, settings.rememberingBias(), values);
        return Parameters.of(layout, values);
    }

    private static void biasToRemember(NetworkSpec spec, double bias, float[] values) {
        float shift = (float)
                switch (spec.cell()) {
                    case RNN_TANH, RNN_RELU, RNN_COMBINED -> 0;
                    case GRU, LSTM -> bias;
                    case GRU_RESET_BEFORE -> -bias;
                };
        if (shift == 0) {
            return;
        }
        for (int layer = 0; layer < spec.layers(); layer++) {
            Tensor inputBias = spec.layout().tensor(ParameterLayout.biasIh(layer));
            // Update gate of r|z|n and forget gate of i|f|g|o: the second block of rows in both.
            int from = inputBias.offset() + spec.hiddenSize();
            for (int i = from; i < from + spec.hiddenSize(); i++) {
                values[i] += shift;
            }
        }
    }
}
