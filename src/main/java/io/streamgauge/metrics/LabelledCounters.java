package io.streamgauge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One counter per value of a closed set, all registered at once; any other value counts as {@code other}. */
final class LabelledCounters {
    static final String OTHER = "other";

    private final Map<String, Counter> byValue;
    private final Counter other;

    LabelledCounters(MeterRegistry registry, Meter meter, List<String> values) {
        Map<String, Counter> counters = new LinkedHashMap<>();
        for (String value : values) {
            counters.put(value, meter.counter(registry, value));
        }
        byValue = Map.copyOf(counters);
        other = meter.counter(registry, OTHER);
    }

    void increment(String value) {
        byValue.getOrDefault(value, other).increment();
    }
}
