package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.stream.ForecastServices;
import io.streamgauge.wire.ModelTask;
import java.util.Map;

/** The parts of the product as the command line wires them, for tests in other rooms. */
public final class Product {

    private Product() {}

    public static ForecasterSpec spec(TopologyConfig topology) {
        return Wiring.forecaster(topology);
    }

    public static ModelTask task(TopologyConfig topology) {
        return Wiring.task(topology);
    }

    /** What a task's processor is made with in a first start on an empty source topic, the untrained network in charge. */
    public static ForecastServices services(TopologyConfig topology) {
        return Wiring.services(topology, ForecastMetrics.noop(), Map.of());
    }

    /** Creates all topics of the stream that are missing. */
    public static void createTopics(TopologyConfig topology, Map<String, Object> client) {
        try (TopicAdmin admin = new TopicAdmin(client)) {
            admin.createMissing(StreamTopics.of(topology));
        }
    }
}
