package io.streamgauge.stream;

import io.streamgauge.anomaly.AlertRules;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.config.Intake;
import io.streamgauge.config.Late;
import io.streamgauge.config.Output;
import io.streamgauge.config.Tombstones;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.forecast.SeriesState;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.Admission;
import io.streamgauge.wire.EventLayout;
import io.streamgauge.wire.EventMemory;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.ForecastWriter;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.WindowRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * The task's side of one event: get the key's state, step the core, put the state, forward what came of it.
 *
 * <p>What cannot be taken in goes to the dead letters with its reason, in the same transaction, and the key's state stays
 * as it was.
 */
final class ForecastProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    /** How often the clock is asked for keys that have stopped. */
    private static final Duration CLOCK_PERIOD = Duration.ofSeconds(1);

    /** From one walk to the next, where one is enough: longer than any process lives. */
    private static final long ONCE_MILLIS = Duration.ofDays(36_500).toMillis();

    private final ForecastServices services;
    private final TaskSilences taskSilences;
    private final TopologyConfig topology;
    private final Intake intake;
    private final ForecastMetrics metrics;
    private final ForecasterSpec spec;
    private final ModelTask task;
    private final EventLayout layout;
    private final EventReader events;
    private final Decoding decoding;
    private final KeyReader keys;
    private final Admission admission;
    private final ForecastWriter forecasts;
    private final SeriesForecaster.Workspace workspace;
    private final Forecast forecast;
    private final AnomalyResult anomaly = new AnomalyResult();

    private final List<Cancellable> schedules = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set by init(), which Kafka Streams calls first
    private EpisodeOutput episodes;

    @SuppressWarnings("NullAway.Init")
    private Silences silences;

    @SuppressWarnings("NullAway.Init")
    private SeriesStore series;

    @SuppressWarnings("NullAway.Init")
    private StartOffsets starts;

    @SuppressWarnings("NullAway.Init")
    private Forgetting forgetting;

    @SuppressWarnings("NullAway.Init")
    private Expiry expiry;

    private @Nullable Arrival served;
    private @Nullable ModelSnapshot serving;

    ForecastProcessor(ForecastServices services, TaskSilences taskSilences) {
        this.services = services;
        this.taskSilences = taskSilences;
        topology = services.topology();
        intake = topology.intake();
        metrics = services.metrics();
        spec = services.monitor().spec();
        task = ModelTask.of(spec);
        layout = StreamInputs.steps(topology);
        events = StreamInputs.stepReader(topology);
        boolean first = !topology.buckets().isOn() && !topology.keys().change();
        decoding = first ? Decoding.of(services) : Decoding.NONE;
        keys = new KeyReader(topology.limits().maxKeyBytes());
        admission = new Admission(topology.limits().maxFuture());
        forecasts = new ForecastWriter(spec, topology.anomaly().warmUp(), topology.output() == Output.COMPACT);
        workspace = new SeriesForecaster.Workspace(spec);
        forecast = new Forecast(spec);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        SeriesStore before = series;
        if (before != null) {
            before.close();
        }
        series = new SeriesStore(context, services, layout);
        episodes = new EpisodeOutput(context, metrics);
        starts = new StartOffsets(context.getStateStore(ForecastTopology.START_STORE), services.endAtStart());
        boolean live = starts.isPastPassed(context.taskId().partition());
        silences = new Silences(services, series, episodes, context, live);
        taskSilences.begin(context.taskId(), silences);
        // A task that is revived keeps what was scheduled before.
        schedules.forEach(Cancellable::cancel);
        schedules.clear();
        schedule(CLOCK_PERIOD, silences::followClock);
        forgetting = new Forgetting(context, services, series, episodes, silences);
        expiry = new Expiry(series, intake, this::expire);
        if (Expiry.isOn(intake)) {
            schedule(Expiry.SLICE_INTERVAL, expiry);
        }
        TimestampedKeyValueStore<byte[], byte[]> memories = series.memories();
        if (memories != null) {
            // What waits by earlier settings waits no longer, and one walk finds it.
            Sweep waiting = new Sweep(memories, intake.late() == Late.REORDER ? 0 : ONCE_MILLIS);
            schedule(
                    Expiry.SLICE_INTERVAL,
                    now -> waiting.slice(now, (key, memory) -> hasWaitedLongEnough(memory, now))
                            .forEach(this::releaseAll));
        }
    }

    private void schedule(Duration interval, Punctuator punctuator) {
        schedules.add(context().schedule(interval, PunctuationType.WALL_CLOCK_TIME, now -> {
            try {
                punctuator.punctuate(now);
            } catch (RuntimeException e) {
                series.refuse(e);
                throw e;
            }
        }));
    }

    @Override
    public void close() {
        series.close();
        taskSilences.end(context().taskId(), silences);
        schedules.forEach(Cancellable::cancel);
        schedules.clear();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Arrival arrival = arrival(record);
        if (!topology.buckets().isOn()) {
            metrics.eventReceived();
            silences.read(arrival.offset());
        }
        try {
            String key = keys.read(record.key());
            if (record.value() == null && intake.tombstones() == Tombstones.ERASE) {
                forgetting.forget(record.key(), ResetMark.ERASED);
                return;
            }
            Measurement measurement = events.read(decoding.json(record.value()));
            admission.refuseFuture(measurement, context().currentSystemTimeMs());
            take(arrival, upToDate(series.find(key, record.key())), measurement);
        } catch (RejectedEventException e) {
            deadLetter(record, e);
        } catch (RuntimeException e) {
            series.refuse(e);
            throw e;
        }
    }

    private void take(Arrival arrival, KeyEntry entry, Measurement measurement) throws RejectedEventException {
        EventMemory memory = entry.memory();
        memory.refuseKnown(events.id());
        try {
            admission.refuseOutOfOrder(measurement, entry.state().series());
        } catch (RejectedEventException e) {
            boolean scored = e.reason() == Rejection.LATE && intake.late() == Late.SCORE_ONLY;
            throw scored ? e.with(score(entry, measurement)) : e;
        }
        memory.refuseHeld(measurement);
        series.requireRoom(entry);
        memory.remember(events.id());
        expiry.observe(measurement.time());
        if (intake.late() == Late.REORDER) {
            if (memory.hold(new EventMemory.HeldEvent(measurement, arrival.offset()))) {
                metrics.reordered();
            }
            stepAll(entry, memory.release(intake.lateWait().toMillis()));
        } else {
            step(arrival, entry, measurement);
        }
        series.putMemory(entry);
        series.admit(entry);
    }

    /** The key after what still waits of it by earlier settings. */
    private KeyEntry upToDate(KeyEntry entry) {
        if (intake.late() == Late.REORDER || !entry.memory().isWaiting()) {
            return entry;
        }
        KeyEntry after = stepAll(entry, entry.memory().releaseAll());
        series.putMemory(after);
        return after;
    }

    /** Steps through events that have waited; the first one after a reset tells of it. */
    private KeyEntry stepAll(KeyEntry entry, List<EventMemory.HeldEvent> due) {
        KeyEntry next = entry;
        for (EventMemory.HeldEvent event : due) {
            step(new Arrival(context().taskId().partition(), event.offset()), next, event.measurement());
            next = next.afterStep();
        }
        return next;
    }

    private void step(Arrival arrival, KeyEntry entry, Measurement measurement) {
        long began = System.nanoTime();
        KeyState state = entry.state();
        ModelSnapshot model = model(arrival, state.series().generation());
        boolean alerting = starts.isLive(arrival);
        AlertRules rules = services.monitor().rules(entry.key()).alerting(alerting);
        long interrupted = state.series().count() == 0
                ? measurement.time()
                : state.series().lastTime();
        services.monitor().step(state, measurement, model, rules, workspace, forecast, anomaly);
        silences.arrived(entry, rules, interrupted, anomaly);
        series.put(entry);
        Headers headers = headers(arrival, entry);
        if (topology.output() != Output.ANOMALIES || anomaly.grade > 0) {
            byte[] json = forecasts.write(entry.key(), measurement, state, forecast, anomaly);
            context().forward(output(entry, json, headers), ForecastTopology.FORECASTS);
        }
        String status = forecasts.status(state);
        metrics.forecastEmitted(status);
        forwardEpisodes(entry, measurement, rules, headers);
        WindowRecord window = WindowRecord.of(entry.key(), measurement, state, forecast);
        if (window != null) {
            context().forward(output(entry, window.encode(task), headers), ForecastTopology.WINDOWS);
            metrics.windowEmitted();
        }
        silences.followEventTime();
        StepMeters.count(metrics, forecast, !status.equals(ForecastWriter.WARMING_UP));
        metrics.recordEndToEnd(context().currentSystemTimeMs() - measurement.time());
        if (metrics.isWatched(entry.key())) {
            metrics.watched(entry.key(), StepMeters.watched(forecast, anomaly.score));
        }
        metrics.recordStep(System.nanoTime() - began);
    }

    /** The weights in charge; of all that one event closes the same, so that a replay can tell what they were. */
    private ModelSnapshot model(Arrival arrival, long seen) {
        ModelSnapshot model = arrival.equals(served) && serving != null && serving.generation() >= seen
                ? serving
                : services.models().atLeast(seen, ModelHolder.PATIENCE);
        served = arrival;
        serving = model;
        return model;
    }

    /** The score that a late value would have had, had it been the next one; the state that it is made with is thrown away. */
    private double score(KeyEntry entry, Measurement late) {
        KeyState copy = series.load(entry.key(), entry.stored()).state();
        SeriesState last = copy.series();
        long next = last.lastTime() + Math.max(1, Math.round(last.interval()));
        Measurement moved = new Measurement(next, late.values(), late.covariates(), late.categories());
        services.monitor().step(copy, moved, services.models().current(), false, workspace, forecast, anomaly);
        return anomaly.score;
    }

    private boolean hasWaitedLongEnough(ValueAndTimestamp<byte[]> memory, long now) {
        boolean due = intake.late() != Late.REORDER
                || now - memory.timestamp() > intake.lateWait().toMillis();
        return due && series.isWaiting(memory.value());
    }

    /** Lets go of events that nothing newer of their key lets go. */
    private boolean releaseAll(byte[] stored) {
        KeyEntry entry = series.find(new String(stored, StandardCharsets.UTF_8), stored);
        List<EventMemory.HeldEvent> held = entry.memory().releaseAll();
        if (held.isEmpty()) {
            return false;
        }
        stepAll(entry, held);
        series.putMemory(entry);
        return true;
    }

    private void expire(byte[] stored, String cause) {
        // What waits was taken in, and is not to be lost.
        if (!series.hasMemories() || !releaseAll(stored)) {
            forgetting.forget(stored, cause);
        }
    }

    private void forwardEpisodes(KeyEntry entry, Measurement measurement, AlertRules rules, Headers headers) {
        TargetForecast loudest = forecast.targets[anomaly.target];
        double expected = Double.isNaN(anomaly.expected) ? loudest.value : anomaly.expected;
        EpisodeOutput.Moment moment =
                new EpisodeOutput.Moment(entry.key(), measurement.time(), anomaly.score, loudest.value, expected);
        episodes.forward(entry.stored(), moment, entry.state(), rules, anomaly, null, headers);
    }

    private void deadLetter(Record<byte[], byte[]> record, RejectedEventException rejected) {
        RecordMetadata metadata = context().recordMetadata().orElse(null);
        context().forward(DeadLetter.of(record, rejected, metadata), ForecastTopology.DEAD_LETTERS);
        metrics.deadLetter(rejected.reason().id());
        if (rejected.reason() == Rejection.LATE) {
            metrics.late();
        } else if (rejected.reason() == Rejection.DUPLICATE) {
            metrics.duplicate();
        }
    }

    private Headers headers(Arrival arrival, KeyEntry entry) {
        Headers headers = new RecordHeaders();
        if (topology.audit()) {
            AuditHeaders.add(headers, arrival, entry.state().series(), series.checksum(entry.state()));
        }
        String reset = entry.reset();
        if (reset != null) {
            ResetMark.add(headers, reset);
        }
        return headers;
    }

    private Arrival arrival(Record<byte[], byte[]> record) {
        return topology.buckets().isOn()
                ? Arrival.of(record.headers())
                : Arrival.of(context().recordMetadata());
    }

    private Record<byte[], byte[]> output(KeyEntry entry, byte @Nullable [] value, Headers headers) {
        return new Record<>(entry.stored(), value, context().currentSystemTimeMs(), headers);
    }
}
