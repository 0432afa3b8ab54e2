package io.streamgauge.stream;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.anomaly.LabelledSpan;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.LabelRecord;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader of the labels topic: what somebody says of a stretch of a series goes into the key's state, in the same
 * task that takes in its events. A label that is none goes to the dead letters.
 */
final class LabelProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(LabelProcessor.class);

    private final ForecastServices services;
    private final TaskSilences taskSilences;
    private final KeyReader keys;
    private final AnomalyResult anomaly = new AnomalyResult();

    @SuppressWarnings("NullAway.Init") // set by init(), which Kafka Streams calls first
    private EpisodeOutput episodes;

    LabelProcessor(ForecastServices services, TaskSilences taskSilences) {
        this.services = services;
        this.taskSilences = taskSilences;
        keys = new KeyReader(services.topology().limits().maxKeyBytes());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        episodes = new EpisodeOutput(context, services.metrics());
    }

    /** Puts the label of an outcome among the windows, which are learned from in the order in which all of them stand. */
    private void hand(Record<byte[], byte[]> record, LabelRecord label) throws RejectedEventException {
        if (!services.topology().outcomes().isOn()) {
            throw new RejectedEventException(
                    Rejection.INVALID_LABEL,
                    "label is '" + label.word() + "', expected another where the topology file has no outcome.within");
        }
        Headers headers = new RecordHeaders();
        headers.add(LabelRecord.HEADER, label.word().getBytes(StandardCharsets.UTF_8));
        context()
                .forward(
                        new Record<>(record.key(), label.encode(), context().currentSystemTimeMs(), headers),
                        ForecastTopology.WINDOWS);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            String key = keys.read(record.key());
            LabelRecord label = LabelRecord.read(record.value());
            if (label.label().isOfOutcome()) {
                hand(record, label);
                return;
            }
            Silences silences = taskSilences.of(context().taskId());
            // That of the events' processor: what it keeps of the key has to go.
            SeriesStore series = silences.series();
            KeyEntry entry = series.load(key, record.key());
            series.requireRoom(entry);
            KeyState state = entry.state();
            LabelledSpan span = new LabelledSpan(label.from(), label.to(), label.label());
            services.monitor().label(state, span, anomaly);
            series.put(entry);
            series.admit(entry);
            if (label.label() != LabelKind.ANOMALY) {
                silences.excuse(key, record.key(), state, span);
            }
            EpisodeOutput.Moment moment = new EpisodeOutput.Moment(
                    key,
                    state.series().lastTime(),
                    anomaly.score,
                    state.series().lastValue(),
                    Double.NaN);
            episodes.forward(
                    record.key(),
                    moment,
                    state,
                    services.monitor().rules(key),
                    anomaly,
                    silences.opened(record.key()),
                    new RecordHeaders());
            LOG.debug("Key '{}' labelled {}", key, label);
        } catch (RejectedEventException e) {
            context()
                    .forward(
                            DeadLetter.of(record, e, context().recordMetadata().orElse(null)),
                            ForecastTopology.DEAD_LETTERS);
            services.metrics().deadLetter(e.reason().id());
        } catch (RuntimeException e) {
            taskSilences.of(context().taskId()).series().refuse(e);
            throw e;
        }
    }
}
