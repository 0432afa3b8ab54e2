package io.streamgauge.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The named tensors of a network as consecutive, row-major views in one flat array.
 *
 * <p>Names, shapes and gate order are PyTorch's, for a module that holds the recurrent layers as {@code rnn} and a
 * linear layer as {@code head}: per layer l {@code rnn.weight_ih_l} [gates·H × I], {@code rnn.weight_hh_l} [gates·H ×
 * H], {@code rnn.bias_ih_l} and {@code rnn.bias_hh_l} [gates·H], with the rows stacked r|z|n for a gated recurrent unit
 * and i|f|g|o for long short-term memory; then {@code head.weight} [O × H] and {@code head.bias} [O]. Embeddings come
 * first, as {@code embeddings.0.weight} [categories × dimension] and so on.
 *
 * <p>The combined cell has {@code i2h.weight} [H × (I + H)], {@code i2h.bias} [H], {@code i2o.weight} [O × (I + H)] and
 * {@code i2o.bias} [O] instead, the columns of the input before those of the state.
 */
public final class ParameterLayout {

    /** One tensor: where it begins in the flat array and how many values it has. */
    public record Tensor(String name, List<Integer> shape, int offset, int size) {
        public Tensor {
            shape = List.copyOf(shape);
        }
    }

    private final List<Tensor> tensors;
    private final Map<String, Tensor> byName = new LinkedHashMap<>();
    private final int size;

    private ParameterLayout(List<Tensor> tensors, int size) {
        this.tensors = List.copyOf(tensors);
        this.size = size;
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    }

    static ParameterLayout of(NetworkSpec spec) {
        var builder = new Builder();
        for (int i = 0; i < spec.embeddings().size(); i++) {
            Embedding embedding = spec.embeddings().get(i);
            builder.add(embedding(i), embedding.categories(), embedding.dimension());
        }
        if (spec.cell() == CellKind.RNN_COMBINED) {
            addCombined(spec, builder);
        } else {
            addStack(spec, builder);
        }
        return new ParameterLayout(builder.tensors, builder.size);
    }

    private static void addStack(NetworkSpec spec, Builder builder) {
        int hidden = spec.hiddenSize();
        int rows = spec.cell().gates() * hidden;
        for (int layer = 0; layer < spec.layers(); layer++) {
            builder.add(weightIh(layer), rows, spec.layerInputSize(layer));
            builder.add(weightHh(layer), rows, hidden);
            builder.add(biasIh(layer), rows);
            builder.add(biasHh(layer), rows);
        }
        builder.add(HEAD_WEIGHT, spec.outputSize(), hidden);
        builder.add(HEAD_BIAS, spec.outputSize());
    }

    private static void addCombined(NetworkSpec spec, Builder builder) {
        int columns = spec.layerInputSize(0) + spec.hiddenSize();
        builder.add(COMBINED_WEIGHT, spec.hiddenSize(), columns);
        builder.add(COMBINED_BIAS, spec.hiddenSize());
        builder.add(COMBINED_HEAD_WEIGHT, spec.outputSize(), columns);
        builder.add(COMBINED_HEAD_BIAS, spec.outputSize());
    }

    static final String HEAD_WEIGHT = "head.weight";
    static final String HEAD_BIAS = "head.bias";
    static final String COMBINED_WEIGHT = "i2h.weight";
    static final String COMBINED_BIAS = "i2h.bias";
    static final String COMBINED_HEAD_WEIGHT = "i2o.weight";
    static final String COMBINED_HEAD_BIAS = "i2o.bias";

    static String embedding(int index) {
        return "embeddings." + index + ".weight";
    }

    static String weightIh(int layer) {
        return "rnn.weight_ih_l" + layer;
    }

    static String weightHh(int layer) {
        return "rnn.weight_hh_l" + layer;
    }

    static String biasIh(int layer) {
        return "rnn.bias_ih_l" + layer;
    }

    static String biasHh(int layer) {
        return "rnn.bias_hh_l" + layer;
    }

    /** All tensors in the order of their offsets. */
    public List<Tensor> tensors() {
        return tensors;
    }

    public Tensor tensor(String name) {
        Tensor tensor = byName.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor '" + name + "', there are " + byName.keySet());
        }
        return tensor;
    }

    /** Whether a tensor belongs to the linear layer that gives the outputs. */
    public boolean isHead(Tensor tensor) {
        return Set.of(HEAD_WEIGHT, HEAD_BIAS, COMBINED_HEAD_WEIGHT, COMBINED_HEAD_BIAS)
                .contains(tensor.name());
    }

    /** The length of the flat array. */
    public int size() {
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterLayout that && tensors.equals(that.tensors);
    }

    @Override
    public int hashCode() {
        return tensors.hashCode();
    }

    @Override
    public String toString() {
        return "ParameterLayout" + tensors;
    }

    private static final class Builder {
        private final List<Tensor> tensors = new ArrayList<>();
        private int size;

        void add(String name, Integer... shape) {
            int length = 1;
            for (int dimension : shape) {
                length = Math.multiplyExact(length, dimension);
            }
            tensors.add(new Tensor(name, List.of(shape), size, length));
            size = Math.addExact(size, length);
        }
    }
}
