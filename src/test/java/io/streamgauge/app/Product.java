package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.stream.ForecastServices;
import io.streamgauge.stream.ModelHolder;
import java.util.Map;

/** The parts of the product as the command line wires them, for tests in other rooms. */
public final class Product {

    private Product() {}

    public static ForecasterSpec spec(TopologyConfig topology) {
        return Wiring.forecaster(topology);
    }

    /** A holder with the untrained network in charge. */
    public static ModelHolder models(TopologyConfig topology) {
        return new ModelHolder(
                Wiring.forecaster(topology),
                topology.model(),
                Wiring.generationZero(topology),
                ForecastMetrics.noop(),
                model -> {});
    }

    /** What a task's processor is made with, as in a first start on an empty source topic. */
    public static ForecastServices services(TopologyConfig topology, ModelHolder models) {
        return new ForecastServices(topology, Wiring.monitor(topology), models, ForecastMetrics.noop(), Map.of());
    }

    /** Creates all topics of the stream that are missing. */
    public static void createTopics(TopologyConfig topology, Map<String, Object> client) {
        try (TopicAdmin admin = new TopicAdmin(client)) {
            admin.createMissing(StreamTopics.of(topology));
        }
    }
}
