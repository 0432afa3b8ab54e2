package io.streamgauge.wire;

import io.streamgauge.nn.Activation;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Embedding;
import io.streamgauge.nn.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a network: read off the tensors of a file, and as text by name.
 *
 * <p>With Σd the sum of the embeddings' dimensions, F features, H units and O outputs, the first layer's input is F + Σd
 * wide. So F is the number of columns of {@code rnn.weight_ih_l0} [gates·H × (F + Σd)] less Σd, or that of {@code
 * i2h.weight} [H × (F + Σd + H)] less Σd and H.
 */
final class NetworkShape {
    static final String CELL = "cell";
    static final String ACTIVATION = "activation";
    static final String INPUT = "input_size";
    static final String HIDDEN = "hidden_size";
    static final String LAYERS = "layers";
    static final String OUTPUT = "output_size";

    private static final String WEIGHT_IH = "rnn.weight_ih_l";
    private static final String WEIGHT_HH = "rnn.weight_hh_l";
    private static final String HEAD_WEIGHT = "head.weight";
    private static final String COMBINED_WEIGHT = "i2h.weight";
    private static final String COMBINED_HEAD_WEIGHT = "i2o.weight";

    private final Safetensors file;
    private final CellKind cell;
    private final Activation activation;

    NetworkShape(Safetensors file, CellKind cell, Activation activation) {
        this.file = file;
        this.cell = cell;
        this.activation = activation;
    }

    /** What a description says, as text by name: all but the embeddings, which are as many as there are tables. */
    static Map<String, String> describe(NetworkSpec spec) {
        Map<String, String> description = new LinkedHashMap<>();
        description.put(CELL, spec.cell().id());
        description.put(INPUT, Integer.toString(spec.inputSize()));
        description.put(HIDDEN, Integer.toString(spec.hiddenSize()));
        description.put(LAYERS, Integer.toString(spec.layers()));
        description.put(OUTPUT, Integer.toString(spec.outputSize()));
        description.put(ACTIVATION, spec.activation().id());
        return description;
    }

    /** The name of an embedding's table. */
    static String embedding(int index) {
        return "embeddings." + index + ".weight";
    }

    /** The network that has tensors of these shapes; every size stands for as many values in the file. */
    NetworkSpec read() throws WireFormatException {
        return cell == CellKind.RNN_COMBINED ? combined() : stack();
    }

    private NetworkSpec stack() throws WireFormatException {
        List<Embedding> embeddings = embeddings();
        int columns = requireMatrix(WEIGHT_IH + 0).get(1);
        List<Integer> recurrent = requireMatrix(WEIGHT_HH + 0);
        int hidden = recurrent.get(1);
        requireRows(WEIGHT_HH + 0, recurrent, (long) cell.gates() * hidden);
        int layers = 1;
        while (file.tensors().containsKey(WEIGHT_IH + layers)) {
            layers++;
        }
        int features = features(WEIGHT_IH + 0, columns, 0, embeddings);
        int outputs = requireMatrix(HEAD_WEIGHT).get(0);
        return new NetworkSpec(cell, features, hidden, layers, outputs, embeddings, activation);
    }

    private NetworkSpec combined() throws WireFormatException {
        List<Embedding> embeddings = embeddings();
        List<Integer> weight = requireMatrix(COMBINED_WEIGHT);
        int hidden = weight.get(0);
        int features = features(COMBINED_WEIGHT, weight.get(1), hidden, embeddings);
        int outputs = requireMatrix(COMBINED_HEAD_WEIGHT).get(0);
        return new NetworkSpec(cell, features, hidden, 1, outputs, embeddings, activation);
    }

    /** The tables from 0 on; one after a gap is left for the caller to refuse. */
    private List<Embedding> embeddings() throws WireFormatException {
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; file.tensors().containsKey(embedding(i)); i++) {
            List<Integer> table = requireMatrix(embedding(i));
            try {
                embeddings.add(new Embedding(table.get(0), table.get(1)));
            } catch (IllegalArgumentException e) {
                throw new WireFormatException("tensor '" + embedding(i) + "': " + e.getMessage(), e);
            }
        }
        return embeddings;
    }

    /** The columns that neither the state nor the embeddings take. */
    private static int features(String name, int columns, int stateColumns, List<Embedding> embeddings)
            throws WireFormatException {
        long taken = stateColumns;
        for (Embedding embedding : embeddings) {
            taken += embedding.dimension();
        }
        long least = embeddings.isEmpty() ? taken + 1 : taken;
        if (columns < least) {
            throw new WireFormatException("tensor '" + name + "' has " + columns + " columns, expected at least "
                    + least + " for " + stateColumns + " units of the state and the embeddings " + embeddings);
        }
        return (int) (columns - taken);
    }

    private void requireRows(String name, List<Integer> shape, long rows) throws WireFormatException {
        if (shape.get(0) != rows) {
            throw new WireFormatException("tensor '" + name + "' has shape " + shape + ", expected [" + rows + ", "
                    + shape.get(1) + "] for the cell " + cell.id());
        }
    }

    private List<Integer> requireMatrix(String name) throws WireFormatException {
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
}
