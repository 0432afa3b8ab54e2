package io.streamgauge.app;

import java.util.function.LongSupplier;

/**
 * Holds the demo's source back while the trainer is more than two blocks of windows behind, so that a file that took
 * months to come about can be learned from as it is replayed in seconds.
 */
final class LearningBrake {

    /** Events between two looks. */
    static final int CHECK_EVERY = 64;

    private static final int BLOCKS_BEHIND = 2;
    private static final long PAUSE_MILLIS = 5;

    private final LongSupplier emitted;
    private final LongSupplier learned;
    private final long mostBehind;

    /**
     * @param emitted windows that the forecaster has emitted
     * @param learned windows that the trainer has learned from, which happens a block at a time
     * @param block windows of a block
     */
    LearningBrake(LongSupplier emitted, LongSupplier learned, int block) {
        this.emitted = emitted;
        this.learned = learned;
        mostBehind = (long) BLOCKS_BEHIND * block;
    }

    /** Waits while the trainer is far behind; tells whether the end was asked for meanwhile. */
    boolean await(Shutdown shutdown) {
        while (emitted.getAsLong() - learned.getAsLong() > mostBehind) {
            if (shutdown.await(PAUSE_MILLIS)) {
                return true;
            }
        }
        return false;
    }
}
