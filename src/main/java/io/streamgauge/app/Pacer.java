package io.streamgauge.app;

import io.streamgauge.wire.SourceEvent;

/** Holds events back so that they leave at a set rate, or as their times lie apart. */
final class Pacer {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final double eventsPerSecond;
    private final double speedup;
    private long start;
    private long events;
    private long firstTime;

    /**
     * @param eventsPerSecond 0 for no limit
     * @param speedup event time per wall time; 0 for no limit
     */
    Pacer(double eventsPerSecond, double speedup) {
        if (eventsPerSecond < 0 || speedup < 0) {
            throw new UserError(
                    "--rate is " + eventsPerSecond + " and --speedup " + speedup + ", expected neither to be negative");
        }
        this.eventsPerSecond = eventsPerSecond;
        this.speedup = speedup;
    }

    /** Waits until {@code event} is due. */
    void await(SourceEvent event) {
        Pause.millis(millisUntilDue(event));
    }

    /** How long {@code event}, the next one, still has to be held back; at least 0. */
    long millisUntilDue(SourceEvent event) {
        if (events == 0) {
            start = System.nanoTime();
            firstTime = event.time();
        }
        double due = 0;
        if (eventsPerSecond > 0) {
            due = events / eventsPerSecond * NANOS_PER_SECOND;
        }
        if (speedup > 0) {
            due = Math.max(due, (event.time() - firstTime) / speedup * NANOS_PER_MILLI);
        }
        events++;
        return Math.max(0, (long) ((due - (System.nanoTime() - start)) / NANOS_PER_MILLI));
    }
}
