package io.streamgauge.example;

import io.streamgauge.learn.MeanSquaredError;
import io.streamgauge.learn.TruncatedBptt;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Dropout;
import io.streamgauge.nn.GradientTrace;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.InitializerScheme;
import io.streamgauge.nn.InitializerSettings;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout.Tensor;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The way of a gradient from a loss at the last step back through time, in an untrained network whose recurrent weights
 * are an orthogonal matrix times a spectral radius ρ, one per gate.
 *
 * <p>{@code ∂L/∂h_t = (∂h_{t+1}/∂h_t)ᵀ ∂L/∂h_{t+1}}; in a plain network {@code ∂h'/∂h = diag(1 − h'²) W}, whose norm is at
 * most ρ (Hochreiter 1991; Pascanu et al. 2013).
 */
final class GradientFlow {
    static final int LAGS = 100;

    private static final int INPUTS = 4;
    private static final int HIDDEN = 64;
    private static final int SEQUENCES = 16;
    private static final int STEPS = LAGS + 1;
    /** Small enough that a plain network stays where tanh is nearly straight, unless it is driven out by itself. */
    private static final float INPUT_BOUND = 0.1f;

    private static final String RECURRENT_WEIGHT = "rnn.weight_hh_l0";

    private GradientFlow() {}

    /** ‖∂L/∂h_t‖ by lag, from 0 to {@link #LAGS} steps before the loss, divided by that at lag 0. */
    static double[] norms(CellKind cell, double radius, double rememberingBias, long seed) {
        var spec = new NetworkSpec(cell, INPUTS, HIDDEN, 1, 1);
        var trace = new GradientTrace();
        Parameters parameters = parameters(spec, radius, rememberingBias, seed);
        try (var bptt = new TruncatedBptt(spec, new MeanSquaredError())) {
            bptt.accumulate(
                    parameters.toArray(), windows(spec, seed), Dropout.NONE, trace, new float[parameters.size()]);
        }
        double[] norms = new double[STEPS];
        for (int lag = 0; lag < STEPS; lag++) {
            norms[lag] = trace.norm(0, STEPS - 1 - lag) / trace.norm(0, STEPS - 1);
        }
        return norms;
    }

    /** Orthogonal weights, the recurrent ones times the radius. */
    static Parameters parameters(NetworkSpec spec, double radius, double rememberingBias, long seed) {
        var settings = new InitializerSettings(InitializerScheme.ORTHOGONAL, 1, rememberingBias);
        float[] values = Initializer.initialize(spec, settings, seed).toArray();
        Tensor recurrent = spec.layout().tensor(RECURRENT_WEIGHT);
        for (int i = recurrent.offset(); i < recurrent.offset() + recurrent.size(); i++) {
            values[i] *= (float) radius;
        }
        return Parameters.of(spec.layout(), values);
    }

    /** Noise with a target of 1 at the last step. */
    private static List<Window> windows(NetworkSpec spec, long seed) {
        var random = new SplittableRandom(seed);
        List<Window> windows = new ArrayList<>();
        for (int s = 0; s < SEQUENCES; s++) {
            float[] inputs = new float[STEPS * INPUTS];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = INPUT_BOUND * (float) (2 * random.nextDouble() - 1);
            }
            float[] targets = new float[STEPS];
            float[] mask = new float[STEPS];
            targets[STEPS - 1] = 1;
            mask[STEPS - 1] = 1;
            windows.add(new Window(STEPS, INPUTS, 1, inputs, targets, mask, new float[spec.stateSize()]));
        }
        return windows;
    }
}
