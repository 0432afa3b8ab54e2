package io.streamgauge.stream;

import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.format.EventFormat;
import java.util.Set;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * The first step of an event into a topology: JSON of whatever it is written as.
 *
 * @param maxBytes longest event
 */
record Decoding(EventFormat format, int maxBytes) {

    /** Of what an earlier part of the topology has made. */
    static final Decoding NONE = new Decoding(EventFormat.JSON, Integer.MAX_VALUE);

    /** Of the source's events. */
    static Decoding of(ForecastServices services) {
        return new Decoding(services.format(), services.topology().limits().maxEventBytes());
    }

    /**
     * The event as JSON; null for null.
     *
     * <p>Where the schema registry does not answer, the task gives back what it has not committed and begins anew: that
     * waits for as long as it takes, and is no failure of the thread.
     */
    byte @Nullable [] json(byte @Nullable [] value, TaskId task) throws RejectedEventException {
        try {
            return format.json(value, maxBytes);
        } catch (SchemaRegistry.Unavailable e) {
            throw new TaskCorruptedException(Set.of(task), new ProcessorStateException(e));
        }
    }
}
