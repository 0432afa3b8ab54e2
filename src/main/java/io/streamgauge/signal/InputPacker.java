package io.streamgauge.signal;

/**
 * What is kept of a step's inputs until the windows that it is part of have left, and the inputs made of it again.
 *
 * <pre>
 *   of each target     x1, x2, x4, x5, x6 as {@link ByteFloat}s; x0 and x3 follow from the changes, which labels need too
 *   of the calendar    its two cycles as a {@link Direction} each; c2 and c3 follow from the first
 *   all other numbers  as ByteFloats
 *   each category      two bytes
 * </pre>
 *
 * <p>{@link FeatureEncoder} and {@link Calendar} have what the inputs are.
 */
public final class InputPacker {

    private static final double RANGE = FeatureEncoder.CLIP;
    private static final int CYCLE = Calendar.CYCLE_FEATURES;
    private static final int WEEK = CYCLE - 2;
    /** Of a target's inputs those that are kept. */
    private static final int[] KEPT = {1, 2, 4, 5, 6};

    private final int targets;
    private final int numbers;
    private final int width;

    public InputPacker(InputSpec spec) {
        targets = spec.targets().size();
        numbers = spec.features();
        width = spec.width();
    }

    /** Bytes of a step. */
    public int bytes() {
        int calendar = targets * FeatureEncoder.TARGET_FEATURES;
        return targets * KEPT.length + 2 + numbers - calendar - CYCLE + (width - numbers) * Short.BYTES;
    }

    /**
     * Keeps a step's inputs.
     *
     * @param inputs of the step [width]
     * @param out where to, from {@code at} on; overwritten
     */
    public void pack(float[] inputs, byte[] out, int at) {
        int to = at;
        int from = 0;
        for (int k = 0; k < targets; k++) {
            for (int i : KEPT) {
                out[to++] = ByteFloat.of(inputs[from + i], RANGE);
            }
            from += FeatureEncoder.TARGET_FEATURES;
        }
        out[to++] = Direction.of(inputs[from], inputs[from + 1]);
        out[to++] = Direction.of(inputs[from + WEEK], inputs[from + WEEK + 1]);
        for (int i = from + CYCLE; i < numbers; i++) {
            out[to++] = ByteFloat.of(inputs[i], RANGE);
        }
        for (int i = numbers; i < width; i++) {
            int category = (int) inputs[i];
            out[to++] = (byte) category;
            out[to++] = (byte) (category >> Byte.SIZE);
        }
    }

    /**
     * Makes a step's inputs again, but for those that follow from changes ({@link #changes}).
     *
     * @param packed what was kept, from {@code at} on
     * @param out inputs from {@code to} on; overwritten
     */
    public void unpack(byte[] packed, int at, float[] out, int to) {
        int from = at;
        int next = to;
        for (int k = 0; k < targets; k++) {
            for (int i : KEPT) {
                out[next + i] = ByteFloat.value(packed[from++], RANGE);
            }
            next += FeatureEncoder.TARGET_FEATURES;
        }
        Direction.write(packed[from++], out, next);
        float sine = out[next];
        float cosine = out[next + 1];
        out[next + 2] = 2 * sine * cosine;
        out[next + 3] = cosine * cosine - sine * sine;
        Direction.write(packed[from++], out, next + WEEK);
        for (int i = next + CYCLE; i < to + numbers; i++) {
            out[i] = ByteFloat.value(packed[from++], RANGE);
        }
        for (int i = to + numbers; i < to + width; i++) {
            out[i] = Byte.toUnsignedInt(packed[from]) | Byte.toUnsignedInt(packed[from + 1]) << Byte.SIZE;
            from += Short.BYTES;
        }
    }

    /**
     * Makes the inputs of target number {@code k} that follow from changes.
     *
     * @param last Δy_t/ρ
     * @param previous Δy_{t−1}/ρ
     * @param out inputs of the step from {@code to} on; overwritten
     */
    public void changes(int k, double last, double previous, float[] out, int to) {
        FeatureEncoder.encodeChanges(last, previous, out, to + k * FeatureEncoder.TARGET_FEATURES);
    }
}
