package io.streamgauge.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.anomaly.CategoryEpisode;
import io.streamgauge.anomaly.EpisodeEvent;
import io.streamgauge.anomaly.Statistic;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.learn.GradientDiagnostics;
import io.streamgauge.metrics.EpisodeMetrics;
import io.streamgauge.metrics.ForecastLabels;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.metrics.ProcessMetrics;
import io.streamgauge.metrics.StreamsMetrics;
import io.streamgauge.metrics.TrainerMetrics;
import io.streamgauge.nn.kernel.Kernels;
import io.streamgauge.stream.ModelHolder;
import io.streamgauge.wire.Rejection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The meters of one process and what Prometheus scrapes of them: those of the parts that run in it, and no others. */
final class Meters {

    /** The kinds of episodes of values, each with a series of its own. */
    private static final List<String> KINDS = Stream.concat(
                    Statistic.ALL.stream().map(Statistic::id), Stream.of(EpisodeEvent.FORECAST))
            .toList();

    private static final List<String> KINDS_OF_CATEGORIES = List.of(CategoryEpisode.KIND);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TopologyConfig topology;

    Meters(TopologyConfig topology) {
        this.topology = topology;
        new ProcessMetrics(registry, Kernels.best().name());
    }

    /** The meters of a forecaster, registered now; to be asked for once. */
    ForecastMetrics forecast(List<String> watched) {
        return new ForecastMetrics(
                registry,
                new ForecastLabels(Rejection.IDS, ModelHolder.REJECTIONS, kinds(), topology.horizons(), watched));
    }

    private List<String> kinds() {
        return topology.categories().isOn() ? KINDS_OF_CATEGORIES : KINDS;
    }

    /** The meters of a trainer, with a gauge for every layer of its network, registered now; to be asked for once. */
    TrainerMetrics trainer() {
        List<String> layers =
                GradientDiagnostics.layers(Wiring.task(topology).network().layout());
        return new TrainerMetrics(registry, List.of("malformed"), layers);
    }

    /** Exports what Kafka Streams tells of itself. */
    void streams(StreamsMetrics.Figures figures) {
        new StreamsMetrics(registry, figures);
    }

    /** Exports how many episodes of each kind are open. */
    void episodes(ToDoubleFunction<String> open) {
        new EpisodeMetrics(registry, kinds(), open);
    }

    String scrape() {
        return registry.scrape();
    }
}
