package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.Backlog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source topic's ends, asked for every second: where an answer is old, because the brokers are away or this process
 * stood still, it is not known what waits.
 */
final class SourceBacklog implements Backlog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceBacklog.class);
    private static final long PERIOD_MILLIS = 1_000;
    private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();
    /** A transaction of the source's writer ends with a marker that nobody reads. */
    private static final long MARKERS = 1;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final TopologyConfig topology;
    private final RuntimeConfig runtime;
    private final Thread thread = new Thread(this::ask, "source-ends");
    private volatile Answer answer = new Answer(Map.of(), Map.of(), Long.MIN_VALUE);

    /** Whether somebody asks who has read nothing yet. */
    private volatile boolean committedWanted;

    private volatile @Nullable GrownSourceException grown;

    private record Answer(Map<Integer, Long> ends, Map<Integer, Long> committed, long nanos) {}

    SourceBacklog(TopologyConfig topology, RuntimeConfig runtime) {
        this.topology = topology;
        this.runtime = runtime;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void ask() {
        try (SourceOffsets offsets = new SourceOffsets(topology, runtime, topology.eventsTopic())) {
            do {
                try {
                    offsets.requireSamePartitions();
                    long asked = System.nanoTime();
                    Map<Integer, Long> committed = committedWanted ? offsets.committed() : Map.of();
                    answer = new Answer(Map.copyOf(offsets.ends()), Map.copyOf(committed), asked);
                } catch (GrownSourceException e) {
                    grown = e;
                    return;
                } catch (UserError e) {
                    LOG.debug("The source topic's ends are not known", e);
                }
            } while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Silence is found by the other keys only, not by the clock: {}", e.getMessage());
        }
    }

    @Override
    public boolean isEmpty(int partition, long next) {
        Answer latest = answer;
        Long end = latest.ends().get(partition);
        Long first = next == COMMITTED ? latest.committed().get(partition) : Long.valueOf(next);
        if (next == COMMITTED) {
            committedWanted = true;
        }
        boolean fresh = latest.nanos() != Long.MIN_VALUE && System.nanoTime() - latest.nanos() < FRESH_NANOS;
        return end != null && first != null && fresh && end - first <= MARKERS;
    }

    /**
     * Ends a forecaster whose keys have moved away from their states.
     *
     * @throws GrownSourceException if they have
     */
    void requireSamePartitions() {
        GrownSourceException problem = grown;
        if (problem != null) {
            throw problem;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
