package io.streamgauge.wire;

import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.Parameters;
import java.util.List;

/**
 * One linear map, y = W x + b, as operators of ONNX.
 *
 * <p>The operands stand in the order of a batch's rows: MatMul makes x Wᵀ out of x [1 × batch × I] and Wᵀ [I × O], Add
 * puts b [O] on each row.
 */
final class OnnxDense {
    private final Parameters parameters;
    private final String name;

    /** The map whose weight W [O × I] and bias b [O] are {@code name.weight} and {@code name.bias}. */
    OnnxDense(Parameters parameters, String name) {
        this.parameters = parameters;
        this.name = name;
    }

    /** Adds this map to the graph, from one named value to another. */
    void addTo(OnnxGraph graph, String input, String output) {
        String bias = name + ".bias";
        String transposed = name + ".weight_transposed";
        String product = name + ".product";
        ParameterLayout.Tensor weight = parameters.layout().tensor(name + ".weight");
        int outputs = weight.shape().get(0);
        int inputs = weight.shape().get(1);
        graph.constant(transposed, transposed(OnnxLayer.values(parameters, weight.name()), inputs), inputs, outputs);
        graph.constant(bias, OnnxLayer.values(parameters, bias), outputs);
        graph.node("MatMul", List.of(input, transposed), List.of(product));
        graph.node("Add", List.of(product, bias), List.of(output));
    }

    private static float[] transposed(float[] matrix, int columns) {
        int rows = matrix.length / columns;
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            transposed[i % columns * rows + i / columns] = matrix[i];
        }
        return transposed;
    }
}
