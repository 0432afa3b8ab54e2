package io.streamgauge.learn;

import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.ParameterLayout.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a network by layer.
 *
 * <p>A layer is told by the names of its tensors: everything up to the first dot, and for the recurrent layers, which
 * share one module, the number at the end as well. So the layers of a network are {@code rnn 0}, {@code rnn 1}, …,
 * {@code head}, {@code embeddings}.
 */
final class LayerGroups {
    private static final String LAYER_MARK = "_l";

    private final int size;
    private final List<String> names;
    private final List<List<Tensor>> layers;

    LayerGroups(ParameterLayout layout) {
        size = layout.size();
        Map<String, List<Tensor>> byLayer = new LinkedHashMap<>();
        for (Tensor tensor : layout.tensors()) {
            byLayer.computeIfAbsent(layer(tensor.name()), name -> new ArrayList<>())
                    .add(tensor);
        }
        names = List.copyOf(byLayer.keySet());
        layers = List.copyOf(byLayer.values());
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

    /** The names of the layers, in the order of the layout. */
    List<String> names() {
        return names;
    }

    int count() {
        return layers.size();
    }

    List<Tensor> tensors(int layer) {
        return layers.get(layer);
    }

    /** The sum of squares of a layer's part of a gradient. */
    double squares(int layer, float[] gradient) {
        if (gradient.length != size) {
            throw new IllegalArgumentException("gradient has " + gradient.length + " values, layout expects " + size);
        }
        List<Tensor> tensors = layers.get(layer);
        double squares = 0;
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            squares += SumOfSquares.of(gradient, tensor.offset(), tensor.offset() + tensor.size());
        }
        return squares;
    }
}
