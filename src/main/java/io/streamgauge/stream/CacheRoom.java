package io.streamgauge.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that the tasks of a process share for keys that they keep decoded, counted as they are written; on the heap they
 * take about twice as many.
 *
 * <p>Whoever comes first has them: a task that finds none left goes on with what it has.
 */
public final class CacheRoom {

    private final AtomicLong left;

    /** @param bytes room in all; 0 keeps no key decoded */
    public CacheRoom(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** Takes room, if there is so much left. */
    boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void give(long bytes) {
        left.addAndGet(bytes);
    }
}
