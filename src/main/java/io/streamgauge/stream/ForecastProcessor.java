package io.streamgauge.stream;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.EpisodeChange;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.Expert;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.forecast.TargetForecast;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.signal.Measurement;
import io.streamgauge.wire.Admission;
import io.streamgauge.wire.EpisodeRecord;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.ForecastWriter;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.OtherLayoutException;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WindowRecord;
import io.streamgauge.wire.WireFormatException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task's side of one event: get the key's state, step the core, put the state, forward what came of it.
 *
 * <p>What cannot be taken in goes to the dead letters with its reason, in the same transaction, and the key's state stays
 * as it was.
 */
final class ForecastProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(ForecastProcessor.class);

    /**
     * How long a key waits for weights as new as those that served it last: less than the 10 s after which the brokers
     * abort the transaction that is open meanwhile.
     */
    private static final Duration MODEL_PATIENCE = Duration.ofSeconds(8);

    private final ForecastServices services;
    private final TopologyConfig topology;
    private final ForecastMetrics metrics;
    private final ForecasterSpec spec;
    private final ModelTask task;
    private final EventReader events;
    private final KeyReader keys;
    private final Admission admission;
    private final StateCodec states;
    private final ForecastWriter forecasts;
    private final SeriesForecaster.Workspace workspace;
    private final Forecast forecast;
    private final AnomalyResult anomaly = new AnomalyResult();

    @SuppressWarnings("NullAway.Init") // set by init(), which Kafka Streams calls first
    private KeyValueStore<byte[], byte[]> series;

    @SuppressWarnings("NullAway.Init")
    private StartOffsets starts;

    private boolean foreignStateReported;

    ForecastProcessor(ForecastServices services) {
        this.services = services;
        topology = services.topology();
        metrics = services.metrics();
        spec = services.monitor().spec();
        task = ModelTask.of(spec);
        events =
                new EventReader(StreamInputs.layout(topology), topology.limits().maxEventBytes());
        keys = new KeyReader(topology.limits().maxKeyBytes());
        admission = new Admission(topology.limits().maxFuture());
        states = new StateCodec(spec);
        forecasts = new ForecastWriter(spec, topology.anomaly().warmUp());
        workspace = new SeriesForecaster.Workspace(spec);
        forecast = new Forecast(spec);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        series = context.getStateStore(ForecastTopology.SERIES_STORE);
        starts = new StartOffsets(context.getStateStore(ForecastTopology.START_STORE), services.endAtStart());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        metrics.eventReceived();
        long began = System.nanoTime();
        try {
            String key = keys.read(record.key());
            Measurement measurement = events.read(record.value());
            admission.refuseFuture(measurement, context().currentSystemTimeMs());
            KeyState state = load(key, record.key());
            admission.refuseOutOfOrder(measurement, state.series());
            step(record, key, measurement, state);
            metrics.recordStep(System.nanoTime() - began);
        } catch (RejectedEventException e) {
            deadLetter(record, e);
        }
    }

    private void step(Record<byte[], byte[]> record, String key, Measurement measurement, KeyState state) {
        ModelSnapshot model = services.models().atLeast(state.series().generation(), MODEL_PATIENCE);
        boolean alerting = starts.isLive(context().recordMetadata().orElse(null));
        services.monitor().step(state, measurement, model, alerting, workspace, forecast, anomaly);
        byte[] encoded = states.encode(state);
        series.put(record.key(), encoded);
        Headers headers = topology.audit() ? auditHeaders(state, encoded) : new RecordHeaders();
        byte[] json = forecasts.write(key, measurement, state, forecast, anomaly);
        context().forward(output(record, json, headers), ForecastTopology.FORECASTS);
        metrics.forecastEmitted();
        if (anomaly.change != EpisodeChange.NONE) {
            forwardEpisode(record, key, measurement, state, headers);
        }
        WindowRecord window = WindowRecord.of(key, measurement, state, forecast);
        if (window != null) {
            context().forward(output(record, window.encode(task), headers), ForecastTopology.WINDOWS);
            metrics.windowEmitted();
        }
        measure(state);
    }

    private void forwardEpisode(
            Record<byte[], byte[]> record, String key, Measurement measurement, KeyState state, Headers headers) {
        TargetForecast loudest = forecast.loudest();
        boolean closed = anomaly.change == EpisodeChange.CLOSED;
        byte[] episode = new EpisodeRecord(
                        key,
                        anomaly.change.name().toLowerCase(Locale.ROOT),
                        state.anomaly().kind().id(),
                        state.anomaly().openSince(),
                        measurement.time(),
                        anomaly.score,
                        state.anomaly().peak(),
                        loudest.value,
                        loudest.hasPrevious ? loudest.previousMean : loudest.value,
                        state.series().generation(),
                        state.series().version())
                .encode();
        context().forward(output(record, episode, headers), ForecastTopology.ANOMALIES);
        context().forward(output(record, closed ? null : episode, headers), ForecastTopology.EPISODES);
        if (anomaly.change == EpisodeChange.OPENED) {
            metrics.episodeOpened();
        }
    }

    private void measure(KeyState state) {
        for (int k = 0; k < forecast.targets.length; k++) {
            TargetForecast target = forecast.targets[k];
            if (target.missing) {
                metrics.missingValue();
            } else if (target.hasPrevious) {
                measure(target, state.series().target(k).usualStep());
            }
        }
    }

    private void measure(TargetForecast target, double unit) {
        double value = target.value;
        metrics.absoluteError("mix", Math.abs(target.residual) / unit);
        for (Expert expert : Expert.ALL) {
            metrics.absoluteError(expert.id(), Math.abs(value - target.previousByExpert[expert.ordinal()]) / unit);
        }
        metrics.bandHit(value >= target.previousLower && value <= target.previousUpper);
    }

    private KeyState load(String key, byte[] storeKey) {
        byte @Nullable [] bytes = stored(storeKey);
        if (bytes == null) {
            return KeyState.fresh(spec);
        }
        try {
            return states.decode(bytes);
        } catch (OtherLayoutException e) {
            metrics.stateReset();
            if (!foreignStateReported) {
                foreignStateReported = true;
                LOG.warn("State of key '{}' starts afresh, and so will others like it: {}", key, e.getMessage());
            }
            return KeyState.fresh(spec);
        } catch (WireFormatException e) {
            // Not to be passed over: the changelog has the state as it was written, and a new folder restores it.
            throw new IllegalStateException(
                    "the stored state of key '" + key + "' is damaged (" + e.getMessage()
                            + "); delete this instance's state.dir, it is restored from the changelog",
                    e);
        }
    }

    /** What the store cannot read is restored from the changelog: this task's store is emptied, and it starts again. */
    private byte @Nullable [] stored(byte[] storeKey) {
        try {
            return series.get(storeKey);
        } catch (ProcessorStateException e) {
            LOG.warn(
                    "Store of task {} is damaged, and restored from its changelog: {}",
                    context().taskId(),
                    e.getMessage(),
                    e);
            throw new TaskCorruptedException(Set.of(context().taskId()), e);
        }
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

    private Headers auditHeaders(KeyState state, byte[] encoded) {
        Headers headers = new RecordHeaders();
        RecordMetadata metadata = context().recordMetadata().orElse(null);
        AuditHeaders.add(headers, metadata, state.series(), StateCodec.checksumOf(encoded));
        return headers;
    }

    private static Record<byte[], byte[]> output(
            Record<byte[], byte[]> source, byte @Nullable [] value, Headers headers) {
        return new Record<>(source.key(), value, source.timestamp(), headers);
    }
}
