package io.streamgauge.nn;

import java.util.Arrays;

/**
 * The gradient of a network's weights, summed over the sequences that went through {@link TrainableNetwork#backward};
 * for one thread at a time.
 */
public final class NetworkGradient {
    final CellGradient[] layers;
    final Dense.HeadGradient head;
    /** That of the embeddings' tables, laid out as these in the flat parameters. */
    final float[] tables;

    NetworkGradient(CellGradient[] layers, Dense.HeadGradient head, int tableSize) {
        this.layers = layers;
        this.head = head;
        tables = new float[tableSize];
    }

    public void clear() {
        for (CellGradient layer : layers) {
            layer.clear();
        }
        head.clear();
        Arrays.fill(tables, 0);
    }

    /** Adds another gradient of the same network. */
    public void add(NetworkGradient other) {
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer].add(other.layers[layer]);
        }
        head.add(other.head);
        for (int i = 0; i < tables.length; i++) {
            tables[i] += other.tables[i];
        }
    }
}
