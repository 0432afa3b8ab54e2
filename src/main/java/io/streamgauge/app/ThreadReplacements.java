package io.streamgauge.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: it is replaced, but more than three deaths in five minutes end the client, so
 * that a fault that comes back does not become a storm of rebalances.
 */
final class ThreadReplacements implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacements.class);
    private static final int MOST = 3;
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final Deque<Long> deaths = new ArrayDeque<>();
    private @Nullable Throwable last;

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
        last = exception;
        long now = System.nanoTime();
        deaths.addLast(now);
        while (now - deaths.getFirst() > WITHIN.toNanos()) {
            deaths.removeFirst();
        }
        if (deaths.size() > MOST) {
            LOG.error(
                    "Stream threads died {} times within {} minutes; the forecaster stops",
                    deaths.size(),
                    WITHIN.toMinutes(),
                    exception);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("A stream thread died and is replaced: {}", rootMessage(exception), exception);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** What ended the last thread, as the end of a sentence; empty if none died. */
    synchronized String lastCause() {
        return last == null ? "" : ": " + rootMessage(last);
    }

    private static String rootMessage(Throwable exception) {
        Throwable root = exception;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
