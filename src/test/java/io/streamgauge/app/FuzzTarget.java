package io.streamgauge.app;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;

/**
 * A reader of what comes from outside, and what it promises: it refuses in its own words or reads, throws nothing else, and
 * takes no more memory than ten times its input and a megabyte.
 */
final class FuzzTarget {

    /** More where a fuzzer's own hooks take memory on the reader's thread; what it keeps is read again without them. */
    private static final long MEGABYTES = Long.getLong("fuzz.megabytes", 1) << 20;

    private static final long TIMES_INPUT = 10;
    private static final int TURNS = 3;
    private static final int SHOWN = 2_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Class<? extends Exception> refusal;
    private final Reader reader;
    private final long least;

    /** What reads; declares what a reader may throw. */
    interface Reader {
        void read(byte[] bytes) throws Exception;
    }

    FuzzTarget(Class<? extends Exception> refusal, Reader reader) {
        this.refusal = refusal;
        this.reader = reader;
        // What is only set up once is not the input's doing.
        attempt(new byte[] {1});
        // Nor is what reading next to nothing takes: a runtime file is checked against all of Kafka's definitions.
        long before = allocated();
        attempt(new byte[] {1});
        least = allocated() - before;
    }

    /** Whether the input was refused; an error for anything that the reader promises not to do. */
    boolean refuses(byte[] input) {
        long most = least + TIMES_INPUT * input.length + MEGABYTES;
        for (int turn = 1; ; turn++) {
            long before = allocated();
            boolean refused = attempt(input);
            long taken = allocated() - before;
            if (taken <= most) {
                return refused;
            }
            // Classes that are loaded, and changed by a fuzzer, count here too, but only the first time.
            if (turn == TURNS) {
                throw new AssertionError(taken + " bytes taken for " + described(input));
            }
        }
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private boolean attempt(byte[] input) {
        try {
            reader.read(input);
            return false;
        } catch (Exception | StackOverflowError | OutOfMemoryError problem) {
            if (refusal.isInstance(problem)) {
                return true;
            }
            throw new AssertionError(problem + " for " + described(input), problem);
        }
    }

    private static String described(byte[] input) {
        return input.length + " bytes, hex " + HexFormat.of().formatHex(input, 0, Math.min(input.length, SHOWN));
    }
}
