package io.streamgauge.example;

/**
 * The congruential generator of {@code make_vectors.py}, so that weights and inputs that PyTorch was given need not be
 * stored.
 *
 * <p>{@code x ← 1664525 x + 1013904223 mod 2³²}; the upper 24 bits make a float in [−1, 1), times a bound in float.
 */
public final class Lcg {
    private int state;

    public Lcg(int seed) {
        state = seed;
    }

    public float next(float bound) {
        state = state * 1664525 + 1013904223;
        float unit = ((state >>> 8) - (1 << 23)) / (float) (1 << 23);
        return unit * bound;
    }

    public float[] vector(int size, float bound) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = next(bound);
        }
        return values;
    }
}
