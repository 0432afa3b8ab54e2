package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.stream.ForecastTopology;
import java.util.Map;
import org.apache.kafka.streams.Topology;

/**
 * The forecaster for an application that runs its own Kafka Streams: the topology of a topology file, to which further
 * processors can be added.
 *
 * <p>The application owns {@code KafkaStreams}, and with it the application id, the state folder, the exception handlers and
 * {@code processing.guarantee}, which must be {@code exactly_once_v2}: recurrent state does not survive an event that is
 * processed twice. The topics must be there ({@code streamgauge topics}), and a trainer may run beside it.
 */
public final class EmbeddedForecast {
    private EmbeddedForecast() {}

    /**
     * The topology, whose every event raises alerts; its source, processor and sinks bear names of their own.
     *
     * <p>Where a schema registry does not answer for some seconds, its thread ends with what has not been committed.
     */
    public static Topology topology(TopologyConfig config) {
        ForecastMetrics metrics = ForecastMetrics.noop();
        return ForecastTopology.build(
                config.source().topic(), config.topicNames(), Wiring.services(config, metrics, Map.of()));
    }
}
