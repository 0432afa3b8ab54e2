package io.streamgauge.nn;

/**
 * Random zeros in what a layer hands to the next one, while training (Srivastava et al. 2014; between layers only, as
 * in PyTorch's recurrent modules).
 *
 * <p>Each value is zero with probability {@code rate} and else divided by 1 − rate. Whether it is zero depends on the
 * seed and on the value's place alone, so that the way back sees the same zeros, on however many threads.
 *
 * @param rate 0 for none, below 1
 * @param seed of this update; another one for the next
 */
public record Dropout(double rate, long seed) {
    /** No zeros. */
    public static final Dropout NONE = new Dropout(0, 0);

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout rate is " + rate + ", must be at least 0 and below 1");
        }
    }

    boolean isNone() {
        return rate == 0;
    }

    /**
     * The factor of each value of a row, in place.
     *
     * @param sequence place of the sequence in its batch
     * @param step of the sequence
     * @param layer that the values enter
     * @param values row at {@code offset}, {@code length} values
     */
    void apply(int sequence, int step, int layer, float[] values, int offset, int length) {
        float keep = (float) (1 / (1 - rate));
        long place = mix(mix(mix(mix(seed) + sequence) + step) + layer);
        for (int i = 0; i < length; i++) {
            place += GOLDEN_GAMMA;
            double uniform = (mix(place) >>> 11) * 0x1p-53;
            values[offset + i] = uniform < rate ? 0 : values[offset + i] * keep;
        }
    }

    /** The finalizer of SplitMix64 (Steele et al. 2014). */
    private static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
