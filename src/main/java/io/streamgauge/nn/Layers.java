package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;

/** The parts of a network with their weights as the kernel reads them: embeddings, recurrent layers, head. */
final class Layers {
    final NetworkSpec spec;
    final RecurrentCell[] cells;
    final Dense head;

    /** Where each embedding's table begins in the flat parameters. */
    private final int[] tables;

    private final Embedding[] embeddings;
    private float[] parameters = {};

    Layers(NetworkSpec spec, Kernel kernel) {
        this.spec = spec;
        cells = new RecurrentCell[spec.layers()];
        for (int layer = 0; layer < cells.length; layer++) {
            cells[layer] = RecurrentCell.of(spec, layer, kernel);
        }
        head = new Dense(spec, kernel);
        embeddings = spec.embeddings().toArray(Embedding[]::new);
        tables = new int[embeddings.length];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = spec.layout().tensor(ParameterLayout.embedding(i)).offset();
        }
    }

    /** Prepares the way back. */
    Layers trainable() {
        for (RecurrentCell cell : cells) {
            cell.trainable();
        }
        head.trainable();
        return this;
    }

    /**
     * Takes new weights.
     *
     * @param values the flat parameters, which stay the caller's; read again by {@link #embed} where there are embeddings
     */
    void load(float[] values) {
        parameters = values;
        for (RecurrentCell cell : cells) {
            cell.load(values);
        }
        head.load(values);
    }

    /** The first layer's input for a step's: its features, then the vector of each category. */
    void embed(float[] input, int inputOffset, float[] out, int outOffset) {
        System.arraycopy(input, inputOffset, out, outOffset, spec.inputSize());
        int at = outOffset + spec.inputSize();
        for (int i = 0; i < embeddings.length; i++) {
            int dimension = embeddings[i].dimension();
            int row = embeddings[i].row(input[inputOffset + spec.inputSize() + i]);
            System.arraycopy(parameters, tables[i] + row * dimension, out, at, dimension);
            at += dimension;
        }
    }

    /** Adds the gradient with respect to the vectors of one step's categories to that of the flat parameters' tables. */
    void addEmbeddingGradient(
            float[] input, int inputOffset, float[] gradient, int gradientOffset, float[] tableGradient) {
        int at = gradientOffset + spec.inputSize();
        for (int i = 0; i < embeddings.length; i++) {
            int dimension = embeddings[i].dimension();
            int to = tables[i] + embeddings[i].row(input[inputOffset + spec.inputSize() + i]) * dimension;
            for (int j = 0; j < dimension; j++) {
                tableGradient[to + j] += gradient[at + j];
            }
            at += dimension;
        }
    }

    boolean hasEmbeddings() {
        return embeddings.length > 0;
    }

    /** The number of values of all tables, which stand first in the flat parameters. */
    int tableSize() {
        int size = 0;
        for (Embedding embedding : embeddings) {
            size += embedding.categories() * embedding.dimension();
        }
        return size;
    }
}
