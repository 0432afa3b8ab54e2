package io.streamgauge.anomaly;

import io.streamgauge.signal.BFloat16;
import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;

/**
 * The usual value, the usual step and the extremes of a series at each part of its season.
 *
 * <p>Values are kept as distances to the first. What is taken in is bounded by the caller, so that an anomaly moves the
 * usual value no further than a usual one.
 */
final class PhaseProfile {

    static final int PARTS = 24;

    /** Keeps a phase that stands for a whole part from being rounded into the one before. */
    private static final double ROUNDING = 1e-6;

    private static final double RATE = .01;
    private static final int KNOWN_FROM = 3;
    private static final int PER_LONG = 8;
    private static final int MOST = 255;

    private final float[] level = new float[PARTS];
    private final float[] change = new float[PARTS];
    /** {@link BFloat16} each: what is beyond by less is as far. */
    private final short[] lowest = new short[PARTS];

    private final short[] highest = new short[PARTS];
    /** Values taken in by each part, up to {@value #MOST}, eight to a long. */
    private final long[] seen = new long[PARTS / PER_LONG];

    private double origin;
    private int lastPart = -1;
    private int seasons;

    /** The part of the season in which a phase from 0 to below 1 lies. */
    static int part(double phase) {
        return (int) (phase * PARTS + ROUNDING) % PARTS;
    }

    /** Seasons that have ended. */
    int seasons() {
        return seasons;
    }

    boolean knows(int part) {
        return seen(part) >= KNOWN_FROM;
    }

    double level(int part) {
        return origin + level[part];
    }

    double change(int part) {
        return change[part];
    }

    /** By how much {@code value} lies beyond all that the part has seen; negative within. */
    double beyond(int part, double value) {
        float distance = BFloat16.value(BFloat16.of(value - origin));
        return Math.max(distance - BFloat16.value(highest[part]), BFloat16.value(lowest[part]) - distance);
    }

    /**
     * Takes in a value.
     *
     * @param step from the value before
     * @param smooth what the extremes are taken of
     * @param bound the usual value moves as if {@code value} lay no further from it than this
     */
    void learn(int part, double value, double step, double smooth, double bound) {
        if (lastPart < 0) {
            origin = value;
        }
        double distance = value - origin;
        double rate = Math.max(RATE, 1.0 / (seen(part) + 1));
        double off = knows(part) ? Math.max(-bound, Math.min(bound, distance - level[part])) : distance - level[part];
        level[part] = ShortFloat.of(level[part] + rate * off);
        change[part] = ShortFloat.of(change[part] + rate * (step - change[part]));
        short at = BFloat16.of(smooth - origin);
        lowest[part] = seen(part) == 0 || BFloat16.value(at) < BFloat16.value(lowest[part]) ? at : lowest[part];
        highest[part] = seen(part) == 0 || BFloat16.value(at) > BFloat16.value(highest[part]) ? at : highest[part];
        if (seen(part) < MOST) {
            seen[part / PER_LONG] += 1L << part % PER_LONG * Byte.SIZE;
        }
        seasons += part < lastPart && seasons < MOST ? 1 : 0;
        lastPart = part;
    }

    int seen(int part) {
        return (int) (seen[part / PER_LONG] >>> part % PER_LONG * Byte.SIZE) & MOST;
    }

    void fields(StateFields fields) {
        fields.shortFloats(level);
        fields.shortFloats(change);
        fields.shorts(lowest);
        fields.shorts(highest);
        fields.integers(seen);
        origin = fields.number(origin);
        int now = seasons * (PARTS + 1) + lastPart + 1;
        int place = fields.version() < 10 ? fields.small(now) : fields.tiny(now);
        seasons = place / (PARTS + 1);
        lastPart = place % (PARTS + 1) - 1;
    }
}
