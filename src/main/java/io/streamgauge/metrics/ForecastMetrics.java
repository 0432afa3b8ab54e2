package io.streamgauge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The forecaster's meters. Every method may be called from any thread. */
public final class ForecastMetrics {
    /** Names of the experts whose error is exported; the mean that is served first. */
    public static final List<String> EXPERTS =
            List.of("mix", "persistence", "seasonal_naive", "readout", "network", "stack");

    /** What a key's status may be in a forecast. */
    public static final List<String> STATUSES = List.of("WARMING_UP", "OK", "DEGRADED", "SILENT");

    /** The states of Kafka Streams, by its own names. */
    public static final List<String> STREAMS_STATES =
            List.of("CREATED", "REBALANCING", "RUNNING", "PENDING_SHUTDOWN", "NOT_RUNNING", "PENDING_ERROR", "ERROR");

    private static final double MILLIS_PER_SECOND = 1000;
    /** Why a key's state is deleted. */
    public static final List<String> FORGET_CAUSES = List.of("event_time", "wall_clock", "erased");

    private final Counter events;
    private final LabelledCounters forecasts;
    private final LabelledCounters deadLetters;
    private final Counter statesReset;
    private final Counter late;
    private final Counter duplicates;
    private final Counter reordered;
    private final Counter registryFailures;
    private final LabelledCounters keysForgotten;
    private final Counter missingValues;
    private final Timer step;
    private final Timer endToEnd;
    private final LabelledCounters episodesOpened;
    private final LabelledCounters episodesClosed;
    private final Counter windowsEmitted;
    private final Counter weightsLoaded;
    private final LabelledCounters weightsRejected;
    private final GaugeCell weightsGeneration;
    private final GaugeCell weightsVersion;
    private final GaugeCell weightsPublished = new GaugeCell(Double.NaN);
    private final HorizonErrors errors;
    private final Counter insideBand;
    private final Counter outsideBand;
    private final Map<String, GaugeCell> streamsState = new HashMap<>();
    private final WatchList watched;

    /** Registers every meter at once, so that each is exported, at zero, before its first event. */
    public ForecastMetrics(MeterRegistry registry, ForecastLabels labels) {
        events = StreamMeter.EVENTS.counter(registry);
        forecasts = new LabelledCounters(registry, StreamMeter.FORECASTS, STATUSES);
        deadLetters = new LabelledCounters(registry, StreamMeter.DEAD_LETTERS, labels.deadLetterReasons());
        statesReset = StreamMeter.STATES_RESET.counter(registry);
        late = StreamMeter.LATE_EVENTS.counter(registry);
        duplicates = StreamMeter.DUPLICATE_EVENTS.counter(registry);
        reordered = StreamMeter.REORDERED_EVENTS.counter(registry);
        registryFailures = StreamMeter.REGISTRY_FAILURES.counter(registry);
        keysForgotten = new LabelledCounters(registry, StreamMeter.KEYS_FORGOTTEN, FORGET_CAUSES);
        missingValues = StreamMeter.MISSING_VALUES.counter(registry);
        step = StreamMeter.STEP.timer(registry, Buckets.step());
        endToEnd = StreamMeter.END_TO_END.timer(registry, Buckets.endToEnd());
        episodesOpened = new LabelledCounters(registry, StreamMeter.EPISODES_OPENED, labels.kinds());
        episodesClosed = new LabelledCounters(registry, StreamMeter.EPISODES_CLOSED, labels.kinds());
        windowsEmitted = StreamMeter.WINDOWS_EMITTED.counter(registry);
        weightsLoaded = StreamMeter.WEIGHTS_LOADED.counter(registry);
        weightsRejected = new LabelledCounters(registry, StreamMeter.WEIGHTS_REJECTED, labels.weightsRejectedReasons());
        weightsGeneration = StreamMeter.WEIGHTS_GENERATION.gauge(registry, 0);
        weightsVersion = StreamMeter.WEIGHTS_VERSION.gauge(registry, 0);
        StreamMeter.WEIGHTS_AGE.gauge(
                registry, () -> (registry.config().clock().wallTime() - weightsPublished.get()) / MILLIS_PER_SECOND);
        errors = new HorizonErrors(registry, labels);
        insideBand = StreamMeter.BAND_VALUES.counter(registry, "inside");
        outsideBand = StreamMeter.BAND_VALUES.counter(registry, "outside");
        for (String state : STREAMS_STATES) {
            streamsState.put(state, StreamMeter.STREAMS_STATE.gauge(registry, 0, state));
        }
        watched = new WatchList(registry, labels.watched());
    }

    /** Meters that nothing exports, for tests and for the backtest. */
    public static ForecastMetrics noop() {
        return new ForecastMetrics(new SimpleMeterRegistry(), ForecastLabels.none());
    }

    public void eventReceived() {
        events.increment();
    }

    /** How many events have been received. */
    public long eventsReceived() {
        return (long) events.count();
    }

    /** Counts a forecast record of a key that has that status. */
    public void forecastEmitted(String status) {
        forecasts.increment(status);
    }

    /**
     * Measures the way of an event to its forecast.
     *
     * @param millis from the event's own time to now; a time ahead of the clock counts as none
     */
    public void recordEndToEnd(long millis) {
        endToEnd.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    public void deadLetter(String reason) {
        deadLetters.increment(reason);
    }

    /** A key's stored state could not be used, and the key starts afresh. */
    public void stateReset() {
        statesReset.increment();
    }

    public void late() {
        late.increment();
    }

    public void duplicate() {
        duplicates.increment();
    }

    /** An event was taken in before one that had arrived earlier. */
    public void reordered() {
        reordered.increment();
    }

    /** The schema registry did not answer. */
    public void registryFailure() {
        registryFailures.increment();
    }

    /** A key's state was deleted. */
    public void keyForgotten(String cause) {
        keysForgotten.increment(cause);
    }

    /** A target's value was missing from an event that was taken in. */
    public void missingValue() {
        missingValues.increment();
    }

    public void recordStep(long nanos) {
        step.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void episodeOpened(String kind) {
        episodesOpened.increment(kind);
    }

    public void episodeClosed(String kind) {
        episodesClosed.increment(kind);
    }

    /** Windows emitted by this process so far. */
    public long windowsEmitted() {
        return (long) windowsEmitted.count();
    }

    public void windowEmitted() {
        windowsEmitted.increment();
    }

    public void weightsLoaded(long generation, long version) {
        weightsLoaded.increment();
        weightsGeneration.set(generation);
        weightsVersion.set(version);
    }

    /** Says when the weights in use were published, in epoch milliseconds. */
    public void weightsPublished(long time) {
        weightsPublished.set(time);
    }

    public void weightsRejected(String reason) {
        weightsRejected.increment(reason);
    }

    /**
     * Counts the errors of the forecasts for a value that has come.
     *
     * @param scaled absolute errors in the key's usual change over as many steps, [experts][horizons], the experts in
     *     the order of {@link #EXPERTS}; one that is not finite is left out
     */
    public void absoluteErrors(double[][] scaled) {
        errors.add(scaled);
    }

    /** Whether the key's values are exported. */
    public boolean isWatched(String key) {
        return watched.has(key);
    }

    /** Exports the values of a watched key; of another one nothing. */
    public void watched(String key, Watched values) {
        watched.show(key, values);
    }

    public void bandHit(boolean inside) {
        (inside ? insideBand : outsideBand).increment();
    }

    /**
     * Raises the flag of the named state and lowers the others. When tasks move, what is shown of the watched keys is
     * taken back: another instance may serve them now.
     */
    public void setStreamsState(String state) {
        if (!streamsState.containsKey(state)) {
            throw new IllegalArgumentException("state is %s, expected one of %s".formatted(state, STREAMS_STATES));
        }
        if (state.equals("REBALANCING")) {
            watched.clear();
        }
        streamsState.forEach((name, flag) -> flag.set(name.equals(state) ? 1 : 0));
    }
}
