package io.streamgauge.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys whose values are exported as series: named in the configuration, a bounded list. A key that is not served here
 * is exported as NaN, which Prometheus charts as a gap.
 */
final class WatchList {
    private final Map<String, Cells> byKey;

    WatchList(MeterRegistry registry, List<String> keys) {
        Map<String, Cells> cells = new LinkedHashMap<>();
        keys.forEach(key -> cells.put(key, new Cells(registry, key)));
        byKey = Map.copyOf(cells);
    }

    void show(String key, Watched values) {
        Cells cells = byKey.get(key);
        if (cells != null) {
            cells.show(values);
        }
    }

    boolean has(String key) {
        return byKey.containsKey(key);
    }

    /** Takes every value back. */
    void clear() {
        byKey.values().forEach(cells -> cells.show(Watched.NOTHING));
    }

    private static final class Cells {
        private final GaugeCell value;
        private final GaugeCell expected;
        private final GaugeCell lower;
        private final GaugeCell upper;
        private final GaugeCell forecast;
        private final GaugeCell score;
        private final GaugeCell outcome;

        Cells(MeterRegistry registry, String key) {
            value = StreamMeter.WATCHED_VALUE.gauge(registry, Double.NaN, key);
            expected = StreamMeter.WATCHED_EXPECTED.gauge(registry, Double.NaN, key);
            lower = StreamMeter.WATCHED_LOWER.gauge(registry, Double.NaN, key);
            upper = StreamMeter.WATCHED_UPPER.gauge(registry, Double.NaN, key);
            forecast = StreamMeter.WATCHED_FORECAST.gauge(registry, Double.NaN, key);
            score = StreamMeter.WATCHED_ANOMALY_SCORE.gauge(registry, Double.NaN, key);
            outcome = StreamMeter.WATCHED_OUTCOME.gauge(registry, Double.NaN, key);
        }

        void show(Watched values) {
            value.set(values.value());
            expected.set(values.expected());
            lower.set(values.lower());
            upper.set(values.upper());
            forecast.set(values.forecast());
            score.set(values.score());
            outcome.set(values.outcome());
        }
    }
}
