package io.streamgauge.nn.kernel;

import java.util.Arrays;
import java.util.Random;

/** What a kernel's gates give for seeded rows, in one array. */
final class GateDigest {
    private static final int ROWS = 5;
    private static final int FIRST = 2;
    private static final int COUNT = 3;

    private GateDigest() {}

    static float[] gru(Kernel kernel, int size) {
        var random = new Random(size);
        float[] gates = normal(ROWS * 4 * size, random);
        float[] previous = normal(ROWS * size, random);
        float[] next = new float[ROWS * size];
        float[] delta = normal(COUNT * size, random);
        float[] deltas = new float[ROWS * 4 * size];
        kernel.gruForward(FIRST, COUNT, size, gates, previous, next);
        kernel.gruBackward(FIRST, COUNT, size, gates, previous, delta, deltas);
        return join(gates, next, delta, deltas);
    }

    static float[] lstm(Kernel kernel, int size) {
        var random = new Random(size);
        float[] gates = normal(ROWS * 4 * size, random);
        float[] previousCell = normal(ROWS * size, random);
        float[] cell = new float[ROWS * size];
        float[] squashed = new float[ROWS * size];
        float[] next = new float[ROWS * size];
        float[] delta = normal(COUNT * size, random);
        float[] cellDelta = normal(COUNT * size, random);
        float[] deltas = new float[ROWS * 4 * size];
        kernel.lstmForward(FIRST, COUNT, size, gates, previousCell, cell, squashed, next);
        kernel.lstmBackward(FIRST, COUNT, size, gates, previousCell, squashed, delta, cellDelta, deltas);
        return join(gates, cell, squashed, next, delta, cellDelta, deltas);
    }

    /** The deltas of the rows that go back, written over their gates or apart. */
    static float[] gruDeltas(Kernel kernel, int size, boolean inPlace) {
        var random = new Random(size);
        float[] gates = normal(ROWS * 4 * size, random);
        float[] deltas = inPlace ? gates : new float[gates.length];
        float[] delta = normal(COUNT * size, random);
        kernel.gruBackward(FIRST, COUNT, size, gates, normal(ROWS * size, random), delta, deltas);
        return join(delta, rows(deltas, 4 * size));
    }

    /** As {@link #gruDeltas}. */
    static float[] lstmDeltas(Kernel kernel, int size, boolean inPlace) {
        var random = new Random(size);
        float[] gates = normal(ROWS * 4 * size, random);
        float[] deltas = inPlace ? gates : new float[gates.length];
        float[] delta = normal(COUNT * size, random);
        float[] cellDelta = normal(COUNT * size, random);
        float[] cell = normal(ROWS * size, random);
        float[] squashed = normal(ROWS * size, random);
        kernel.lstmBackward(FIRST, COUNT, size, gates, cell, squashed, delta, cellDelta, deltas);
        return join(delta, cellDelta, rows(deltas, 4 * size));
    }

    private static float[] rows(float[] values, int width) {
        return Arrays.copyOfRange(values, FIRST * width, (FIRST + COUNT) * width);
    }

    private static float[] join(float[]... parts) {
        float[] all =
                new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static float[] normal(int size, Random random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (2 * random.nextGaussian());
        }
        return values;
    }
}
