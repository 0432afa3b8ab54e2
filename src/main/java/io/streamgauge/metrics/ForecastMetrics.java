package io.streamgauge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The forecaster's meters. Every method may be called from any thread. */
public final class ForecastMetrics {
    /** Names of the experts whose error is exported; an error under any other name counts as {@code other}. */
    public static final List<String> EXPERTS =
            List.of("persistence", "seasonal_naive", "readout", "network", "stack", "mix");

    /** The states of Kafka Streams, by its own names. */
    public static final List<String> STREAMS_STATES =
            List.of("CREATED", "REBALANCING", "RUNNING", "PENDING_SHUTDOWN", "NOT_RUNNING", "PENDING_ERROR", "ERROR");

    /** Why a key's state is deleted. */
    public static final List<String> FORGET_CAUSES = List.of("event_time", "wall_clock", "erased");

    private final Counter events;
    private final Counter forecasts;
    private final LabelledCounters deadLetters;
    private final Counter statesReset;
    private final Counter late;
    private final Counter duplicates;
    private final Counter reordered;
    private final LabelledCounters keysForgotten;
    private final Counter missingValues;
    private final Timer step;
    private final Counter episodesOpened;
    private final Counter windowsEmitted;
    private final Counter weightsLoaded;
    private final LabelledCounters weightsRejected;
    private final GaugeCell weightsGeneration;
    private final GaugeCell weightsVersion;
    private final Map<String, DistributionSummary> errors = new HashMap<>();
    private final DistributionSummary otherErrors;
    private final Counter insideBand;
    private final Counter outsideBand;
    private final Map<String, GaugeCell> streamsState = new HashMap<>();

    /**
     * Registers every meter at once, so that each is exported, at zero, before its first event.
     *
     * @param deadLetterReasons the reasons that have a counter of their own
     * @param weightsRejectedReasons the same for weights that failed a check
     */
    public ForecastMetrics(
            MeterRegistry registry, List<String> deadLetterReasons, List<String> weightsRejectedReasons) {
        events = MeterCatalog.EVENTS.counter(registry);
        forecasts = MeterCatalog.FORECASTS.counter(registry);
        deadLetters = new LabelledCounters(registry, MeterCatalog.DEAD_LETTERS, deadLetterReasons);
        statesReset = MeterCatalog.STATES_RESET.counter(registry);
        late = MeterCatalog.LATE_EVENTS.counter(registry);
        duplicates = MeterCatalog.DUPLICATE_EVENTS.counter(registry);
        reordered = MeterCatalog.REORDERED_EVENTS.counter(registry);
        keysForgotten = new LabelledCounters(registry, MeterCatalog.KEYS_FORGOTTEN, FORGET_CAUSES);
        missingValues = MeterCatalog.MISSING_VALUES.counter(registry);
        step = MeterCatalog.STEP.timer(registry);
        episodesOpened = MeterCatalog.EPISODES_OPENED.counter(registry);
        windowsEmitted = MeterCatalog.WINDOWS_EMITTED.counter(registry);
        weightsLoaded = MeterCatalog.WEIGHTS_LOADED.counter(registry);
        weightsRejected = new LabelledCounters(registry, MeterCatalog.WEIGHTS_REJECTED, weightsRejectedReasons);
        weightsGeneration = MeterCatalog.WEIGHTS_GENERATION.gauge(registry, 0);
        weightsVersion = MeterCatalog.WEIGHTS_VERSION.gauge(registry, 0);
        for (String expert : EXPERTS) {
            errors.put(expert, MeterCatalog.SCALED_ABSOLUTE_ERROR.summary(registry, expert));
        }
        otherErrors = MeterCatalog.SCALED_ABSOLUTE_ERROR.summary(registry, LabelledCounters.OTHER);
        insideBand = MeterCatalog.BAND_VALUES.counter(registry, "inside");
        outsideBand = MeterCatalog.BAND_VALUES.counter(registry, "outside");
        for (String state : STREAMS_STATES) {
            streamsState.put(state, MeterCatalog.STREAMS_STATE.gauge(registry, 0, state));
        }
    }

    /** Meters that nothing exports, for tests and for the backtest. */
    public static ForecastMetrics noop() {
        return new ForecastMetrics(new SimpleMeterRegistry(), List.of(), List.of());
    }

    public void eventReceived() {
        events.increment();
    }

    public void forecastEmitted() {
        forecasts.increment();
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

    public void episodeOpened() {
        episodesOpened.increment();
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

    public void weightsRejected(String reason) {
        weightsRejected.increment(reason);
    }

    /**
     * Counts one error of the one-step forecast.
     *
     * @param scaledError {@code |y − yhat|} ÷ the key's running scale; one that is not finite is left out, because it
     *     would spoil the sum for good
     */
    public void absoluteError(String expert, double scaledError) {
        if (Double.isFinite(scaledError)) {
            errors.getOrDefault(expert, otherErrors).record(scaledError);
        }
    }

    public void bandHit(boolean inside) {
        (inside ? insideBand : outsideBand).increment();
    }

    /** Raises the flag of the named state and lowers the others. */
    public void setStreamsState(String state) {
        if (!streamsState.containsKey(state)) {
            throw new IllegalArgumentException("state is %s, expected one of %s".formatted(state, STREAMS_STATES));
        }
        streamsState.forEach((name, flag) -> flag.set(name.equals(state) ? 1 : 0));
    }
}
