package io.streamgauge.app.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The heap that an operation allocates, from the virtual machine's own count for the thread that runs it. */
final class Allocation {
    private static final int REPEATS = 50;
    private static final int TRIES = 3;

    /** Enough for any step; a training step comes to a handful of repeats. */
    private static final long NANOS = 300_000_000L;

    private Allocation() {}

    /**
     * Bytes per operation in steady state, rounded to the next integer; the least of several tries, because the
     * virtual machine's own work (compiled code that is thrown away) may fall into one.
     */
    static long bytesPerOperation(Runnable operation) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            long end = System.nanoTime() + NANOS;
            long before = threads.getThreadAllocatedBytes(id);
            int runs = 0;
            while (runs < REPEATS && (runs == 0 || System.nanoTime() < end)) {
                operation.run();
                runs++;
            }
            least = Math.min(least, Math.round((double) (threads.getThreadAllocatedBytes(id) - before) / runs));
        }
        return least;
    }
}
