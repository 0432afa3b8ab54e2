package io.streamgauge.app.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The heap that an operation allocates, from the virtual machine's own count for the thread that runs it. */
final class Allocation {
    private static final int REPEATS = 20;
    private static final int TRIES = 5;

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
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < REPEATS; i++) {
                operation.run();
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
        }
        return Math.round((double) least / REPEATS);
    }
}
