package io.streamgauge.forecast;

/**
 * The steps whose forecasts of the further horizons are kept and learned from: one of every {@value #EVERY}.
 *
 * <p>The changes to come of neighbouring steps are nearly the same, so next to nothing is lost, and three quarters of the
 * state and of the time are saved. Which one of them it is changes in a way that has no period (multiplication by the
 * golden ratio's odd multiple, Knuth 1998, section 6.4), so that no phase of any season is left out.
 */
final class Pace {

    /** Steps of which one is learned from. */
    static final int EVERY = 4;

    private static final int SHIFT = 2;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Pace() {}

    /** Whether step number {@code number} is learned from. */
    static boolean takes(long number) {
        return isTaken(number & 1, number >> 1) && isTaken(number >> 1 & 1, number >> SHIFT);
    }

    private static boolean isTaken(long place, long group) {
        return place == group * GOLDEN >>> Long.SIZE - 1;
    }

    /** Which of two, 0 or 1, is learned from at a step that is. */
    static int turn(long number) {
        return (int) ((number >> SHIFT) * GOLDEN >>> Long.SIZE - 3 & 1);
    }

    /** Slots of a ring in which what is kept at one step is still found {@code steps} later, before that step's is kept. */
    static int slots(int steps) {
        return steps + 2 * EVERY - 2 >> SHIFT;
    }

    /** The slot of step number {@code number} in a ring. */
    static int slot(long number, int slots) {
        return (int) ((number >> SHIFT) % slots);
    }
}
