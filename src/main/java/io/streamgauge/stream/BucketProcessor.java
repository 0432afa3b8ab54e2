package io.streamgauge.stream;

import io.streamgauge.config.Tombstones;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.Admission;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.bucket.Aggregator;
import io.streamgauge.wire.bucket.BucketEvent;
import io.streamgauge.wire.bucket.BucketReader;
import io.streamgauge.wire.bucket.BucketSpec;
import io.streamgauge.wire.bucket.ClosedBucket;
import io.streamgauge.wire.bucket.ClosedBucketWriter;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The task's side of one raw event: into its bucket, and what closes by it on to the forecasts, in the same transaction.
 *
 * <p>Kafka Streams' own windows do not serve: they tell nothing of a window without events, nor of a key that has gone
 * quiet. What cannot be taken in goes to the dead letters, as from {@link ForecastProcessor}.
 */
final class BucketProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    /** Keys looked at for one event: many events are read between two commits, and a transaction may last 10 s. */
    private static final int SLICE = 100;
    /** Keys looked at where no event comes. */
    private static final int IDLE_SLICE = 1_000;

    /** How often what is due is closed where no further event comes. */
    private static final Duration CLOSING_PERIOD = Duration.ofMillis(100);

    private final TopologyConfig topology;
    private final ForecastMetrics metrics;
    private final TaskSilences taskSilences;
    private final BucketSpec spec;
    private final BucketReader events;
    private final Decoding decoding;
    private final KeyReader keys;
    private final Admission admission;
    private final ClosedBucketWriter writer;
    private @Nullable Cancellable closing;

    @SuppressWarnings("NullAway.Init") // set by init(), which Kafka Streams calls first
    private Aggregator aggregator;

    BucketProcessor(ForecastServices services, TaskSilences taskSilences) {
        this.taskSilences = taskSilences;
        topology = services.topology();
        metrics = services.metrics();
        spec = StreamInputs.buckets(topology);
        events = new BucketReader(topology.source().time(), spec, StreamInputs.maxJsonBytes(topology));
        decoding = topology.keys().change() ? Decoding.NONE : Decoding.of(services);
        keys = new KeyReader(topology.limits().maxKeyBytes());
        admission = new Admission(topology.limits().maxFuture());
        writer = new ClosedBucketWriter(spec);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        aggregator = new Aggregator(
                spec,
                new KafkaShelf(context.getStateStore(ForecastTopology.BUCKET_STORE)),
                topology.intake().maxKeys(),
                metrics::stateReset);
        close();
        int partition = context.taskId().partition();
        closing = context.schedule(
                CLOSING_PERIOD, PunctuationType.WALL_CLOCK_TIME, now -> closeDue(partition, IDLE_SLICE));
    }

    @Override
    public void close() {
        // A task that is revived keeps what was scheduled before.
        if (closing != null) {
            closing.cancel();
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        metrics.eventReceived();
        Arrival arrival = Arrival.of(context().recordMetadata());
        taskSilences.of(context().taskId()).read(arrival.offset());
        try {
            keys.read(record.key());
            if (record.value() == null && topology.intake().tombstones() == Tombstones.ERASE) {
                aggregator.forget(arrival.partition(), record.key());
                forward(record.key(), null, arrival);
                return;
            }
            BucketEvent event = events.read(decoding.json(record.value()));
            admission.refuseFuture(event.time(), context().currentSystemTimeMs());
            aggregator.take(arrival.partition(), record.key(), event, arrival.offset());
        } catch (RejectedEventException e) {
            deadLetter(record, e);
        }
        closeDue(arrival.partition(), SLICE);
    }

    private void closeDue(int partition, int slice) {
        aggregator.close(partition, slice, bucket -> forward(bucket, partition));
    }

    private void forward(ClosedBucket bucket, int partition) {
        forward(bucket.key(), writer.write(bucket), new Arrival(partition, aggregator.lastOffset(partition)));
    }

    private void forward(byte[] key, byte @Nullable [] value, Arrival arrival) {
        Headers headers = new RecordHeaders();
        headers.add(AuditHeaders.SOURCE, arrival.bytes());
        context()
                .forward(
                        new Record<byte[], byte @Nullable []>(
                                key, value, context().currentSystemTimeMs(), headers),
                        ForecastTopology.FORECAST);
    }

    private void deadLetter(Record<byte[], byte[]> record, RejectedEventException rejected) {
        context()
                .forward(
                        DeadLetter.of(
                                record, rejected, context().recordMetadata().orElse(null)),
                        ForecastTopology.DEAD_LETTERS);
        metrics.deadLetter(rejected.reason().id());
        if (rejected.reason() == Rejection.LATE) {
            metrics.late();
        }
    }
}
