package io.streamgauge.wire;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import io.streamgauge.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A network as a safetensors file, with PyTorch's tensor names and a description of the network as metadata.
 *
 * <p>The file is the {@code state_dict} of a module that holds an {@code nn.RNN}, {@code nn.GRU} or {@code nn.LSTM} as
 * {@code rnn} and an {@code nn.Linear} as {@code head}. Modules under other names, and bare ones, are brought to these
 * names by {@link Safetensors#renamed} and put together by {@link Safetensors#and}; {@link Safetensors#module} takes
 * them apart again:
 *
 * <pre>
 *   NetworkFile.of(gru.renamed(Map.of("", "rnn.")).and(linear.renamed(Map.of("", "head."))), CellKind.GRU)
 *   network.toSafetensors().module("rnn.")
 * </pre>
 *
 * <p>The sizes are read off the tensors; a description that says otherwise is refused, and so is a tensor that the
 * network has no place for, such as those of a bidirectional or projected PyTorch module. The kind of cell is no
 * tensor's shape, since kinds share shapes: the description or the caller names it.
 *
 * @param metadata text by name, without the description of the network
 */
public record NetworkFile(NetworkSpec spec, Parameters parameters, Map<String, String> metadata) {

    private static final String FORMAT = "format";
    private static final String CELL = "cell";
    private static final String INPUT = "input_size";
    private static final String HIDDEN = "hidden_size";
    private static final String LAYERS = "layers";
    private static final String OUTPUT = "output_size";
    private static final Set<String> DESCRIPTION = Set.of(FORMAT, CELL, INPUT, HIDDEN, LAYERS, OUTPUT);

    private static final String WEIGHT_IH = "rnn.weight_ih_l";
    private static final String WEIGHT_HH = "rnn.weight_hh_l";
    private static final String HEAD_WEIGHT = "head.weight";

    /** The shape of a network, as text by name. */
    static Map<String, String> describe(NetworkSpec spec) {
        Map<String, String> description = new LinkedHashMap<>();
        description.put(CELL, spec.cell().id());
        description.put(INPUT, Integer.toString(spec.inputSize()));
        description.put(HIDDEN, Integer.toString(spec.hiddenSize()));
        description.put(LAYERS, Integer.toString(spec.layers()));
        description.put(OUTPUT, Integer.toString(spec.outputSize()));
        return description;
    }

    /** The file's bytes. */
    public byte[] encode() {
        return toSafetensors().encode();
    }

    /** The tensors by name, and all metadata. */
    public Safetensors toSafetensors() {
        Map<String, String> all = new LinkedHashMap<>();
        // What PyTorch's own reader of these files asks for.
        all.put(FORMAT, "pt");
        all.putAll(describe(spec));
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
        String cell = file.require(CELL);
        CellKind kind;
        try {
            kind = CellKind.of(cell);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("metadata '" + CELL + "': " + e.getMessage(), e);
        }
        return of(file, kind);
    }

    /** The network of the given kind of cell in a file that need not describe it. */
    public static NetworkFile of(Safetensors file, CellKind cell) throws WireFormatException {
        NetworkSpec spec = spec(file, cell);
        for (Map.Entry<String, String> described : describe(spec).entrySet()) {
            String found = file.metadata().getOrDefault(described.getKey(), described.getValue());
            if (!found.equals(described.getValue())) {
                throw new WireFormatException("metadata '" + described.getKey() + "' is '" + found + "', expected '"
                        + described.getValue() + "' by the tensors and the kind of cell");
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>(file.metadata());
        metadata.keySet().removeAll(DESCRIPTION);
        return new NetworkFile(spec, parameters(file, spec), metadata);
    }

    /** The network that has tensors of these shapes; every size stands for as many values in the file. */
    private static NetworkSpec spec(Safetensors file, CellKind cell) throws WireFormatException {
        int inputs = requireMatrix(file, WEIGHT_IH + 0).get(1);
        List<Integer> recurrent = requireMatrix(file, WEIGHT_HH + 0);
        int hidden = recurrent.get(1);
        if (recurrent.get(0) != (long) cell.gates() * hidden) {
            throw new WireFormatException("tensor '" + WEIGHT_HH + 0 + "' has shape " + recurrent + ", expected ["
                    + (long) cell.gates() * hidden + ", " + hidden + "] for the cell " + cell.id());
        }
        int layers = 1;
        while (file.tensors().containsKey(WEIGHT_IH + layers)) {
            layers++;
        }
        return new NetworkSpec(
                cell, inputs, hidden, layers, requireMatrix(file, HEAD_WEIGHT).get(0));
    }

    private static List<Integer> requireMatrix(Safetensors file, String name) throws WireFormatException {
        Safetensors.Tensor tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new WireFormatException(
                    "no tensor '" + name + "', found " + file.tensors().keySet());
        }
        if (tensor.shape().size() != 2 || tensor.values().length == 0) {
            throw new WireFormatException(
                    "tensor '" + name + "' has shape " + tensor.shape() + ", expected a matrix with rows and columns");
        }
        return tensor.shape();
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
                throw new WireFormatException("tensor '" + name + "' holds " + value + ", which is not finite");
            }
        }
    }
}
