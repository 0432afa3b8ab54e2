package io.streamgauge.nn;

import io.streamgauge.nn.kernel.OuterSum;

/**
 * The gradients of one layer.
 *
 * @param weights those of the weight blocks, in the order in which the layer lists them
 * @param bias the sum of all deltas, of which every bias takes its gates
 */
record CellGradient(OuterSum[] weights, OuterSum bias) {

    void clear() {
        for (OuterSum weight : weights) {
            weight.clear();
        }
        bias.clear();
    }

    void add(CellGradient other) {
        for (int i = 0; i < weights.length; i++) {
            weights[i].add(other.weights[i]);
        }
        bias.add(other.bias);
    }
}
