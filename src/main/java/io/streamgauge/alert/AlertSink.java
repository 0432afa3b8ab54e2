package io.streamgauge.alert;

import io.streamgauge.wire.EpisodeRecord;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** A place where alerts go. Called by one thread. */
public interface AlertSink {

    /** Name of the sink: the last part of its consumer group. */
    String name();

    /**
     * Delivers changes.
     *
     * @param changes in their order, may be empty
     * @param open all episodes that are open after them
     * @throws IOException if it has to be tried again
     */
    void deliver(List<EpisodeRecord> changes, Collection<EpisodeRecord> open) throws IOException, InterruptedException;

    /** Whether something is to be delivered although nothing has changed. */
    boolean isDue();
}
