package io.streamgauge.stream;

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
    private final CategoryReader events;
    private final Decoding decoding;
    private final Admission admission;
    private final CategoryWriter forecasts;
    private final CategoryForecaster.Workspace workspace;
    private final CategoryForecast forecast;
    private final CategoryScore score = new CategoryScore();

    @SuppressWarnings("NullAway.Init") // set by init(), which Kafka Streams calls first
    private CategoryStore store;

    @SuppressWarnings("NullAway.Init")
    private EpisodeOutput episodes;

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
        events = new CategoryReader(topology);
        decoding = topology.keys().change() ? Decoding.NONE : Decoding.of(services);
        admission = new Admission(topology.limits().maxFuture());
        forecasts = new CategoryWriter(monitor, topology.categories().top());
        workspace = new CategoryForecaster.Workspace(monitor.spec());
        forecast = new CategoryForecast(monitor.spec());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        episodes = new EpisodeOutput(context, metrics);
        store = new CategoryStore(context, monitor, intake, episodes, metrics);
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
            CategoryReader.Event event = events.read(decoding.json(record.value()));
            admission.refuseFuture(event.time(), context().currentSystemTimeMs());
            CategoryStore.Entry entry = store.load(key, record.key());
            admission.refuseLate(event.time(), entry.state().series());
            store.requireRoom(entry);
            step(key, entry, event.time(), event.category());
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

    private void step(String key, CategoryStore.Entry entry, long time, String category) {
        long began = System.nanoTime();
        KeyCategories state = entry.state();
        Arrival arrival = Arrival.of(context().recordMetadata());
        ModelSnapshot model = services.models().atLeast(state.series().generation(), ModelHolder.PATIENCE);
        monitor.step(state, time, category, starts.isLive(arrival), model, workspace, forecast, score);
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
        KeyCategories before = entry.before();
        if (before != null) {
            store.closeEpisode(entry.stored(), before, headers);
        }
        if (topology.output() != Output.ANOMALIES || score.grade > 0) {
            byte[] json = forecasts.write(key, state, forecast, score, model.vocabulary());
            forward(entry, json, headers, ForecastTopology.FORECASTS);
        }
        metrics.forecastEmitted(forecasts.status(state));
        forwardEpisode(key, entry, headers);
        WindowRecord window = WindowRecord.of(key, state.series(), forecast);
        if (window != null) {
            forward(entry, window.encode(task), headers, ForecastTopology.WINDOWS);
            metrics.windowEmitted();
        }
        metrics.recordEndToEnd(context().currentSystemTimeMs() - time);
        metrics.recordStep(System.nanoTime() - began);
    }

    private void forwardEpisode(String key, CategoryStore.Entry entry, Headers headers) {
        KeyCategories state = entry.state();
        EpisodeOutput.Moment moment =
                new EpisodeOutput.Moment(key, state.series().lastTime(), score.score, Double.NaN, Double.NaN);
        episodes.forward(
                entry.stored(),
                moment,
                EpisodeOutput.Served.of(state.series()),
                score.changes,
                state.episode().opened(),
                headers);
    }

    private void forward(CategoryStore.Entry entry, byte[] value, Headers headers, String sink) {
        context()
                .forward(
                        new Record<byte[], byte @Nullable []>(
                                entry.stored(), value, context().currentSystemTimeMs(), headers),
                        sink);
    }
}
