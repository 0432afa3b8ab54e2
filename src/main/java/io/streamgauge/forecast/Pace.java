package io.streamgauge.forecast;

/**
 * The steps whose forecasts of the further horizons are learned from: one of every two, or of every four.
 *
 * <p>Which one of them it is changes in a way that has no period (multiplication by the golden ratio's odd multiple, Knuth
 * 1998, section 6.4), so that no phase of any season is left out. Those of {@link #FOUR} are among those of {@link #TWO}.
 */
enum Pace {
    TWO(1),
    FOUR(2);

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final int shift;

    Pace(int shift) {
        this.shift = shift;
    }

    /** Whether step number {@code number} is learned from. */
    boolean takes(long number) {
        return isTaken(number & 1, number >> 1) && (this == TWO || isTaken(number >> 1 & 1, number >> 2));
    }

    /** Steps of which one is learned from. */
    int every() {
        return 1 << shift;
    }

    private static boolean isTaken(long place, long group) {
        return place == group * GOLDEN >>> Long.SIZE - 1;
    }

    /** Slots of a ring in which what is kept at one step is still found {@code steps} later, before that step's is kept. */
    int slots(int steps) {
        return steps + 2 * (1 << shift) - 2 >> shift;
    }

    /** The slot of step number {@code number} in a ring. */
    int slot(long number, int slots) {
        return (int) ((number >> shift) % slots);
    }
}
