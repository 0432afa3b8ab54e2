package io.streamgauge.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.learn.GradientDiagnostics;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.metrics.ProcessMetrics;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.nn.kernel.Kernels;
import io.streamgauge.stream.ModelHolder;
import io.streamgauge.wire.Rejection;
import java.util.List;

/** The meters of one process and what Prometheus scrapes of them. */
final class Meters {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ForecastMetrics forecast = new ForecastMetrics(registry, Rejection.IDS, ModelHolder.REJECTIONS);
    private final TrainerMetrics trainer;

    /** The meters of a stream, with a gauge for every layer of its network. */
    Meters(TopologyConfig topology) {
        List<String> layers =
                GradientDiagnostics.layers(Wiring.forecaster(topology).network().layout());
        trainer = new TrainerMetrics(registry, List.of("malformed"), layers);
        new ProcessMetrics(registry, Kernels.best().name());
    }

    ForecastMetrics forecast() {
        return forecast;
    }

    TrainerMetrics trainer() {
        return trainer;
    }

    String scrape() {
        return registry.scrape();
    }
}
