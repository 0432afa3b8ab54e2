package io.streamgauge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * The meters that Streamgauge exports, each under the name that Prometheus shows.
 *
 * <p>Label values are closed sets fixed in code or configuration. A key of the data is one only where the configuration
 * names it, in the bounded watch list.
 */
public enum MeterCatalog {
    EVENTS(Kind.COUNTER, "streamgauge_events_total", "events", "Events read from the source topic."),
    FORECASTS(
            Kind.COUNTER,
            "streamgauge_forecasts_total",
            "records",
            "Forecast records emitted, by the status of their key.",
            "status"),
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
    END_TO_END(
            Kind.TIMER,
            "streamgauge_end_to_end_seconds",
            "seconds",
            "Wall time from an event's own time to its forecast, which is visible with the next commit."),
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
    EPISODES_OPENED(
            Kind.COUNTER,
            "streamgauge_episodes_opened_total",
            "episodes",
            "Anomaly episodes opened, by what was surprising.",
            "kind"),
    EPISODES_CLOSED(
            Kind.COUNTER,
            "streamgauge_episodes_closed_total",
            "episodes",
            "Anomaly episodes closed, by what had been surprising.",
            "kind"),
    EPISODES_OPEN(
            Kind.GAUGE,
            "streamgauge_episodes_open",
            "episodes",
            "Anomaly episodes open now in the whole stream, whichever instance serves their keys.",
            "kind"),
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
    WEIGHTS_AGE(
            Kind.GAUGE,
            "streamgauge_weights_age_seconds",
            "seconds",
            "Time since the weights in use were published; NaN before the first."),
    SCALED_ABSOLUTE_ERROR(
            Kind.COUNTER,
            "streamgauge_scaled_absolute_error_total",
            "usual changes",
            "Sum of warm keys' absolute errors, in usual changes over as many steps; mix is the mean that is served.",
            "horizon",
            "expert"),
    SCORED_FORECASTS(
            Kind.COUNTER,
            "streamgauge_scored_forecasts_total",
            "forecasts",
            "Forecasts of warm keys whose value has come: what the absolute errors are summed over.",
            "horizon",
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

    STREAM_THREADS(Kind.GAUGE, "streamgauge_stream_threads", "threads", "Threads of Kafka Streams that are alive."),
    STREAM_THREADS_FAILED(
            Kind.COUNTER,
            "streamgauge_stream_threads_failed_total",
            "threads",
            "Threads of Kafka Streams that have failed, and were replaced."),
    INPUT_LAG(Kind.GAUGE, "streamgauge_input_lag", "events", "Events on the source topic that were not read yet."),
    STATE_KEYS(
            Kind.GAUGE,
            "streamgauge_state_keys",
            "keys",
            "Keys with a state here; an estimate, too high by what is not compacted yet."),
    STATE_BYTES(Kind.GAUGE, "streamgauge_state_bytes", "bytes", "Size of the state stores here, in files and memory."),
    STORE_MEMORY(
            Kind.GAUGE,
            "streamgauge_store_memory_bytes",
            "bytes",
            "Memory outside the heap that RocksDB holds, by what it holds.",
            "part"),
    RESTORE_REMAINING(
            Kind.GAUGE,
            "streamgauge_restore_remaining",
            "records",
            "Changelog records still to be read before all tasks here can run."),
    RESTORED(
            Kind.COUNTER,
            "streamgauge_restored_total",
            "records",
            "Changelog records read to restore the state stores here."),

    WATCHED_VALUE(Kind.GAUGE, "streamgauge_watched_value", "as measured", "The last value of a watched key.", "key"),
    WATCHED_EXPECTED(
            Kind.GAUGE,
            "streamgauge_watched_expected",
            "as measured",
            "What had been forecast for the last value of a watched key.",
            "key"),
    WATCHED_LOWER(
            Kind.GAUGE,
            "streamgauge_watched_lower",
            "as measured",
            "Lower end of the band for the last value of a watched key.",
            "key"),
    WATCHED_UPPER(
            Kind.GAUGE,
            "streamgauge_watched_upper",
            "as measured",
            "Upper end of the band for the last value of a watched key.",
            "key"),
    WATCHED_FORECAST(
            Kind.GAUGE,
            "streamgauge_watched_forecast",
            "as measured",
            "What is forecast for the next value of a watched key.",
            "key"),
    WATCHED_ANOMALY_SCORE(
            Kind.GAUGE,
            "streamgauge_watched_anomaly_score",
            "score",
            "Anomaly score of the last value of a watched key; above 1 is anomalous.",
            "key"),

    HEAP(Kind.GAUGE, "streamgauge_heap_bytes", "bytes", "Heap in use."),
    HEAP_LIMIT(Kind.GAUGE, "streamgauge_heap_limit_bytes", "bytes", "Heap that may be used."),
    RESIDENT(
            Kind.GAUGE,
            "streamgauge_resident_bytes",
            "bytes",
            "Memory of the process as the operating system counts it; NaN where it does not tell."),
    COLLECTION(
            Kind.COUNTER,
            "streamgauge_garbage_collection_seconds_total",
            "seconds",
            "Time that garbage collection has taken."),
    PROCESSOR(
            Kind.COUNTER,
            "streamgauge_processor_seconds_total",
            "seconds",
            "Processor time that the process has taken."),
    THREADS(Kind.GAUGE, "streamgauge_threads", "threads", "Threads of the process."),
    START_TIME(
            Kind.GAUGE,
            "streamgauge_start_time_seconds",
            "seconds",
            "When the process started, in seconds since 1970."),

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
    TRAINER_ROLLBACKS(
            Kind.COUNTER,
            "streamgauge_trainer_rollbacks_total",
            "versions",
            "Champions that degraded on later windows and gave way to the version before them."),
    TRAINER_RESTARTS(
            Kind.COUNTER,
            "streamgauge_trainer_restarts_total",
            "restarts",
            "Times that training went on from the champion, the trained weights being given up."),
    TRAINER_VERSION(Kind.GAUGE, "streamgauge_trainer_version", "version", "Version of the weights in charge.");

    /** What a meter measures: a sum that only rises, a present value, or durations. */
    public enum Kind {
        COUNTER,
        GAUGE,
        TIMER
    }

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
                .serviceLevelObjectives(this == STEP ? Buckets.step() : Buckets.endToEnd())
                .register(registry);
    }

    /** A gauge that asks for its value at every scrape. */
    void gauge(MeterRegistry registry, DoubleSupplier value, String... labelValues) {
        Gauge.builder(prometheusName, value::getAsDouble)
                .description(description)
                .tags(tags(Kind.GAUGE, labelValues))
                .strongReference(true)
                .register(registry);
    }

    /**
     * A counter of what is counted elsewhere. Micrometer holds what it asks weakly, hence the registry, which lives on;
     * the function holds the sum.
     */
    void counter(MeterRegistry registry, DoubleSupplier sum, String... labelValues) {
        FunctionCounter.builder(prometheusName, registry, holder -> sum.getAsDouble())
                .description(description)
                .tags(tags(Kind.COUNTER, labelValues))
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
