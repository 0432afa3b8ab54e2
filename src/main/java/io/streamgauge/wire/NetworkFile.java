package io.streamgauge.wire;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A network as a safetensors file, with PyTorch's tensor names and a description of the network as metadata.
 *
 * <p>The file is the {@code state_dict} of a module that holds an {@code nn.RNN}, {@code nn.GRU} or {@code nn.LSTM} as
 * {@code rnn}, an {@code nn.Linear} as {@code head} and, where there are categories, an {@code nn.ModuleList} of {@code
 * nn.Embedding} as {@code embeddings}; with the combined cell, of one that holds two {@code nn.Linear} as {@code i2h}
 * and {@code i2o}. Modules under other names, and bare ones, are brought to these names by {@link Safetensors#renamed}
 * and put together by {@link Safetensors#and}; {@link Safetensors#module} takes them apart again:
 *
 * <pre>
 *   NetworkFile.of(gru.renamed(Map.of("", "rnn.")).and(linear.renamed(Map.of("", "head."))), CellKind.GRU)
 *   table.renamed(Map.of("", "embeddings.0."))
 *   network.toSafetensors().module("rnn.")
 * </pre>
 *
 * <p>The sizes are read off the tensors (see {@link NetworkShape}); a description that says otherwise is refused, and so
 * is a tensor that the network has no place for, such as those of a bidirectional or projected PyTorch module. The kind
 * of cell and the head's activation are no tensor's shape: the description or the caller names them, and a file that
 * names no activation has none, the identity.
 *
 * @param metadata text by name, without the description of the network
 */
public record NetworkFile(NetworkSpec spec, Parameters parameters, Map<String, String> metadata) {

    private static final String FORMAT = "format";
    private static final Set<String> DESCRIPTION = Set.of(
            FORMAT,
            NetworkShape.CELL,
            NetworkShape.INPUT,
            NetworkShape.HIDDEN,
            NetworkShape.LAYERS,
            NetworkShape.OUTPUT,
            NetworkShape.ACTIVATION);

    /** The file's bytes. */
    public byte[] encode() {
        return toSafetensors().encode();
    }

    /** The tensors by name, and all metadata. */
    public Safetensors toSafetensors() {
        Map<String, String> all = new LinkedHashMap<>();
        // What PyTorch's own reader of these files asks for.
        all.put(FORMAT, "pt");
        all.putAll(NetworkShape.describe(spec));
        metadata.forEach((name, text) -> {
            if (DESCRIPTION.contains(name)) {
                throw new IllegalArgumentException("metadata '" + name + "' is taken by the network's description");
            }
            all.put(name, text);
        });
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        float[] values = parameters.toArray();
        for (ParameterLayout.Tensor tensor : parameters.layout().tensors()) {
            float[] part = new float[tensor.size()];
            System.arraycopy(values, tensor.offset(), part, 0, part.length);
            tensors.put(tensor.name(), new Safetensors.Tensor(tensor.shape(), part));
        }
        return new Safetensors(all, tensors);
    }

    /** Reads a file whose metadata names the kind of cell. */
    public static NetworkFile decode(byte[] bytes) throws WireFormatException {
        return of(Safetensors.decode(bytes));
    }

    /** The network in a file whose metadata names the kind of cell. */
    public static NetworkFile of(Safetensors file) throws WireFormatException {
        return of(file, named(NetworkShape.CELL, file.require(NetworkShape.CELL), CellKind::of));
    }

    /** The network of the given kind of cell in a file that need not describe it. */
    public static NetworkFile of(Safetensors file, CellKind cell) throws WireFormatException {
        String activation = file.metadata().getOrDefault(NetworkShape.ACTIVATION, Activation.IDENTITY.id());
        return of(file, cell, named(NetworkShape.ACTIVATION, activation, Activation::of));
    }

    /** The network of the given kind of cell and with the given activation of its head. */
    public static NetworkFile of(Safetensors file, CellKind cell, Activation activation) throws WireFormatException {
        NetworkSpec spec = new NetworkShape(file, cell, activation).read();
        for (Map.Entry<String, String> described : NetworkShape.describe(spec).entrySet()) {
            String found = file.metadata().getOrDefault(described.getKey(), described.getValue());
            if (!found.equals(described.getValue())) {
                throw new WireFormatException("metadata '" + described.getKey() + "' is '" + found + "', expected '"
                        + described.getValue() + "' by the tensors and what the caller named");
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
        metadata.keySet().removeAll(DESCRIPTION);
        return new NetworkFile(spec, parameters(file, spec), metadata);
    }

    private static <T> T named(String name, String text, Function<String, T> choice) throws WireFormatException {
        try {
            return choice.apply(text);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("metadata '" + name + "': " + e.getMessage(), e);
        }
    }

    private static Parameters parameters(Safetensors file, NetworkSpec spec) throws WireFormatException {
        ParameterLayout layout = layout(spec);
        Set<String> unexpected = new TreeSet<>(file.tensors().keySet());
        // Shapes are compared for all tensors before memory is set aside for one.
        for (ParameterLayout.Tensor tensor : layout.tensors()) {
            file.require(tensor.name(), tensor.shape());
            unexpected.remove(tensor.name());
        }
        if (!unexpected.isEmpty()) {
            throw new WireFormatException("the network has no place for the tensors " + unexpected);
        }
        float[] all = new float[layout.size()];
        for (ParameterLayout.Tensor tensor : layout.tensors()) {
            float[] values = file.require(tensor.name(), tensor.shape());
            requireFinite(tensor.name(), values);
            System.arraycopy(values, 0, all, tensor.offset(), values.length);
        }
        return Parameters.of(layout, all);
    }

    /** A file of many layers without values can ask for more than an array holds. */
    private static ParameterLayout layout(NetworkSpec spec) throws WireFormatException {
        try {
            return spec.layout();
        } catch (ArithmeticException e) {
            throw new WireFormatException("weights of " + spec + " are more than an array can hold", e);
        }
    }

    private static void requireFinite(String name, float[] values) throws WireFormatException {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new RefusedWeightsException(
                        WeightsRefusal.NOT_FINITE, "tensor '" + name + "' holds " + value + ", which is not finite");
            }
        }
    }
}
