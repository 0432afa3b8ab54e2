package io.streamgauge.stream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that the tasks of a process share for keys that they keep decoded, counted as they are written; on the heap they
 * take about twice as many. Nobody takes more than an equal share.
 */
public final class CacheRoom {

    /** As much as the record caches of a Kafka Streams application have here. */
    public static final long DEFAULT_BYTES = 64L << 20;

    private final long bytes;
    private final AtomicLong left;
    private final AtomicInteger sharing = new AtomicInteger();

    /** @param bytes room in all; 0 keeps no key decoded */
    public CacheRoom(long bytes) {
        this.bytes = bytes;
        left = new AtomicLong(bytes);
    }

    /** One more shares the room. */
    void enter() {
        sharing.incrementAndGet();
    }

    /** One less does. */
    void leave() {
        sharing.decrementAndGet();
    }

    /** The room of each. */
    long share() {
        return bytes / Math.max(1, sharing.get());
    }

    /** Takes room, if there is so much left. */
    boolean take(long wanted) {
        if (left.addAndGet(-wanted) >= 0) {
            return true;
        }
        left.addAndGet(wanted);
        return false;
    }

    void give(long returned) {
        left.addAndGet(returned);
    }
}
