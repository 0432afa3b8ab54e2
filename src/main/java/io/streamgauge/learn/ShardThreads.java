package io.streamgauge.learn;

import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads, the caller's among them, that share the shards of one piece of work after the other.
 *
 * <p>Thread i takes the shards i, i + threads, …. Nothing is set aside per piece of work. The next piece of training work
 * follows within microseconds, so a thread looks for it for a while before it goes to sleep.
 */
final class ShardThreads implements AutoCloseable {

    /** What is done with a shard. */
    interface Work {
        void run(int thread, int shard);
    }

    private static final int LOOKS_BEFORE_SLEEP = 20_000;
    private static final Work NOTHING = (thread, shard) -> {};

    private final int threads;
    private final Object lock = new Object();
    private Work work = NOTHING;
    private int shards;
    /** Counts the pieces of work; a thread has new work when it differs from what it saw last. */
    private volatile int turn;

    private volatile int busy;
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
        if (threads == 1 || count == 1) {
            for (int shard = 0; shard < count; shard++) {
                task.run(0, shard);
            }
            return;
        }
        synchronized (lock) {
            work = task;
            shards = count;
            busy = threads - 1;
            failure = null;
            turn++;
            lock.notifyAll();
        }
        try {
            take(0, count, task);
        } finally {
            awaitOthers();
        }
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void take(int thread, int count, Work task) {
        for (int shard = thread; shard < count; shard += threads) {
            task.run(thread, shard);
        }
    }

    private void awaitOthers() {
        for (int look = 0; look < LOOKS_BEFORE_SLEEP && busy > 0; look++) {
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        synchronized (lock) {
            while (busy > 0) {
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
            try {
                take(thread, count, task);
            } catch (Throwable e) {
                // Whatever it is, the caller gets it: a shard that is missing must not go unnoticed.
                failure = e;
            } finally {
                synchronized (lock) {
                    busy--;
                    lock.notifyAll();
                }
            }
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
