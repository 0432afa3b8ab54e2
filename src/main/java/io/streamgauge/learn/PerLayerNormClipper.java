package io.streamgauge.learn;

import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.List;

/**
 * The same bound on the Euclidean norm of each layer's gradient: PyTorch's {@code clip_grad_norm_} called once for the
 * parameters of each layer, which {@link LayerGroups} tells apart.
 */
public final class PerLayerNormClipper implements GradientClipper {
    private final NormBound bound;
    private final LayerGroups layers;
    private final double[] norms;

    public PerLayerNormClipper(ParameterLayout layout, double maxNorm) {
        bound = new NormBound(maxNorm);
        layers = new LayerGroups(layout);
        norms = new double[layers.count()];
    }

    @Override
    public double clip(float[] gradient) {
        double squares = 0;
        for (int layer = 0; layer < norms.length; layer++) {
            double layerSquares = layers.squares(layer, gradient);
            norms[layer] = Math.sqrt(layerSquares);
            squares += layerSquares;
        }
        if (Double.isFinite(squares)) {
            for (int layer = 0; layer < norms.length; layer++) {
                apply(layers.tensors(layer), norms[layer], gradient);
            }
        }
        return Math.sqrt(squares);
    }

    private void apply(List<Tensor> tensors, double norm, float[] gradient) {
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            bound.apply(norm, tensor.offset(), tensor.offset() + tensor.size(), gradient);
        }
    }
}
