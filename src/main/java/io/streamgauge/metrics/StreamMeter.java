package io.streamgauge.metrics;

/** The meters of a forecaster: its stream, its keys, its weights and Kafka Streams. */
enum StreamMeter implements Meter {
    EVENTS(Kind.COUNTER, "streamgauge_events_total", "events", "Events read from the source topic."),
    FORECASTS(
            Kind.COUNTER,
            "streamgauge_forecasts_total",
            "forecasts",
            "Forecasts made, by the status of their key.",
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
    STATES_RESET(
            Kind.COUNTER,
            "streamgauge_states_reset_total",
            "keys",
            "Keys that started afresh because their stored state has another layout."),
    REGISTRY_FAILURES(
            Kind.COUNTER,
            "streamgauge_schema_registry_failures_total",
            "requests",
            "Requests that the schema registry did not answer; events of that schema wait until it does."),
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
    WATCHED_OUTCOME(
            Kind.GAUGE,
            "streamgauge_watched_outcome_probability",
            "share",
            "Probability that the labelled outcome of a watched key begins in time, where the topology has one.",
            "key");

    private final Spec spec;

    StreamMeter(Kind kind, String prometheusName, String unit, String description, String... labels) {
        spec = new Spec(kind, prometheusName, unit, description, labels);
    }

    @Override
    public Spec spec() {
        return spec;
    }
}
