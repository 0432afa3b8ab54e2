package io.streamgauge.nn;

import io.streamgauge.nn.kernel.OuterSum;

/** The gradients of one layer's weight and bias blocks, in the order in which the layer lists them. */
record CellGradient(OuterSum[] weights, OuterSum[] biases) {

    void clear() {
        for (OuterSum weight : weights) {
            weight.clear();
        }
        for (OuterSum bias : biases) {
            bias.clear();
        }
    }

    void add(CellGradient other) {
        for (int i = 0; i < weights.length; i++) {
            weights[i].add(other.weights[i]);
        }
        for (int i = 0; i < biases.length; i++) {
            biases[i].add(other.biases[i]);
        }
    }
}
