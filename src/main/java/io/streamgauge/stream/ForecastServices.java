package io.streamgauge.stream;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.format.EventFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every task's processor is made with; shared by all tasks of a process.
 *
 * @param topology the topology file
 * @param monitor the core; holds no state
 * @param models the weights
 * @param metrics counted into
 * @param endAtStart end offset of every source partition when this process started: on a first start, what lies before
 *     it is learned from without alerting
 * @param backlog what waits to be read
 * @param remembers whether ids and events that wait are kept beside the states; also where earlier settings have kept
 *     some, so that what waits is not left behind
 * @param format how the source's events are written
 * @param room for keys that are kept decoded
 * @param categories the core where categories are forecast; null where values are
 */
public record ForecastServices(
        TopologyConfig topology,
        SeriesMonitor monitor,
        ModelHolder models,
        ForecastMetrics metrics,
        Map<Integer, Long> endAtStart,
        Backlog backlog,
        boolean remembers,
        EventFormat format,
        CacheRoom room,
        @Nullable CategoryMonitor categories) {

    /** Services that remember what the topology file asks for. */
    public ForecastServices(
            TopologyConfig topology,
            SeriesMonitor monitor,
            ModelHolder models,
            ForecastMetrics metrics,
            Map<Integer, Long> endAtStart,
            Backlog backlog) {
        this(
                topology,
                monitor,
                models,
                metrics,
                endAtStart,
                backlog,
                topology.intake().remembers(),
                StreamInputs.format(topology, metrics),
                new CacheRoom(CacheRoom.DEFAULT_BYTES),
                null);
    }

    /** The same for a topology of categories. */
    public ForecastServices forecasting(@Nullable CategoryMonitor core) {
        return new ForecastServices(
                topology, monitor, models, metrics, endAtStart, backlog, remembers, format, room, core);
    }

    /** The same with other room for keys that are kept decoded. */
    public ForecastServices with(CacheRoom other) {
        return new ForecastServices(
                topology, monitor, models, metrics, endAtStart, backlog, remembers, format, other, categories);
    }

    /** Services that find silence by event time only. */
    public ForecastServices(
            TopologyConfig topology,
            SeriesMonitor monitor,
            ModelHolder models,
            ForecastMetrics metrics,
            Map<Integer, Long> endAtStart) {
        this(topology, monitor, models, metrics, endAtStart, Backlog.UNKNOWN);
    }

    public ForecastServices {
        endAtStart = Map.copyOf(endAtStart);
    }
}
