package io.streamgauge.learn;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads, the caller's among them, that share the shards of one piece of work after the other.
 *
 * <p>Whoever is done with a shard takes the next one that nobody has, so that a thread which is held up holds up no other.
 * Nothing is set aside per piece of work. The next piece of training work follows within microseconds, so a thread looks for
 * it for a while before it goes to sleep.
 */
final class ShardThreads implements AutoCloseable {

    /** What is done with a shard. */
    interface Work {
        void run(int thread, int shard);
    }

    private static final int LOOKS_BEFORE_SLEEP = 20_000;
    private static final Work NOTHING = (thread, shard) -> {};
    private static final int NONE_LEFT = -1;

    private final int threads;
    private final Object lock = new Object();
    private Work work = NOTHING;
    private int shards;
    /** Counts the pieces of work; a thread has new work when it differs from what it saw last. */
    private volatile int turn;

    /** The turn in the upper half, in the lower one the first of its shards that nobody has taken. */
    private final AtomicLong next = new AtomicLong();
    /** Shards of this turn that are not done. */
    private final AtomicInteger left = new AtomicInteger();

    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    ShardThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", must be at least 1");
        }
        this.threads = threads;
        for (int i = 1; i < threads; i++) {
            int thread = i;
            var worker = new Thread(() -> serve(thread), "shards-" + thread);
            worker.setDaemon(true);
            worker.start();
        }
    }

    /** Runs the work for the shards 0 to {@code count − 1} and returns when all are done. */
    void run(int count, Work task) {
        if (closed) {
            throw new IllegalStateException("the threads have been closed");
        }
        if (threads == 1 || count <= 1) {
            for (int shard = 0; shard < count; shard++) {
                task.run(0, shard);
            }
            return;
        }
        int current;
        synchronized (lock) {
            work = task;
            shards = count;
            left.set(count);
            failure = null;
            current = turn + 1;
            next.set((long) current << Integer.SIZE);
            turn = current;
            lock.notifyAll();
        }
        take(0, current, count, task);
        awaitOthers();
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void take(int thread, int current, int count, Work task) {
        for (int shard = claim(current, count); shard != NONE_LEFT; shard = claim(current, count)) {
            try {
                task.run(thread, shard);
            } catch (Throwable e) {
                // Whatever it is, the caller gets it: a shard that is missing must not go unnoticed.
                failure = e;
            } finally {
                if (left.decrementAndGet() == 0) {
                    synchronized (lock) {
                        lock.notifyAll();
                    }
                }
            }
        }
    }

    /** A shard that nobody has taken; none where the turn is over, of which a thread that slept may not know. */
    private int claim(int current, int count) {
        while (true) {
            long seen = next.get();
            int shard = (int) seen;
            if ((int) (seen >>> Integer.SIZE) != current || shard >= count) {
                return NONE_LEFT;
            }
            if (next.compareAndSet(seen, seen + 1)) {
                return shard;
            }
        }
    }

    private void awaitOthers() {
        for (int look = 0; look < LOOKS_BEFORE_SLEEP && left.get() > 0; look++) {
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        synchronized (lock) {
            while (left.get() > 0) {
                interrupted |= !sleep();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(int thread) {
        int seen = 0;
        while (true) {
            for (int look = 0; look < LOOKS_BEFORE_SLEEP && turn == seen && !closed; look++) {
                Thread.onSpinWait();
            }
            Work task;
            int count;
            synchronized (lock) {
                while (turn == seen && !closed) {
                    sleep();
                }
                if (closed) {
                    return;
                }
                seen = turn;
                task = work;
                count = shards;
            }
            take(thread, seen, count, task);
        }
    }

    /** Whether the wait ended without an interrupt, which these threads know no use for. */
    private boolean sleep() {
        try {
            lock.wait();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }
}
