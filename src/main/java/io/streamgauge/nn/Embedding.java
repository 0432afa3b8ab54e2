package io.streamgauge.nn;

/**
 * A table of learnt vectors, one per category: category c becomes row c of W [categories × dimension].
 *
 * <p>The last columns of a network's input hold the categories, one per embedding, as whole numbers from 0 on; the
 * vectors stand in their place in the first layer's input. As PyTorch's {@code nn.Embedding} without padding index.
 *
 * @param categories number of rows, at most 2²⁴, up to which a float counts exactly
 * @param dimension length of a vector
 */
public record Embedding(int categories, int dimension) {
    private static final int MOST_CATEGORIES = 1 << 24;

    public Embedding {
        if (categories < 1 || categories > MOST_CATEGORIES) {
            throw new IllegalArgumentException(
                    "embedding has " + categories + " categories, must be 1 to " + MOST_CATEGORIES);
        }
        if (dimension < 1) {
            throw new IllegalArgumentException("embedding has dimension " + dimension + ", must be at least 1");
        }
    }

    /** The row of the table for an input value. */
    int row(float value) {
        int row = (int) value;
        if (row != value || row < 0 || row >= categories) {
            throw new IllegalArgumentException(
                    "category is " + value + ", embedding expects a whole number from 0 to " + (categories - 1));
        }
        return row;
    }
}
