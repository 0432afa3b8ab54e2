package io.streamgauge.example;

import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A generated sequence of tokens, positive if its first marker stands before its second one.
 *
 * <p>Every sequence holds either marker once, at least {@link #LEAST_LAG} steps from the other and at least as many
 * before the last step; all else is drawn alike in both classes, with frequencies that fall as 1/rank. So the order alone
 * tells the classes apart, and no count of tokens does.
 */
record TokenSequence(int[] tokens, boolean positive) {
    static final int VOCABULARY = 10_000;
    static final int STEPS = 60;
    static final int LEAST_LAG = 20;

    private static final int MARKER = 0;
    private static final int OTHER_MARKER = 1;
    private static final int FIRST_FILLER = 2;

    /** Sequences of either class with probability one half. */
    static List<TokenSequence> draw(int count, SplittableRandom random) {
        List<TokenSequence> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sequences.add(draw(random));
        }
        return sequences;
    }

    private static TokenSequence draw(SplittableRandom random) {
        int[] tokens = new int[STEPS];
        for (int t = 0; t < STEPS; t++) {
            tokens[t] = filler(random);
        }
        // first + lag ≤ second ≤ last − lag
        int last = STEPS - 1;
        int first = random.nextInt(last - 2 * LEAST_LAG + 1);
        int second = first + LEAST_LAG + random.nextInt(last - 2 * LEAST_LAG - first + 1);
        boolean positive = random.nextBoolean();
        tokens[first] = positive ? MARKER : OTHER_MARKER;
        tokens[second] = positive ? OTHER_MARKER : MARKER;
        return new TokenSequence(tokens, positive);
    }

    /** n^u for a uniform u, which has the density 1/rank from 1 to n. */
    private static int filler(SplittableRandom random) {
        int fillers = VOCABULARY - FIRST_FILLER;
        int rank = (int) StrictMath.pow(fillers, random.nextDouble());
        return FIRST_FILLER + Math.min(rank, fillers) - 1;
    }

    /** The window with one target, at the last step. */
    Window window(NetworkSpec spec) {
        float[] inputs = new float[STEPS];
        for (int t = 0; t < STEPS; t++) {
            inputs[t] = tokens[t];
        }
        float[] targets = new float[STEPS];
        float[] mask = new float[STEPS];
        targets[STEPS - 1] = positive ? 1 : 0;
        mask[STEPS - 1] = 1;
        return new Window(STEPS, 1, 1, inputs, targets, mask, new float[spec.stateSize()]);
    }
}
