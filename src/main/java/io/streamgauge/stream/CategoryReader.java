package io.streamgauge.stream;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.signal.Covariates;
import io.streamgauge.wire.EventLayout;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reader of events of a category, from JSON. Not thread-safe. */
public final class CategoryReader {

    private final EventReader events;
    private final String field;

    /** @param topology one that forecasts categories */
    public CategoryReader(TopologyConfig topology) {
        EventLayout layout = new EventLayout(
                topology.source().time(), List.of(), List.of(), List.of(), Set.of(), Covariates.LEAST_ROWS, true);
        events = new EventReader(layout, topology.categories().field(), StreamInputs.maxJsonBytes(topology));
        field = topology.categories().field().orElse("");
    }

    /**
     * One event.
     *
     * @param time of the event in epoch milliseconds
     */
    public record Event(long time, String category) {}

    public Event read(byte @Nullable [] json) throws RejectedEventException {
        long time;
        try {
            time = events.readRaw(json).time();
        } catch (RejectedEventException e) {
            throw e.reason() == Rejection.INVALID_ID
                    ? new RejectedEventException(Rejection.INVALID_CATEGORY, e.detail())
                    : e;
        }
        String category = events.idText();
        if (category == null) {
            throw new RejectedEventException(
                    Rejection.INVALID_CATEGORY, field + " is missing, expected text or a number");
        }
        return new Event(time, category);
    }
}
