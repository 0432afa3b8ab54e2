package io.streamgauge.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The episodes that are open in the whole stream, asked at every scrape. */
public final class EpisodeMetrics {

    /**
     * @param kinds the kinds of anomaly that have a gauge of their own
     * @param open how many episodes of a kind are open
     */
    public EpisodeMetrics(MeterRegistry registry, List<String> kinds, ToDoubleFunction<String> open) {
        for (String kind : kinds) {
            StreamMeter.EPISODES_OPEN.gauge(registry, () -> open.applyAsDouble(kind), kind);
        }
    }
}
