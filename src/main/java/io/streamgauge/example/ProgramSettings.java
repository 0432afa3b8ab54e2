package io.streamgauge.example;

/**
 * What a user can choose of every program.
 *
 * @param seed of data, weights and order
 * @param epochs passes over the training data
 * @param threads that share a batch; the result does not depend on them
 */
public record ProgramSettings(long seed, int epochs, int threads) {
    /** The seed with which PyTorch's losses of {@link SequenceRegression} were made. */
    public static final int DEFAULT_SEED = 4;

    public ProgramSettings {
        requireAtLeastOne("epochs", epochs);
        requireAtLeastOne("threads", threads);
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
        }
    }
}
