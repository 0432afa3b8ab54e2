package io.streamgauge.app;

import io.streamgauge.wire.SourceEvent;
import java.util.Iterator;
import java.util.List;

/** The events of files, in the order of their time. */
interface InputEvents extends Iterator<SourceEvent>, AutoCloseable {

    /** Not known before the end. */
    long UNKNOWN = -1;

    /** Events in all, cells that are empty or not numeric included, or {@link #UNKNOWN}. */
    long size();

    /** Cells left aside so far since they were empty or not numeric. */
    long skippedCells();

    /** What else was left aside so far, in words. */
    default List<String> refused() {
        return List.of();
    }

    @Override
    void close();
}
