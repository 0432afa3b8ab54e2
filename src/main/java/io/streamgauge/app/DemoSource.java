package io.streamgauge.app;

import io.streamgauge.wire.SourceEvent;
import java.util.Iterator;
import java.util.List;

/** Where the demo's events come from: files, or the generated fleet whose anomalies are known. */
final class DemoSource implements AutoCloseable {

    private static final long WITHOUT_END = Long.MAX_VALUE;

    private final Iterator<SourceEvent> events;
    private final long size;
    private final Runnable close;
    private final Truth truth;
    private long taken;

    /** The anomalies that are known, so far; empty where nothing is known. */
    interface Truth {
        List<TrueAnomaly> anomalies();
    }

    private DemoSource(Iterator<SourceEvent> events, long size, Runnable close, Truth truth) {
        this.events = events;
        this.size = size;
        this.close = close;
        this.truth = truth;
    }

    /**
     * @param most events to take; 0 for all
     */
    static DemoSource ofFiles(InputFiles files, long most) {
        long size = most > 0 ? Math.min(most, files.size()) : files.size();
        return new DemoSource(files, size, files::close, List::of);
    }

    /**
     * @param most events to take; 0 for no end
     */
    static DemoSource ofFleet(FleetGenerator.Settings settings, long most) {
        FleetGenerator fleet = new FleetGenerator(settings);
        Iterator<SourceEvent> events = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public SourceEvent next() {
                return fleet.next().event();
            }
        };
        return new DemoSource(events, most > 0 ? most : WITHOUT_END, () -> {}, fleet::anomalies);
    }

    boolean isBounded() {
        return size != WITHOUT_END;
    }

    /** Events in all; fewer may come where cells are empty. */
    long size() {
        return size;
    }

    boolean hasNext() {
        return taken < size && events.hasNext();
    }

    SourceEvent next() {
        taken++;
        return events.next();
    }

    /** Events taken so far. */
    long taken() {
        return taken;
    }

    List<TrueAnomaly> trueAnomalies() {
        return truth.anomalies();
    }

    @Override
    public void close() {
        close.run();
    }
}
