package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.SourceEvent;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The events that applications are measured with: keys in turn, each a daily series of quarter-hours with noise.
 *
 * <p>The same settings give the same events; the last ones carry about the time at which they are written.
 */
final class LoadSource {

    private static final long INTERVAL = 900_000;
    private static final int DAY = 96;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final int keys;
    private final long events;
    private final long start;
    private final SplittableRandom random = new SplittableRandom(1);

    LoadSource(int keys, long events, long now) {
        this.keys = keys;
        this.events = events;
        start = now - (events / keys + 1) * INTERVAL;
    }

    /** The event of a number, from 0 on; to be asked for in order. */
    SourceEvent event(long index) {
        return event(index, start + index / keys * INTERVAL);
    }

    private SourceEvent event(long index, long time) {
        long step = index / keys;
        int key = (int) (index % keys);
        double value = 100 + 20 * Math.sin(2 * Math.PI * (step + key) / DAY) + random.nextDouble(-5, 5);
        return new SourceEvent(key(key), time, "", Math.round(value * 1e3) / 1e3);
    }

    private static String key(int index) {
        return String.format(Locale.ROOT, "key-%07d", index);
    }

    private static EventPublisher publisher(TopologyConfig topology, RuntimeConfig runtime) {
        return new EventPublisher(
                topology, runtime, LoadCase.writer(topology.reading().format()));
    }

    /** Writes all events. */
    void write(TopologyConfig topology, RuntimeConfig runtime) {
        try (EventPublisher publisher = publisher(topology, runtime)) {
            for (long i = 0; i < events; i++) {
                publisher.send(event(i));
            }
            publisher.flush();
        }
    }

    /** Writes events of the time at which they are written, so many a second, until so many seconds have passed. */
    void writeNow(TopologyConfig topology, RuntimeConfig runtime, double perSecond, int seconds) {
        try (EventPublisher publisher = publisher(topology, runtime)) {
            long began = System.nanoTime();
            long until = seconds * 1_000L * NANOS_PER_MILLI;
            long sent = 0;
            for (long passed = 0; passed < until; passed = System.nanoTime() - began) {
                long due = (long) (passed / 1e9 * perSecond);
                for (; sent < due; sent++) {
                    publisher.send(event(sent, System.currentTimeMillis()));
                }
                Pause.millis(1);
            }
            publisher.flush();
        }
    }
}
