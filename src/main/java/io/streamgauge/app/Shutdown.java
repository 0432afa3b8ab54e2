package io.streamgauge.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process' wait for its end: Ctrl-C (or SIGTERM) lets the waiting command return, and holds the exit back until the
 * command has closed what it had opened.
 */
final class Shutdown implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 90;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    Shutdown() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::hold, "shutdown"));
    }

    private void hold() {
        requested.countDown();
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("streamgauge: did not stop cleanly within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Ends a command that has not come to its waiting yet, by way of an exception that closes all it has opened. */
    void requireNotRequested() {
        if (isRequested()) {
            throw new IllegalStateException("stopped while starting");
        }
    }

    /**
     * Whether this process is ending: what fails then, fails because of that. Libraries that want to register a shutdown
     * hook at their first use are among it.
     */
    static boolean isUnderWay() {
        Thread probe = new Thread(() -> {}, "probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            return !Runtime.getRuntime().removeShutdownHook(probe);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** Waits so long for the request; tells whether it came. */
    boolean await(long millis) {
        try {
            return requested.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Lets the process go: all that was opened is closed. */
    @Override
    public void close() {
        finished.countDown();
    }
}
