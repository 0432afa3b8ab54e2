package io.streamgauge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/** A meter of the catalogue: what it is called and says, and how it is registered. */
sealed interface Meter permits StreamMeter, ProcessMeter, TrainerMeter {

    /** What a meter measures: a sum that only rises, a present value, or durations. */
    enum Kind {
        COUNTER,
        GAUGE,
        TIMER
    }

    /**
     * What is said of a meter.
     *
     * @param prometheusName as Prometheus shows it
     * @param labels names of its labels
     */
    record Spec(Kind kind, String prometheusName, String unit, String description, List<String> labels) {
        Spec(Kind kind, String prometheusName, String unit, String description, String... labels) {
            this(kind, prometheusName, unit, description, List.of(labels));
        }

        private Tags tags(Kind asked, String... values) {
            if (asked != kind || values.length != labels.size()) {
                throw new IllegalArgumentException("%s is a %s with labels %s, asked for a %s with %d label values"
                        .formatted(prometheusName, kind, labels, asked, values.length));
            }
            Tags tags = Tags.empty();
            for (int i = 0; i < values.length; i++) {
                tags = tags.and(labels.get(i), values[i]);
            }
            return tags;
        }
    }

    Spec spec();

    default Counter counter(MeterRegistry registry, String... labelValues) {
        return Counter.builder(spec().prometheusName())
                .description(spec().description())
                .tags(spec().tags(Kind.COUNTER, labelValues))
                .register(registry);
    }

    /** A gauge over a cell that is held strongly, so that it is exported for as long as its registry lives. */
    default GaugeCell gauge(MeterRegistry registry, double initial, String... labelValues) {
        GaugeCell cell = new GaugeCell(initial);
        gauge(registry, cell::get, labelValues);
        return cell;
    }

    /** A gauge that asks for its value at every scrape. */
    default void gauge(MeterRegistry registry, DoubleSupplier value, String... labelValues) {
        Gauge.builder(spec().prometheusName(), value::getAsDouble)
                .description(spec().description())
                .tags(spec().tags(Kind.GAUGE, labelValues))
                .strongReference(true)
                .register(registry);
    }

    /**
     * A histogram of durations.
     *
     * @param buckets upper bounds
     */
    default Timer timer(MeterRegistry registry, Duration[] buckets, String... labelValues) {
        return Timer.builder(spec().prometheusName())
                .description(spec().description())
                .tags(spec().tags(Kind.TIMER, labelValues))
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /**
     * A counter of what is counted elsewhere. Micrometer holds what it asks weakly, hence the registry, which lives on;
     * the function holds the sum.
     */
    default void counter(MeterRegistry registry, DoubleSupplier sum, String... labelValues) {
        FunctionCounter.builder(spec().prometheusName(), registry, holder -> sum.getAsDouble())
                .description(spec().description())
                .tags(spec().tags(Kind.COUNTER, labelValues))
                .register(registry);
    }
}
