package io.streamgauge.nn;

/**
 * What a network computed over one window, which {@link RecurrentNetwork#backward} needs again; reused from window to
 * window, one per thread.
 */
public final class NetworkTape {
    final LayerTape[] layers;
    /** Gradient with respect to the hidden states of the layer at hand, [T][H]. */
    float[][] hiddenGradient = new float[0][];
    /** The output of the step at hand, [O]. */
    final float[] output;
    /** The output gradients, turned so that the steps of one output are adjacent, [O × T]. */
    float[] transposed = new float[0];
    /** h' of every step of the last layer, each at the head of its array, [T][stateParts·H]. */
    float[][] hiddenStates = new float[0][];

    private float[] outputs = new float[0];
    private float[] outputGradient = new float[0];
    private final NetworkSpec spec;

    public NetworkTape(NetworkSpec spec) {
        this.spec = spec;
        layers = new LayerTape[spec.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new LayerTape(spec, layer);
        }
        output = new float[spec.outputSize()];
    }

    /** The outputs of the last forward pass, row-major [steps × outputSize]; what lies behind them has no meaning. */
    public float[] outputs() {
        return outputs;
    }

    /** The place for the gradient of the loss with respect to {@link #outputs()}, laid out as they are. */
    public float[] outputGradient() {
        return outputGradient;
    }

    void ensureSteps(int steps) {
        for (LayerTape layer : layers) {
            layer.ensureSteps(steps);
        }
        if (steps > hiddenGradient.length) {
            hiddenGradient = new float[steps][spec.hiddenSize()];
            outputs = new float[steps * spec.outputSize()];
            outputGradient = new float[steps * spec.outputSize()];
            transposed = new float[steps * spec.outputSize()];
            hiddenStates = new float[steps][];
            for (int t = 0; t < steps; t++) {
                hiddenStates[t] = layers[layers.length - 1].steps[t].next;
            }
        }
    }
}
