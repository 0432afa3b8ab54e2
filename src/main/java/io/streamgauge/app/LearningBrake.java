package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Holds the demo's source back while the trainer is more than two blocks of windows behind, so that a file that took
 * months to come about can be learned from as it is replayed in seconds.
 */
final class LearningBrake {

    /** Events between two looks. */
    static final int CHECK_EVERY = 64;

    private static final int BLOCKS_BEHIND = 2;
    private static final long PATIENCE_MILLIS = 3_000;

    private final Map<String, Long> forecasts = new ConcurrentHashMap<>();
    private final LongSupplier learned;
    private final int firstWindow;
    private final int stride;
    private final int block;

    LearningBrake(TopologyConfig topology, LongSupplier learned) {
        this.learned = learned;
        firstWindow = topology.windows().steps()
                + topology.horizons().get(topology.horizons().size() - 1);
        stride = topology.windows().stride();
        block = topology.trainer().block();
    }

    /** Notes a forecast of {@code key}. */
    void forecast(String key) {
        forecasts.merge(key, 1L, Long::sum);
    }

    /** Waits while the trainer is far behind; not for ever, since a broken series yields fewer windows than reckoned. */
    void await() {
        for (long waited = 0; waited < PATIENCE_MILLIS && windows() - learned.getAsLong() > behind(); waited += 5) {
            Pause.millis(5);
        }
    }

    private long behind() {
        return (long) BLOCKS_BEHIND * block;
    }

    private long windows() {
        return forecasts.values().stream()
                .mapToLong(count -> count < firstWindow ? 0 : (count - firstWindow) / stride + 1)
                .sum();
    }
}
