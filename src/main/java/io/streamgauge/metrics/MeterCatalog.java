package io.streamgauge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/**
 * The meters that Streamgauge exports, each under the name that Prometheus shows.
 *
 * <p>Label values are closed sets fixed in code or configuration; a key of the data is never one of them.
 */
public enum MeterCatalog {
    EVENTS(Kind.COUNTER, "streamgauge_events_total", "events", "Events read from the source topic."),
    FORECASTS(Kind.COUNTER, "streamgauge_forecasts_total", "records", "Forecast records emitted."),
    DEAD_LETTERS(
            Kind.COUNTER,
            "streamgauge_dead_letters_total",
            "events",
            "Events that could not be read and went to the dead-letter topic.",
            "reason"),
    LATE_EVENTS(
            Kind.COUNTER,
            "streamgauge_late_events_total",
            "events",
            "Events not later than the last one of their key, left out of the state."),
    DUPLICATE_EVENTS(
            Kind.COUNTER,
            "streamgauge_duplicate_events_total",
            "events",
            "Events with the time and value of the last one of their key, left out of the state."),
    REORDERED_EVENTS(
            Kind.COUNTER,
            "streamgauge_reordered_events_total",
            "events",
            "Events that arrived after a later one of their key and were taken in before it."),
    KEYS_FORGOTTEN(
            Kind.COUNTER,
            "streamgauge_keys_forgotten_total",
            "keys",
            "Keys whose state was deleted, because they were idle or by a record without a value.",
            "cause"),
    MISSING_VALUES(
            Kind.COUNTER,
            "streamgauge_missing_values_total",
            "values",
            "Values missing from events that were taken in, skipped or replaced as the topology says."),
    STEP(
            Kind.TIMER,
            "streamgauge_step_seconds",
            "seconds",
            "Time to score one event, step its key's network and issue the next forecast."),
    KERNEL(
            Kind.GAUGE,
            "streamgauge_kernel",
            "kernel",
            "1 for the kernel that runs the network: plain, or simd- and the width of its vectors in bits.",
            "kernel"),
    STATES_RESET(
            Kind.COUNTER,
            "streamgauge_states_reset_total",
            "keys",
            "Keys that started afresh because their stored state has another layout."),
    EPISODES_OPENED(Kind.COUNTER, "streamgauge_episodes_opened_total", "episodes", "Anomaly episodes opened."),
    WINDOWS_EMITTED(
            Kind.COUNTER, "streamgauge_windows_emitted_total", "windows", "Labelled windows emitted for training."),
    WEIGHTS_LOADED(
            Kind.COUNTER, "streamgauge_weights_loaded_total", "versions", "Weights taken into use while running."),
    WEIGHTS_REJECTED(
            Kind.COUNTER,
            "streamgauge_weights_rejected_total",
            "versions",
            "Weights on the topic that failed a check; the last good version stayed in use.",
            "reason"),
    WEIGHTS_GENERATION(Kind.GAUGE, "streamgauge_weights_generation", "generation", "Generation of the weights in use."),
    WEIGHTS_VERSION(Kind.GAUGE, "streamgauge_weights_version", "version", "Version of the weights in use."),
    SCALED_ABSOLUTE_ERROR(
            Kind.SUMMARY,
            "streamgauge_scaled_absolute_error",
            "scales of the key",
            "Absolute error of the one-step forecast, in units of the key's running scale.",
            "expert"),
    BAND_VALUES(
            Kind.COUNTER,
            "streamgauge_band_values_total",
            "values",
            "Values that arrived, by whether the one-step band held them.",
            "side"),
    STREAMS_STATE(
            Kind.GAUGE,
            "streamgauge_streams_state",
            "flag",
            "1 for the state that Kafka Streams is in, 0 for the others.",
            "state"),

    TRAINER_WINDOWS(Kind.COUNTER, "streamgauge_trainer_windows_total", "windows", "Windows trained on."),
    TRAINER_WINDOWS_REJECTED(
            Kind.COUNTER,
            "streamgauge_trainer_windows_rejected_total",
            "windows",
            "Windows that failed a check and were not trained on.",
            "reason"),
    TRAINER_WINDOW_LAG(
            Kind.GAUGE,
            "streamgauge_trainer_window_lag",
            "windows",
            "Windows on the topic that the trainer has not consumed yet."),
    TRAINER_BLOCKS(Kind.COUNTER, "streamgauge_trainer_blocks_total", "blocks", "Blocks of windows trained on."),
    TRAINER_UPDATES_SKIPPED(
            Kind.COUNTER,
            "streamgauge_trainer_updates_skipped_total",
            "updates",
            "Weight updates skipped because the loss or a gradient was not finite."),
    TRAINER_LOSS(Kind.GAUGE, "streamgauge_trainer_loss", "loss", "Mean training loss of the last block."),
    TRAINER_GRADIENT_NORM(
            Kind.GAUGE,
            "streamgauge_trainer_gradient_norm",
            "norm",
            "Mean norm of a layer's gradient in the last block, before clipping.",
            "layer"),
    TRAINER_GLOBAL_GRADIENT_NORM(
            Kind.GAUGE,
            "streamgauge_trainer_global_gradient_norm",
            "norm",
            "Mean norm of the whole gradient in the last block, before clipping."),
    TRAINER_CLIPPED_GRADIENT_NORM(
            Kind.GAUGE,
            "streamgauge_trainer_clipped_gradient_norm",
            "norm",
            "Mean norm of the whole gradient in the last block, after clipping."),
    TRAINER_UPDATE_NORM(
            Kind.GAUGE,
            "streamgauge_trainer_update_norm",
            "norm",
            "Mean norm of the change that an update made to the weights in the last block."),
    TRAINER_CLIPPED(
            Kind.GAUGE,
            "streamgauge_trainer_clipped_ratio",
            "ratio",
            "Share of the last block's updates whose gradient was clipped."),
    TRAINER_LEARNING_RATE(Kind.GAUGE, "streamgauge_trainer_learning_rate", "rate", "Learning rate of the last block."),
    TRAINER_DRIFTS(
            Kind.COUNTER,
            "streamgauge_trainer_drifts_total",
            "drifts",
            "Times that the champion's loss on fresh windows rose clearly above its level."),
    TRAINER_PROMOTIONS(
            Kind.COUNTER, "streamgauge_trainer_promotions_total", "versions", "Versions that passed the gate."),
    TRAINER_REJECTIONS(
            Kind.COUNTER,
            "streamgauge_trainer_rejections_total",
            "versions",
            "Candidate weights that the promotion gate turned down."),
    TRAINER_VERSION(Kind.GAUGE, "streamgauge_trainer_version", "version", "Version of the weights published last.");

    /** What a meter measures: a sum that only rises, a present value, durations, or a distribution of values. */
    public enum Kind {
        COUNTER,
        GAUGE,
        TIMER,
        SUMMARY
    }

    /** Upper bounds of the step histogram's buckets; a step takes tens of microseconds. */
    private static final Duration[] STEP_BUCKETS = {
        Duration.ofNanos(10_000),
        Duration.ofNanos(25_000),
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    private final Kind kind;
    private final String prometheusName;
    private final String unit;
    private final String description;
    private final List<String> labels;

    MeterCatalog(Kind kind, String prometheusName, String unit, String description, String... labels) {
        this.kind = kind;
        this.prometheusName = prometheusName;
        this.unit = unit;
        this.description = description;
        this.labels = List.of(labels);
    }

    public Kind kind() {
        return kind;
    }

    public String prometheusName() {
        return prometheusName;
    }

    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }

    public List<String> labels() {
        return labels;
    }

    Counter counter(MeterRegistry registry, String... labelValues) {
        return Counter.builder(prometheusName)
                .description(description)
                .tags(tags(Kind.COUNTER, labelValues))
                .register(registry);
    }

    /** A gauge over a cell that is held strongly, so that it is exported for as long as its registry lives. */
    GaugeCell gauge(MeterRegistry registry, double initial, String... labelValues) {
        GaugeCell cell = new GaugeCell(initial);
        Gauge.builder(prometheusName, cell::get)
                .description(description)
                .tags(tags(Kind.GAUGE, labelValues))
                .strongReference(true)
                .register(registry);
        return cell;
    }

    Timer timer(MeterRegistry registry, String... labelValues) {
        return Timer.builder(prometheusName)
                .description(description)
                .tags(tags(Kind.TIMER, labelValues))
                .serviceLevelObjectives(STEP_BUCKETS)
                .register(registry);
    }

    DistributionSummary summary(MeterRegistry registry, String... labelValues) {
        return DistributionSummary.builder(prometheusName)
                .description(description)
                .tags(tags(Kind.SUMMARY, labelValues))
                .register(registry);
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
