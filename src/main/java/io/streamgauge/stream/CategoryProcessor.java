package io.streamgauge.stream;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.CategoryMonitor.KeyCategories;
import io.streamgauge.anomaly.CategoryScore;
import io.streamgauge.config.Intake;
import io.streamgauge.config.Output;
import io.streamgauge.config.Tombstones;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.forecast.CategoryForecaster;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.Admission;
import io.streamgauge.wire.CategoryWriter;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.ForecastWriter;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.WindowRecord;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The task's side of one event of a category: get the key's state, step the core, put the state, forward what came of it.
 *
 * <p>What cannot be taken in goes to the dead letters with its reason, in the same transaction. Events of one time are taken
 * in the order of their partition; an earlier one is late.
 */
final class CategoryProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    private final ForecastServices services;
    private final TopologyConfig topology;
    private final Intake intake;
    private final ForecastMetrics metrics;
    private final CategoryMonitor monitor;
    private final ModelTask task;
    private final KeyReader keys;
    private final EventReader events;
    private final Decoding decoding;
    private final Admission admission;
    private final CategoryWriter forecasts;
    private final CategoryForecaster.Workspace workspace;
    private final CategoryForecast forecast;
    private final CategoryScore score = new CategoryScore();

    @SuppressWarnings("NullAway.Init") // set by init(), which Kafka Streams calls first
    private CategoryStore store;

    @SuppressWarnings("NullAway.Init")
    private StartOffsets starts;

    private @Nullable Cancellable sweeping;

    CategoryProcessor(ForecastServices services) {
        this.services = services;
        topology = services.topology();
        intake = topology.intake();
        metrics = services.metrics();
        monitor = Objects.requireNonNull(services.categories());
        task = ModelTask.of(monitor.spec());
        keys = new KeyReader(topology.limits().maxKeyBytes());
        events = StreamInputs.categoryReader(topology);
        decoding = topology.keys().change() ? Decoding.NONE : Decoding.of(services);
        admission = new Admission(topology.limits().maxFuture());
        forecasts = new CategoryWriter(monitor.warmUp(), topology.categories().top());
        workspace = new CategoryForecaster.Workspace(monitor.spec());
        forecast = new CategoryForecast(monitor.spec());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        store = new CategoryStore(context, monitor, intake, metrics);
        starts = new StartOffsets(context.getStateStore(ForecastTopology.START_STORE), services.endAtStart());
        // A task that is revived keeps what was scheduled before.
        close();
        intake.expireWallClock()
                .ifPresent(limit -> sweeping = context.schedule(
                        Expiry.SLICE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> store.expire(now, limit)));
    }

    @Override
    public void close() {
        if (sweeping != null) {
            sweeping.cancel();
            sweeping = null;
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        metrics.eventReceived();
        try {
            String key = keys.read(record.key());
            if (record.value() == null && intake.tombstones() == Tombstones.ERASE) {
                store.erase(record.key(), ResetMark.ERASED);
                return;
            }
            long time = time(decoding.json(record.value()));
            String category = events.idText();
            if (category == null) {
                throw new RejectedEventException(
                        Rejection.INVALID_CATEGORY,
                        topology.categories().field().orElse("") + " is missing, expected text or a number");
            }
            admission.refuseFuture(time, context().currentSystemTimeMs());
            CategoryStore.Entry entry = store.load(key, record.key());
            refuseLate(time, entry.state());
            store.requireRoom(entry);
            step(key, entry, time, category);
        } catch (RejectedEventException e) {
            context()
                    .forward(
                            DeadLetter.of(record, e, context().recordMetadata().orElse(null)),
                            ForecastTopology.DEAD_LETTERS);
            metrics.deadLetter(e.reason().id());
            if (e.reason() == Rejection.LATE) {
                metrics.late();
            }
        }
    }

    /** Reads an event; gives its time. */
    private long time(byte @Nullable [] json) throws RejectedEventException {
        try {
            return events.readRaw(json).time();
        } catch (RejectedEventException e) {
            throw e.reason() == Rejection.INVALID_ID
                    ? new RejectedEventException(Rejection.INVALID_CATEGORY, e.detail())
                    : e;
        }
    }

    private static void refuseLate(long time, KeyCategories state) throws RejectedEventException {
        if (state.series().count() > 0 && time < state.series().lastTime()) {
            throw new RejectedEventException(
                    Rejection.LATE,
                    "time is " + time + ", expected not before "
                            + state.series().lastTime());
        }
    }

    private void step(String key, CategoryStore.Entry entry, long time, String category) {
        long began = System.nanoTime();
        KeyCategories state = entry.state();
        Arrival arrival = Arrival.of(context().recordMetadata());
        ModelSnapshot model = services.models().atLeast(state.series().generation(), ModelHolder.PATIENCE);
        monitor.step(state, time, category, model, workspace, forecast, score);
        String reason = reason(state, starts.isLive(arrival));
        int checksum = store.put(entry);
        Headers headers = new RecordHeaders();
        if (topology.audit()) {
            AuditHeaders.add(
                    headers, arrival, state.series().count(), state.series().generation(), checksum);
        }
        String reset = entry.reset();
        if (reset != null) {
            ResetMark.add(headers, reset);
        }
        if (topology.output() != Output.ANOMALIES || score.grade > 0) {
            byte[] json = forecasts.write(key, state, forecast, score, model.vocabulary(), reason);
            forward(entry, json, headers, ForecastTopology.FORECASTS);
        }
        metrics.forecastEmitted(forecasts.status(state));
        WindowRecord window = WindowRecord.of(key, state.series(), forecast);
        if (window != null) {
            forward(entry, window.encode(task), headers, ForecastTopology.WINDOWS);
            metrics.windowEmitted();
        }
        metrics.recordEndToEnd(context().currentSystemTimeMs() - time);
        metrics.recordStep(System.nanoTime() - began);
    }

    /** Why there is, or is no, alert: an alert score that is no reason to alert is 0. */
    private String reason(KeyCategories state, boolean live) {
        String reason;
        if (forecasts.status(state).equals(ForecastWriter.WARMING_UP)) {
            reason = AnomalyResult.WARM_UP;
        } else if (!live) {
            reason = AnomalyResult.BACKFILL;
        } else if (score.score > 1) {
            return CategoryWriter.SURPRISING;
        } else {
            return AnomalyResult.WITHIN_MARGIN;
        }
        score.alertScore = 0;
        return reason;
    }

    private void forward(CategoryStore.Entry entry, byte[] value, Headers headers, String sink) {
        context()
                .forward(
                        new Record<byte[], byte @Nullable []>(
                                entry.stored(), value, context().currentSystemTimeMs(), headers),
                        sink);
    }
}
