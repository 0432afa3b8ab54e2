package io.streamgauge.nn;

import java.util.Random;

/** Successions of no meaning, under which what follows depends on the last two categories. */
public final class SeededSuccessions {

    private static final int PER_CLASS = 50;

    private SeededSuccessions() {}

    /**
     * Counts of a few hundred.
     *
     * @param classes of the vocabulary, the unknown one included
     */
    public static Successions of(int classes, long seed) {
        Random random = new Random(seed);
        Successions successions = new Successions();
        for (int t = 0; t < PER_CLASS * classes; t++) {
            successions.learn(random.nextInt(classes), random.nextInt(classes), random.nextInt(classes));
        }
        return successions;
    }
}
