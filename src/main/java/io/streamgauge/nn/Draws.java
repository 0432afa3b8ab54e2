package io.streamgauge.nn;

import java.util.SplittableRandom;

/** Random values written to parts of one array. */
final class Draws {
    private final SplittableRandom random;
    private final float[] values;

    Draws(SplittableRandom random, float[] out) {
        this.random = random;
        this.values = out;
    }

    /** Values uniform in ±bound. */
    void uniform(int from, int size, double bound) {
        for (int i = from; i < from + size; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
    }

    /** Normal values with mean 0. */
    void normal(int from, int size, double deviation) {
        for (int i = from; i < from + size; i++) {
            values[i] = (float) (deviation * normal());
        }
    }

    /** The given values, row-major. */
    void copy(int from, float[] source) {
        System.arraycopy(source, 0, values, from, source.length);
    }

    /** A standard normal value (Box &amp; Muller 1958): {@code √(−2 ln(1 − u)) cos 2πv}. */
    double normal() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
