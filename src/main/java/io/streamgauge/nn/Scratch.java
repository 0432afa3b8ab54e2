package io.streamgauge.nn;

import io.streamgauge.nn.kernel.Kernel;

/**
 * Working memory of {@link RecurrentNetwork}'s steps, one per thread; what it holds between steps has no meaning.
 */
public final class Scratch {
    final LayerRows[] layers;
    /** Rows of the first layer's input, where there are embeddings. */
    final float[] embedded;
    /** Rows of padded outputs. */
    final float[] outputs;

    private final NetworkSpec spec;
    private final int capacity;

    /** Memory for steps of one series at a time. */
    public Scratch(NetworkSpec spec) {
        this(spec, 1);
    }

    /** Memory for steps of up to {@code capacity} series at a time. */
    public Scratch(NetworkSpec spec, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", must be at least 1");
        }
        this.spec = spec;
        this.capacity = capacity;
        layers = new LayerRows[spec.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new LayerRows(spec.cell(), spec.hiddenSize());
            layers[layer].ensureForward(capacity);
        }
        embedded = new float[spec.embeddings().isEmpty() ? 0 : capacity * spec.layerInputSize(0)];
        outputs = new float[capacity * Kernel.padded(spec.outputSize())];
    }

    void require(NetworkSpec expected, int count) {
        // Nearly always the very same object, and comparing takes longer than a small step may.
        if (spec != expected && !spec.equals(expected)) {
            throw new IllegalArgumentException("scratch is for " + spec + ", network expects " + expected);
        }
        if (count > capacity) {
            throw new IllegalArgumentException("there are " + count + " series, scratch has room for " + capacity);
        }
    }
}
