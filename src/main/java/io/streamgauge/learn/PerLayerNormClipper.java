package io.streamgauge.learn;

import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same bound on the Euclidean norm of each layer's gradient: PyTorch's {@code clip_grad_norm_} called once for the
 * parameters of each layer.
 *
 * <p>A layer is told by the names of its tensors: everything up to the first dot, and for the recurrent layers, which
 * share one module, the number at the end as well. So the layers of a network are {@code rnn 0}, {@code rnn 1}, …,
 * {@code head}, {@code embeddings}.
 */
public final class PerLayerNormClipper implements GradientClipper {
    private static final String LAYER_MARK = "_l";

    private final int size;
    private final NormBound bound;
    private final List<List<Tensor>> layers;
    private final double[] norms;

    public PerLayerNormClipper(ParameterLayout layout, double maxNorm) {
        size = layout.size();
        bound = new NormBound(maxNorm);
        Map<String, List<Tensor>> byLayer = new LinkedHashMap<>();
        for (Tensor tensor : layout.tensors()) {
            byLayer.computeIfAbsent(layer(tensor.name()), name -> new ArrayList<>())
                    .add(tensor);
        }
        layers = List.copyOf(byLayer.values());
        norms = new double[layers.size()];
    }

    /** The layer that the named tensor belongs to. */
    static String layer(String tensor) {
        int dot = tensor.indexOf('.');
        String module = dot < 0 ? tensor : tensor.substring(0, dot);
        int mark = tensor.lastIndexOf(LAYER_MARK);
        String number = mark < 0 ? "" : tensor.substring(mark + LAYER_MARK.length());
        boolean numbered = !number.isEmpty() && number.chars().allMatch(Character::isDigit);
        return numbered ? module + " " + number : module;
    }

    @Override
    public double clip(float[] gradient) {
        if (gradient.length != size) {
            throw new IllegalArgumentException("gradient has " + gradient.length + " values, clipper expects " + size);
        }
        double squares = 0;
        for (int layer = 0; layer < norms.length; layer++) {
            double layerSquares = squares(layers.get(layer), gradient);
            norms[layer] = Math.sqrt(layerSquares);
            squares += layerSquares;
        }
        if (Double.isFinite(squares)) {
            for (int layer = 0; layer < norms.length; layer++) {
                apply(layers.get(layer), norms[layer], gradient);
            }
        }
        return Math.sqrt(squares);
    }

    private static double squares(List<Tensor> tensors, float[] gradient) {
        double squares = 0;
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            squares += SumOfSquares.of(gradient, tensor.offset(), tensor.offset() + tensor.size());
        }
        return squares;
    }

    private void apply(List<Tensor> tensors, double norm, float[] gradient) {
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            bound.apply(norm, tensor.offset(), tensor.offset() + tensor.size(), gradient);
        }
    }
}
